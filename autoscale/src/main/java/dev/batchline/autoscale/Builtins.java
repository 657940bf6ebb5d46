package dev.batchline.autoscale;

import dev.batchline.autoscale.Value.Numeric;
import dev.batchline.autoscale.Value.Text;
import dev.batchline.autoscale.Value.Timestamp;
import dev.batchline.autoscale.Value.Vector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/** The table of functions. */
final class Builtins {

  private static final int ANY = Integer.MAX_VALUE;
  private static final Map<String, Builtin> TABLE = table();

  private Builtins() {}

  static Optional<Builtin> of(String name) {
    return Optional.ofNullable(TABLE.get(name));
  }

  static Set<String> names() {
    return TABLE.keySet();
  }

  private static Map<String, Builtin> table() {
    Map<String, Builtin> table = new HashMap<>();
    // Of a list: any mix of numbers and vectors, read as one sequence from left to right.
    table.put("avg", ofList("avg", false, Statistics::average));
    table.put("len", ofList("len", true, elements -> elements.length));
    table.put("max", ofList("max", false, elements -> Arrays.stream(elements).max().orElseThrow()));
    table.put("min", ofList("min", false, elements -> Arrays.stream(elements).min().orElseThrow()));
    table.put("norm", ofList("norm", true, Statistics::norm));
    table.put("range", ofList("range", false, Statistics::range));
    table.put("std", ofList("std", false, Statistics::standardDeviation));
    table.put("sum", ofList("sum", true, Statistics::sum));
    // Of each element; of one number, a number.
    table.put("lg", ofEach("lg", logarithm(Statistics::binaryLogarithm)));
    table.put("ln", ofEach("ln", logarithm(Math::log)));
    table.put("log", ofEach("log", logarithm(Math::log10)));
    table.put("ceil", ofEach("ceil", Math::ceil));
    table.put("floor", ofEach("floor", Math::floor));
    table.put("round", ofEach("round", Statistics::round));
    // Others.
    table.put(
        "percentile",
        new Builtin("percentile(doubleVec, double)", 2, 2, a -> Type.DOUBLE, Builtins::percentile));
    table.put(
        "rand",
        new Builtin("rand()", 0, 0, a -> Type.DOUBLE, (e, a, d) -> new Numeric(e.random())));
    table.put("stop", new Builtin("stop()", 0, 0, a -> Type.DOUBLE, (e, a, d) -> stop()));
    table.put(
        "time", new Builtin("time() or time(string)", 0, 1, a -> Type.TIMESTAMP, Builtins::time));
    table.put("val", new Builtin("val(doubleVec, double)", 2, 2, a -> Type.DOUBLE, Builtins::val));
    table.put("vec", new Builtin("vec(L)", 1, ANY, a -> Type.DOUBLE_VEC, Builtins::vec));
    return Map.copyOf(table);
  }

  private static Builtin ofList(
      String name, boolean ofNothing, ToDoubleFunction<double[]> function) {
    return new Builtin(
        name + "(L)",
        1,
        ANY,
        types -> Type.DOUBLE,
        (evaluator, arguments, doubt) -> {
          double[] elements = flatten(arguments);
          if (elements.length == 0 && !ofNothing) {
            throw new ArithmeticException("There is no " + name + " of an empty list");
          }
          return new Numeric(function.applyAsDouble(elements));
        });
  }

  private static Builtin ofEach(String name, DoubleUnaryOperator function) {
    return new Builtin(
        name + "(double) or " + name + "(L)",
        1,
        ANY,
        types -> types.equals(List.of(Type.DOUBLE)) ? Type.DOUBLE : Type.DOUBLE_VEC,
        (evaluator, arguments, doubt) ->
            arguments.size() == 1 && arguments.get(0) instanceof Numeric one
                ? new Numeric(function.applyAsDouble(one.number()))
                : new Vector(Arrays.stream(flatten(arguments)).map(function).toArray()));
  }

  private static DoubleUnaryOperator logarithm(DoubleUnaryOperator function) {
    return x -> {
      if (!(x > 0)) {
        throw new ArithmeticException("There is no logarithm of " + new Numeric(x).text());
      }
      return function.applyAsDouble(x);
    };
  }

  private static double[] flatten(List<Value> arguments) {
    int length = 0;
    for (Value argument : arguments) {
      length += argument instanceof Vector vector ? vector.size() : 1;
    }
    double[] elements = new double[length];
    int end = 0;
    for (Value argument : arguments) {
      if (argument instanceof Vector vector) {
        System.arraycopy(vector.elements(), 0, elements, end, vector.size());
        end += vector.size();
      } else {
        elements[end++] = number(argument);
      }
    }
    return elements;
  }

  private static Value percentile(Evaluator evaluator, List<Value> arguments, Doubt doubt) {
    double[] elements = vector(arguments.get(0)).toArray();
    double percent = number(arguments.get(1));
    if (!(percent >= 0 && percent <= 100)) {
      throw new ArithmeticException("A percentile is between 0 and 100");
    }
    if (elements.length == 0) {
      throw new ArithmeticException("There is no percentile of an empty vector");
    }
    return new Numeric(Statistics.percentile(elements, percent));
  }

  private static Value time(Evaluator evaluator, List<Value> arguments, Doubt doubt) {
    if (arguments.isEmpty()) {
      return new Timestamp(evaluator.now());
    }
    if (!(arguments.get(0) instanceof Text text)) {
      throw wrongType(Type.STRING, arguments.get(0));
    }
    if (text.text().isEmpty()) {
      return new Timestamp(evaluator.now());
    }
    return new Timestamp(
        TimeText.parse(text.text())
            .orElseThrow(() -> new ArithmeticException("Not a date: \"" + text.text() + "\"")));
  }

  private static Value val(Evaluator evaluator, List<Value> arguments, Doubt doubt) {
    Vector vector = vector(arguments.get(0));
    double index = number(arguments.get(1));
    if (index > -1 && (int) index < vector.size()) {
      return new Numeric(vector.get((int) index));
    }
    doubt.note(
        "val reads element " + new Numeric(index).text() + " of " + vector.size() + ": taken as 0",
        "Test len(v) or Count() first.");
    return new Numeric(0);
  }

  private static Value vec(Evaluator evaluator, List<Value> arguments, Doubt doubt) {
    doubt.note("vec is a function of 2015 that the documentation no longer lists", "");
    return new Vector(flatten(arguments));
  }

  private static Value stop() {
    throw EvaluationEnd.stopped();
  }

  private static Vector vector(Value value) {
    if (value instanceof Vector vector) {
      return vector;
    }
    throw wrongType(Type.DOUBLE_VEC, value);
  }

  private static double number(Value value) {
    if (value instanceof Numeric numeric) {
      return numeric.number();
    }
    throw wrongType(Type.DOUBLE, value);
  }

  private static ArithmeticException wrongType(Type wanted, Value found) {
    return new ArithmeticException("Expected " + wanted + " but found " + found.type());
  }
}
