package dev.batchline.autoscale;

import static dev.batchline.autoscale.Type.DOUBLE;
import static dev.batchline.autoscale.Type.DOUBLE_VEC;
import static dev.batchline.autoscale.Type.STRING;
import static dev.batchline.autoscale.Type.TIMEINTERVAL;
import static dev.batchline.autoscale.Type.TIMESTAMP;

import dev.batchline.autoscale.Value.Interval;
import dev.batchline.autoscale.Value.Numeric;
import dev.batchline.autoscale.Value.Text;
import dev.batchline.autoscale.Value.Timestamp;
import dev.batchline.autoscale.Value.Vector;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * The operators' table as the documentation prints it: which operand types go with which operator,
 * and what comes out. A pair that is not in the table is a type error.
 */
final class OperatorTable {

  /** Computes a result, or throws {@link ArithmeticException} with the reason why there is none. */
  private interface Computation {
    Value apply(Value left, Value right);
  }

  private record Signature(Operator operator, Type left, Type right) {}

  private record Row(Type result, Computation computation) {}

  private static final List<Operator> ARITHMETIC =
      List.of(Operator.PLUS, Operator.MINUS, Operator.TIMES, Operator.DIVIDE);
  private static final List<Operator> COMPARISONS =
      List.of(
          Operator.EQUAL,
          Operator.NOT_EQUAL,
          Operator.LESS,
          Operator.LESS_OR_EQUAL,
          Operator.GREATER,
          Operator.GREATER_OR_EQUAL);
  private static final Map<Signature, Row> ROWS = rows();

  private OperatorTable() {}

  /** The type of a result; empty when the operator doesn't go with these types. */
  static Optional<Type> result(Operator operator, Type left, Type right) {
    return Optional.ofNullable(ROWS.get(new Signature(operator, left, right))).map(Row::result);
  }

  /**
   * @throws ArithmeticException with the reason, for types that don't go together, too
   */
  static Value apply(Operator operator, Value left, Value right, boolean ieeeDivision) {
    Row row = ROWS.get(new Signature(operator, left.type(), right.type()));
    if (row == null) {
      throw new ArithmeticException(mismatch(operator, left.type(), right.type()));
    }
    if (operator == Operator.DIVIDE && !ieeeDivision && hasZero(right)) {
      throw new ArithmeticException("Division by zero");
    }
    return row.computation.apply(left, right);
  }

  static String mismatch(Operator operator, Type left, Type right) {
    return "Operator " + operator.symbol() + " does not go with " + left + " and " + right;
  }

  /** What to write instead of a pair that is not in the table; often nothing. */
  static String advice(Operator operator, Type left, Type right) {
    if (operator == Operator.MINUS && left == TIMESTAMP && right == TIMEINTERVAL) {
      return "Add a negative interval: t + (-1 * i).";
    }
    if (left == DOUBLE_VEC || right == DOUBLE_VEC) {
      return "Make one number of the vector first, with avg(v), max(v) or val(v, 0).";
    }
    if (EnumSet.of(left, right).equals(Set.of(DOUBLE, TIMEINTERVAL))) {
      return "Make an interval of the number: 5 * TimeInterval_Minute.";
    }
    return "";
  }

  private static boolean hasZero(Value divisor) {
    if (divisor instanceof Vector vector) {
      for (double element : vector.elements()) {
        if (element == 0) {
          return true;
        }
      }
      return false;
    }
    return divisor instanceof Numeric numeric && numeric.number() == 0;
  }

  private static Map<Signature, Row> rows() {
    Map<Signature, Row> rows = new HashMap<>();
    for (Operator op : ARITHMETIC) {
      put(rows, op, DOUBLE, DOUBLE, DOUBLE, (l, r) -> new Numeric(compute(op, num(l), num(r))));
      put(rows, op, DOUBLE_VEC, DOUBLE, DOUBLE_VEC, (l, r) -> byElement(op, l, r));
      put(rows, op, DOUBLE, DOUBLE_VEC, DOUBLE_VEC, (l, r) -> byElement(op, l, r));
      put(rows, op, DOUBLE_VEC, DOUBLE_VEC, DOUBLE_VEC, (l, r) -> byElement(op, l, r));
    }
    intervals(rows);
    for (Operator op : COMPARISONS) {
      put(rows, op, DOUBLE, DOUBLE, DOUBLE, (l, r) -> truth(compare(op, num(l), num(r))));
      put(rows, op, STRING, STRING, DOUBLE, (l, r) -> truth(op.holds(text(l).compareTo(text(r)))));
      put(rows, op, TIMESTAMP, TIMESTAMP, DOUBLE, (l, r) -> truth(ordered(op, at(l), at(r))));
      put(
          rows,
          op,
          TIMEINTERVAL,
          TIMEINTERVAL,
          DOUBLE,
          (l, r) -> truth(ordered(op, span(l), span(r))));
    }
    return Map.copyOf(rows);
  }

