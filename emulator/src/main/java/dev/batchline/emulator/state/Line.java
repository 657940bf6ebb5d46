package dev.batchline.emulator.state;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * One line of a file: a checksum in hexadecimal digits, a space, JSON, and the end of the line.
 *
 * <p>JSON as it is written here has no line breaks, so a line that was cut short has no end.
 */
final class Line {

  private static final int DIGITS = 8;
  private static final HexFormat HEX = HexFormat.of();

  private Line() {}

  static byte[] of(byte[] json) {
    byte[] line = new byte[DIGITS + 1 + json.length + 1];
    byte[] digits = HEX.toHexDigits(checksum(json, 0)).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, line, 0, DIGITS);
    line[DIGITS] = ' ';
    System.arraycopy(json, 0, line, DIGITS + 1, json.length);
    line[line.length - 1] = '\n';
    return line;
  }

  /**
   * The JSON of a line; nothing, if it isn't as it was written.
   *
   * @param line without its end
   */
  static Optional<byte[]> json(byte[] line) {
    if (line.length <= DIGITS || line[DIGITS] != ' ') {
      return Optional.empty();
    }
    String digits = new String(line, 0, DIGITS, StandardCharsets.US_ASCII);
    if (!digits.equals(HEX.toHexDigits(checksum(line, DIGITS + 1)))) {
      return Optional.empty();
    }
    byte[] json = new byte[line.length - DIGITS - 1];
    System.arraycopy(line, DIGITS + 1, json, 0, json.length);
    return Optional.of(json);
  }

  private static int checksum(byte[] bytes, int from) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, bytes.length - from);
    return (int) checksum.getValue();
  }
}
