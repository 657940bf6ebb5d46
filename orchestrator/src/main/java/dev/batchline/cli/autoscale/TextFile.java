package dev.batchline.cli.autoscale;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads text that a person wrote, from a file or, when it is called {@code -}, standard input. */
public final class TextFile {

  private static final String STANDARD_INPUT = "-";
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private static final int LARGEST_FORMULA = 1 << 20;
  private static final int LARGEST = 1 << 25;

  private TextFile() {}

  /**
   * @throws RunException when it is no text in UTF-8, or so large that it can't be a formula
   */
  public static String formula(String name) throws IOException {
    return read(name, LARGEST_FORMULA);
  }

  /**
   * Without a byte order mark.
   *
   * @throws RunException when it is no text in UTF-8, or too large
   */
  public static String read(String name) throws IOException {
    return read(name, LARGEST);
  }

  /** How a name is shown in messages. */
  public static String shown(String name) {
    return name.equals(STANDARD_INPUT) ? "standard input" : name;
  }

  private static String read(String name, int largest) throws IOException {
    if (name.equals(STANDARD_INPUT)) {
      return decoded(System.in.readNBytes(largest + 1), name, largest);
    }
    Path file = Path.of(name);
    if (Files.isDirectory(file)) {
      throw refused(name, "it is a directory, not a file", "");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return decoded(in.readNBytes(largest + 1), name, largest);
    }
  }

  private static String decoded(byte[] bytes, String name, int largest) {
    if (bytes.length > largest) {
      throw refused(name, "it has more than %,d bytes".formatted(largest), "Is it the right file?");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw refused(name, "it is not text in UTF-8", "Save the file as UTF-8.");
    }
  }

  private static RunException refused(String name, String reason, String hint) {
    return new RunException(Blame.USER, "read " + shown(name), reason, hint);
  }
}
