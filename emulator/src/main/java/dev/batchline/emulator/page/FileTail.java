package dev.batchline.emulator.page;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads pieces of a file that may be growing, as text that can be shown: a piece ends between two
 * characters, and holds neither escape sequences nor other control characters.
 */
final class FileTail {

  /** Most bytes of one piece. */
  static final int PIECE = 128 * 1024;

  private static final char ESCAPE = '\u001B';

  /** What terminals take for colours, movements and titles. */
  private static final Pattern SEQUENCE =
      Pattern.compile(
          "\u001B(?:\\[[0-?]*[ -/]*[@-~]|\\][^\u0007\u001B]*(?:\u0007|\u001B\\\\)|[@-Z\\\\^_=>])");

  /** The beginning of one. */
  private static final Pattern BEGUN =
      Pattern.compile("\u001B(?:\\[[0-?]*[ -/]*|\\][^\u0007\u001B]*\u001B?)?");

  private static final int LONGEST_SEQUENCE = 256;

  private static final Pattern LINE_END = Pattern.compile("\r\n?");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]");

  private final Path file;

  FileTail(Path file) {
    this.file = file;
  }

  /**
   * A piece of a file.
   *
   * @param start of its first byte
   * @param next after its last byte: where to go on
   * @param length of the file when it was read
   * @param binary whether it is no text at all
   */
  record Piece(String text, long start, long next, long length, boolean binary) {}

  /** The last lines, some {@link #PIECE} bytes of them. */
  Piece end() throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long length = open.length();
      long start = Math.max(0, length - PIECE);
      byte[] bytes = bytes(open, start, length);
      int skipped = start == 0 ? 0 : afterFirstLineEnd(bytes);
      byte[] rest = Arrays.copyOfRange(bytes, skipped, bytes.length);
      return piece(rest, start + skipped, length);
    }
  }

  /** What comes after an offset; nothing, if the file isn't as long as that. */
  Piece from(long offset) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      long length = open.length();
      if (offset >= length) {
        return new Piece("", offset, offset, length, false);
      }
      return piece(bytes(open, offset, Math.min(length, offset + PIECE)), offset, length);
    }
  }

  private static byte[] bytes(RandomAccessFile file, long start, long end) throws IOException {
    byte[] bytes = new byte[(int) (end - start)];
    file.seek(start);
    int read = 0;
    while (read < bytes.length) {
      int count = file.read(bytes, read, bytes.length - read);
      if (count < 0) {
        return Arrays.copyOf(bytes, read);
      }
      read += count;
    }
    return bytes;
  }

  private static int afterFirstLineEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return 0;
  }

  private static Piece piece(byte[] bytes, long start, long length) {
    int complete = complete(bytes, start + bytes.length < length);
    String text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes, 0, complete)).toString();
    boolean binary = text.indexOf('\0') >= 0;
    return new Piece(binary ? "" : shown(text), start, start + complete, length, binary);
  }

  /**
   * How many of the bytes don't belong to a character, a line's end or a sequence that has only
   * begun; of a file that goes on, those of whole lines.
   */
  private static int complete(byte[] bytes, boolean goesOn) {
    int end = bytes.length;
    int line = goesOn ? lastLineEnd(bytes) : -1;
    if (line >= 0) {
      return line + 1;
    }
    for (int i = end - 1; i >= Math.max(0, end - LONGEST_SEQUENCE); i--) {
      if (bytes[i] == ESCAPE && begun(bytes, i)) {
        return i;
      }
    }
    if (end > 0 && bytes[end - 1] == '\r') {
      return end - 1;
    }
    return end - begunCharacter(bytes);
  }

  /** How many bytes at the end are the beginning of a character of UTF-8 that isn't complete. */
  private static int begunCharacter(byte[] bytes) {
    for (int back = 1; back <= Math.min(3, bytes.length); back++) {
      int b = bytes[bytes.length - back] & 0xFF;
      if (b < 0x80 || b > 0xF4) {
        return 0;
      }
      if (b >= 0xC2) {
        int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
        return needed > back ? back : 0;
      }
    }
    return 0;
  }

  private static int lastLineEnd(byte[] bytes) {
    for (int i = bytes.length - 1; i >= 0; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private static boolean begun(byte[] bytes, int at) {
    String rest = new String(bytes, at, bytes.length - at, StandardCharsets.ISO_8859_1);
    return BEGUN.matcher(rest).matches();
  }

  private static String shown(String text) {
    String plain = SEQUENCE.matcher(text).replaceAll("");
    String lines = LINE_END.matcher(plain).replaceAll("\n");
    return CONTROL.matcher(Secrets.masked(lines)).replaceAll(FileTail::picture);
  }

  /** Unicode has a picture for each control character. */
  private static String picture(MatchResult control) {
    char c = control.group().charAt(0);
    return Matcher.quoteReplacement(Character.toString(c == 0x7F ? '\u2421' : (char) (0x2400 + c)));
  }
}
