package dev.batchline.spec;

/** Walks the escapes of a JSON text that is known to be right. */
final class JsonEscapes {

  private JsonEscapes() {}

  /** What a text in quotes stands for. */
  static String decode(String raw) {
    StringBuilder text = new StringBuilder();
    int at = 1;
    while (at < raw.length() - 1) {
      int length = length(raw, at);
      text.append(length == 1 ? raw.charAt(at) : escaped(raw, at));
      at += length;
    }
    return text.toString();
  }

  /** Where the character with this offset of the decoded text begins in the raw one. */
  static int rawOffset(String raw, int offset) {
    int at = 1;
    for (int i = 0; i < offset && at < raw.length() - 1; i++) {
      at += length(raw, at);
    }
    return at;
  }

  private static int length(String raw, int at) {
    if (raw.charAt(at) != '\\') {
      return 1;
    }
    return raw.charAt(at + 1) == 'u' ? 6 : 2;
  }

  private static char escaped(String raw, int at) {
    char c = raw.charAt(at + 1);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> (char) Integer.parseInt(raw.substring(at + 2, at + 6), 16);
      default -> c;
    };
  }
}
