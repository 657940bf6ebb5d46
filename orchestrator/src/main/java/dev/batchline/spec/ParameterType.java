package dev.batchline.spec;

import dev.batchline.spec.SourceNode.Kind;
import dev.batchline.spec.SourceNode.Scalar;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What values a parameter takes. */
enum ParameterType {
  STRING("string", "a text"),
  INTEGER("integer", "a whole number"),
  NUMBER("number", "a number"),
  BOOLEAN("boolean", "true or false");

  private static final int MOST_DIGITS = 18;

  private final String word;
  private final String wanted;

  ParameterType(String word, String wanted) {
    this.word = word;
    this.wanted = wanted;
  }

  static Optional<ParameterType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(type -> type.word).toList();
  }

  String word() {
    return word;
  }

  /** What it takes, for messages. */
  String wanted() {
    return wanted;
  }

  boolean isNumeric() {
    return this == INTEGER || this == NUMBER;
  }

  /** Whether a value that stands in a file is of this type. */
  boolean accepts(Scalar scalar) {
    Kind kind = scalar.kind();
    return switch (this) {
      case STRING -> kind != Kind.NOTHING;
      case INTEGER -> kind == Kind.INTEGER && isShort(scalar.text());
      case NUMBER -> (kind == Kind.INTEGER || kind == Kind.NUMBER) && isFinite(scalar.text());
      case BOOLEAN -> kind == Kind.BOOLEAN;
    };
  }

  /** The one way to write a value, so that equal values are equal texts. */
  String canonical(String text) {
    return switch (this) {
      case STRING -> text;
      case INTEGER -> Long.toString(Long.parseLong(text));
      case NUMBER -> text;
      case BOOLEAN -> text.toLowerCase(java.util.Locale.ROOT);
    };
  }

  static BigDecimal number(String text) {
    return new BigDecimal(text);
  }

  private static boolean isShort(String text) {
    return text.replaceFirst("^[-+]?0*", "").length() <= MOST_DIGITS;
  }

  private static boolean isFinite(String text) {
    return Double.isFinite(Double.parseDouble(text));
  }
}
