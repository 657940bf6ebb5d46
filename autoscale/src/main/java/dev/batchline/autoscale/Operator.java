package dev.batchline.autoscale;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The operators; of two the one with the greater precedence binds its operands first. */
enum Operator {
  OR("||", 1),
  AND("&&", 2),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  LESS("<", 4),
  LESS_OR_EQUAL("<=", 4),
  GREATER(">", 4),
  GREATER_OR_EQUAL(">=", 4),
  PLUS("+", 5),
  MINUS("-", 5),
  TIMES("*", 6),
  DIVIDE("/", 6),
  /** Stands before its operand, as a minus can too. */
  NOT("!", 7);

  private static final Map<String, Operator> BINARY =
      Arrays.stream(values())
          .filter(operator -> operator != NOT)
          .collect(Collectors.toMap(Operator::symbol, Function.identity()));

  private final String symbol;
  private final int precedence;

  Operator(String symbol, int precedence) {
    this.symbol = symbol;
    this.precedence = precedence;
  }

  String symbol() {
    return symbol;
  }

  int precedence() {
    return precedence;
  }

  boolean logical() {
    return this == OR || this == AND;
  }

  static Optional<Operator> binary(String symbol) {
    return Optional.ofNullable(BINARY.get(symbol));
  }

  /** What a comparison says of two things of which {@code order} tells which is greater. */
  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
      case OR, AND, PLUS, MINUS, TIMES, DIVIDE, NOT ->
          throw new IllegalArgumentException(symbol + " compares nothing");
    };
  }
}
