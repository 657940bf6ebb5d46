package dev.batchline.emulator.http.odata;

import java.util.Arrays;
import java.util.Optional;

/** The comparisons that Batch's $filter knows. */
enum Operator {
  EQ,
  NE,
  GT,
  GE,
  LT,
  LE;

  static Optional<Operator> of(Token token) {
    return Arrays.stream(values()).filter(operator -> token.isWord(operator.word())).findFirst();
  }

  String word() {
    return switch (this) {
      case EQ -> "eq";
      case NE -> "ne";
      case GT -> "gt";
      case GE -> "ge";
      case LT -> "lt";
      case LE -> "le";
    };
  }

  /** Whether it asks for order, and not just for equality. */
  boolean ordering() {
    return this != EQ && this != NE;
  }

  /** Whether it holds for the result of comparing the left with the right side. */
  boolean holds(int comparison) {
    return switch (this) {
      case EQ -> comparison == 0;
      case NE -> comparison != 0;
      case GT -> comparison > 0;
      case GE -> comparison >= 0;
      case LT -> comparison < 0;
      case LE -> comparison <= 0;
    };
  }
}