  private static void intervals(Map<Signature, Row> rows) {
    BinaryOperator<Value> scaled = (i, x) -> interval(Ticks.product(span(i), num(x)));
    put(rows, Operator.TIMES, TIMEINTERVAL, DOUBLE, TIMEINTERVAL, scaled::apply);
    put(rows, Operator.TIMES, DOUBLE, TIMEINTERVAL, TIMEINTERVAL, (x, i) -> scaled.apply(i, x));
    put(
        rows,
        Operator.DIVIDE,
        TIMEINTERVAL,
        DOUBLE,
        TIMEINTERVAL,
        (i, x) -> interval(Ticks.quotient(span(i), num(x))));
    put(
        rows,
        Operator.PLUS,
        TIMEINTERVAL,
        TIMEINTERVAL,
        TIMEINTERVAL,
        (l, r) -> interval(Ticks.sum(span(l), span(r))));
    put(
        rows,
        Operator.MINUS,
        TIMEINTERVAL,
        TIMEINTERVAL,
        TIMEINTERVAL,
        (l, r) -> interval(Ticks.difference(span(l), span(r))));
    put(
        rows,
        Operator.PLUS,
        TIMESTAMP,
        TIMEINTERVAL,
        TIMESTAMP,
        (t, i) -> timestamp(Ticks.sum(at(t), span(i))));
    put(
        rows,
        Operator.PLUS,
        TIMEINTERVAL,
        TIMESTAMP,
        TIMESTAMP,
        (i, t) -> timestamp(Ticks.sum(at(t), span(i))));
    put(
        rows,
        Operator.MINUS,
        TIMESTAMP,
        TIMESTAMP,
        TIMEINTERVAL,
        (l, r) -> interval(Ticks.difference(at(l), at(r))));
  }

  private static void put(
      Map<Signature, Row> rows, Operator op, Type left, Type right, Type result, Computation how) {
    rows.put(new Signature(op, left, right), new Row(result, how));
  }

  private static double compute(Operator operator, double left, double right) {
    return switch (operator) {
      case PLUS -> left + right;
      case MINUS -> left - right;
      case TIMES -> left * right;
      case DIVIDE -> left / right;
      case OR, AND, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, NOT ->
          throw new IllegalArgumentException(operator.symbol() + " makes no number of two");
    };
  }

  /** Not through {@code compareTo}: 0 equals -0, and NaN equals nothing. */
  private static boolean compare(Operator operator, double left, double right) {
    if (Double.isNaN(left) || Double.isNaN(right)) {
      return operator == Operator.NOT_EQUAL;
    }
    return operator.holds(left < right ? -1 : left > right ? 1 : 0);
  }

  private static boolean ordered(Operator operator, long left, long right) {
    return operator.holds(Long.compare(left, right));
  }

  private static Value byElement(Operator operator, Value left, Value right) {
    if (left instanceof Vector l && right instanceof Vector r && l.size() != r.size()) {
      throw new ArithmeticException(
          "Vectors of different length: " + l.size() + " and " + r.size() + " elements");
    }
    double[] result = new double[left instanceof Vector l ? l.size() : ((Vector) right).size()];
    for (int index = 0; index < result.length; index++) {
      result[index] = compute(operator, element(left, index), element(right, index));
    }
    return new Vector(result);
  }

  private static double element(Value value, int index) {
    return value instanceof Vector vector ? vector.get(index) : num(value);
  }

  private static double num(Value value) {
    return ((Numeric) value).number();
  }

  private static String text(Value value) {
    return ((Text) value).text();
  }

  private static long at(Value value) {
    return Ticks.of(((Timestamp) value).instant());
  }

  private static long span(Value value) {
    return Ticks.of(((Interval) value).duration());
  }

  private static Value truth(boolean holds) {
    return new Numeric(holds ? 1 : 0);
  }

  private static Value interval(long ticks) {
    return new Interval(Ticks.toDuration(ticks));
  }

  private static Value timestamp(long ticks) {
    if (ticks < Ticks.EARLIEST || ticks > Ticks.LATEST) {
      throw new ArithmeticException("The timestamp is outside the years 1 to 9999");
    }
    return new Timestamp(Ticks.toInstant(ticks));
  }
}
