package dev.batchline.autoscale;

import dev.batchline.autoscale.Expression.Binary;
import dev.batchline.autoscale.Expression.Call;
import dev.batchline.autoscale.Expression.Conditional;
import dev.batchline.autoscale.Expression.Member;
import dev.batchline.autoscale.Expression.MethodCall;
import dev.batchline.autoscale.Expression.Name;
import dev.batchline.autoscale.Expression.NumberLiteral;
import dev.batchline.autoscale.Expression.Parenthesised;
import dev.batchline.autoscale.Expression.StringLiteral;
import dev.batchline.autoscale.Expression.Unary;
import dev.batchline.autoscale.Shape.Growth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Walks a formula without running it and tells what will fail, what may surprise, and what rests on
 * a decision that no public document backs. Both branches of a condition are judged, though an
 * evaluation takes one.
 */
final class Linter implements Expression.Visitor<Shape> {

  private static final Map<String, String> NAMES_OF_2015 =
      Map.of(
          "$TVMDeallocationOption", "Write $NodeDeallocationOption.",
          "$SampleTVMCount", "Write $SampleNodeCount.");

  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Expression> sources = new HashMap<>();
  private final Set<Problem> problems =
      new TreeSet<>(Comparator.comparing(Problem::position).thenComparing(Problem::message));
  private int branches;
  private boolean mayHaveStopped;
  private boolean insideWeekdayTest;

  private Linter() {}

  /** Sorted by position. */
  static List<Problem> problems(List<Statement> statements) {
    Linter linter = new Linter();
    statements.forEach(linter::statement);
    return List.copyOf(linter.problems);
  }

  private void statement(Statement statement) {
    Shape shape = statement.expression().accept(this);
    statement.target().ifPresent(target -> assignment(target, statement.expression(), shape));
  }

  private void assignment(Name target, Expression expression, Shape shape) {
    String name = target.name();
    if (Vocabulary.isTarget(name)) {
      judgeTarget(target, shape);
    } else if (Vocabulary.isReadOnly(name)) {
      warn(target.position(), "Cannot assign to read-only " + name, "");
    } else if (!name.equals(Vocabulary.DEALLOCATION_OPTION)) {
      judgeOwnName(target);
    }
    shapes.put(Vocabulary.ALIASES.getOrDefault(name, name), shape);
    sources.put(name, expression);
  }

  private void judgeTarget(Name target, Shape shape) {
    if (shape.type().isPresent() && shape.type().get() != Type.DOUBLE) {
      warn(
          target.position(),
          target.name() + " needs a double, not " + shape.type().get(),
          "Make one number of it.");
      return;
    }
    if (!shape.whole()) {
      warn(
          target.position(),
          target.name() + " can be fractional: the pool gets the whole part",
          "Write ceil(…), floor(…) or round(…) to say which way.");
    }
    if (shape.growth() == Growth.OPEN) {
      warn(
          target.position(),
          target.name() + " has no upper bound",
          "Write min(…, the most nodes you want to pay for).");
    }
  }

  private void judgeOwnName(Name target) {
    String name = target.name();
    if (NAMES_OF_2015.containsKey(name)) {
      warn(target.position(), name + " has had no meaning since 2015", NAMES_OF_2015.get(name));
    }
    Vocabulary.variables(shapes.keySet()).stream()
        .filter(known -> !known.equals(name) && plain(known).equals(plain(name)))
        .findFirst()
        .ifPresent(
            known ->
                warn(
                    target.position(),
                    name + " and " + known + " are two variables",
                    "Names differ by case and dollar sign: choose one spelling."));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("$") ? lower.substring(1) : lower;
  }

  @Override
  public Shape number(NumberLiteral number) {
    if (!number.plain()) {
      warn(
          number.position(),
          "Numbers without a leading digit or with an exponent are not documented",
          "Write digits with an optional fraction.");
    }
    boolean whole = number.value() == Math.rint(number.value());
    return Shape.of(Type.DOUBLE, whole, Growth.FIXED);
  }

  @Override
  public Shape string(StringLiteral string) {
    return Shape.fixed(Type.STRING);
  }

  @Override
  public Shape name(Name name) {
    Optional<Metric> metric = Metric.of(name.name());
    if (metric.isPresent()) {
      judgeMetric(name, metric.get());
      warn(
          name.position(),
          name.name() + " alone is taken as its last sample",
          "Write " + name.name() + ".GetSample(1) or a window.");
      return Shape.of(Type.DOUBLE, metric.get());
    }
    Shape assigned = shapes.get(Vocabulary.ALIASES.getOrDefault(name.name(), name.name()));
    return assigned != null ? assigned : unassigned(name);
  }

  private Shape unassigned(Name name) {
    if (name.name().equals(Vocabulary.LEGACY_CURRENT_DEDICATED)) {
      warn(
          name.position(),
          name.name() + " is a name of older versions",
          "Write " + Vocabulary.CURRENT_DEDICATED + ".");
    }
    if (Vocabulary.isTarget(name.name()) || Vocabulary.POOL_NUMBERS.containsKey(name.name())) {
      return Shape.of(Type.DOUBLE, true, Growth.POOL);
    }
    if (Vocabulary.INTERVALS.containsKey(name.name())) {
      return Shape.fixed(Type.TIMEINTERVAL);
    }
    if (name.name().equals(Vocabulary.DEALLOCATION_OPTION)
        || NodeDeallocationOption.of(name.name()).isPresent()) {
      return Shape.fixed(Type.STRING);
    }
    undefined(name, Vocabulary.variables(shapes.keySet()));
    return Shape.UNKNOWN;
  }

  private void judgeMetric(Name name, Metric metric) {
    if (metric.retired()) {
      warn(name.position(), name.name() + " is no longer collected by the service", "");
    }
  }

  private void undefined(Name name, Collection<String> known) {
    warn(
        name.position(),
        "Undefined symbol: " + name.name(),
        Suggestions.didYouMean(name.name(), known));
  }

  @Override
  public Shape unary(Unary unary) {
    Shape operand = unary.operand().accept(this);
    return unary.operator() == Operator.NOT ? Shape.fixed(Type.DOUBLE) : operand;
  }

  @Override
  public Shape binary(Binary binary) {
    boolean outermost = !insideWeekdayTest;
    List<Binary> chain = binary.chain();
    if (outermost) {
      insideWeekdayTest = judgeWeekdays(chain);
    }
    Shape shape = chain.get(0).left().accept(this);
    for (Binary next : chain) {
      shape = combined(next, shape, next.right().accept(this));
    }
    if (outermost) {
      insideWeekdayTest = false;
    }
    return shape;
  }

  /** Judges the widest part of a chain that tests days alone; whether there is one. */
  private boolean judgeWeekdays(List<Binary> chain) {
    WeekdayTest test = new WeekdayTest(sources);
    for (int index = chain.size() - 1; index >= 0; index--) {
      Binary part = chain.get(index);
      if (test.decides(part)) {
        if (test.dependsOnSunday(part)) {
          warn(
              part.position(),
              "Whether this holds on Sundays is not documented: .weekday may be 0 or 7",
              "Test for Sunday with weekday < 1 || weekday > 6.");
        }
        return true;
      }
    }
    return false;
  }

  private Shape combined(Binary binary, Shape left, Shape right) {
    Operator operator = binary.operator();
    if (operator.logical()) {
      judgeMixture(binary);
      return Shape.fixed(Type.DOUBLE);
    }
    if (left.type().isEmpty() || right.type().isEmpty()) {
      return Shape.combined(operator, left, right, Optional.empty());
    }
    Type first = left.type().get();
    Type second = right.type().get();
    Optional<Type> result = OperatorTable.result(operator, first, second);
    if (result.isEmpty()) {
      warn(
          binary.position(),
          OperatorTable.mismatch(operator, first, second),
          OperatorTable.advice(operator, first, second));
      return Shape.UNKNOWN;
    }
    return Shape.combined(operator, left, right, result);
  }

  private void judgeMixture(Binary binary) {
    boolean mixed =
        binary.operator() == Operator.OR && (isAnd(binary.left()) || isAnd(binary.right()));
    if (mixed) {
      warn(
          binary.position(),
          "&& is taken to bind before ||, which is not documented",
          "Put parentheses around the && part.");
    }
  }

  private static boolean isAnd(Expression expression) {
    return expression instanceof Binary binary && binary.operator() == Operator.AND;
  }

  @Override
  public Shape conditional(Conditional conditional) {
    int outside = branches;
    Conditional next = conditional;
    Shape result = branch(next);
    while (next.otherwise() instanceof Conditional other) {
      next = other;
      result = result.or(branch(next));
    }
    result = result.or(next.otherwise().accept(this));
    branches = outside;
    return result;
  }

  /** All that comes after a condition is reached only when it says so. */
  private Shape branch(Conditional conditional) {
    conditional.condition().accept(this);
    branches++;
    return conditional.then().accept(this);
  }

  @Override
  public Shape call(Call call) {
    Name name = call.name();
    List<Shape> arguments = shapes(call.arguments());
    Optional<Builtin> builtin = Builtins.of(name.name());
    if (builtin.isEmpty()) {
      undefined(name, Builtins.names());
      return Shape.UNKNOWN;
    }
    if (!builtin.get().takes(arguments.size())) {
      warn(
          call.position(),
          name.name() + " does not take " + arguments.size() + " arguments",
          "Write " + builtin.get().parameters() + ".");
      return Shape.UNKNOWN;
    }
    if (name.name().equals("vec")) {
      warn(name.position(), "vec is a function of 2015 that is no longer documented", "");
    }
    mayHaveStopped |= name.name().equals("stop");
    return result(name.name(), builtin.get(), arguments);
  }

  private static Shape result(String function, Builtin builtin, List<Shape> arguments) {
    Shape all =
        arguments.stream().reduce(Shape::or).orElse(Shape.of(Type.DOUBLE, false, Growth.FIXED));
    boolean typed = arguments.stream().allMatch(argument -> argument.type().isPresent());
    Optional<Type> type =
        typed
            ? Optional.of(
                builtin.result().of(arguments.stream().map(s -> s.type().orElseThrow()).toList()))
            : Optional.empty();
    Shape shape = new Shape(type, all.whole(), all.growth());
    return switch (function) {
      case "min" -> shape.withGrowth(Shape.tightest(arguments));
      case "ceil", "floor", "round" -> shape.withWhole(true);
      case "len" -> Shape.fixed(Type.DOUBLE);
      case "avg", "norm", "std", "lg", "ln", "log", "rand" -> shape.withWhole(false);
      default -> shape;
    };
  }

  @Override
  public Shape methodCall(MethodCall call) {
    List<Shape> arguments = shapes(call.arguments());
    if (!(call.receiver().bare() instanceof Name receiver)) {
      call.receiver().accept(this);
      return Shape.UNKNOWN;
    }
    Optional<Metric> metric = Metric.of(receiver.name());
    if (metric.isEmpty()) {
      name(receiver);
      warn(
          call.position(),
          "Cannot call " + call.name().name() + " on " + receiver.name(),
          "Only metrics such as $PendingTasks have methods, under their own name.");
      return Shape.UNKNOWN;
    }
    judgeMetric(receiver, metric.get());
    return switch (call.name().name()) {
      case "GetSample" -> {
        judgeWindow(call, arguments);
        yield Shape.of(Type.DOUBLE_VEC, metric.get());
      }
      case "GetSamplePercent" -> Shape.of(Type.DOUBLE, false, Growth.FIXED);
      case "GetSamplePeriod" -> Shape.fixed(Type.TIMEINTERVAL);
      case "Count" -> Shape.of(Type.DOUBLE, true, Growth.OPEN);
      case "HistoryBeginTime" -> Shape.fixed(Type.TIMESTAMP);
      default -> {
        warn(
            call.position(),
            "Undefined method: " + call.name().name(),
            Suggestions.didYouMean(call.name().name(), SampleReader.methods()));
        yield Shape.UNKNOWN;
      }
    };
  }

  private void judgeWindow(MethodCall call, List<Shape> arguments) {
    boolean ofCount =
        arguments.size() == 1 && arguments.get(0).type().equals(Optional.of(Type.DOUBLE));
    if (ofCount || branches > 0 || mayHaveStopped) {
      return;
    }
    warn(
        call.position(),
        "A pool's first evaluation has no samples, so this fails there",
        "Ask GetSamplePercent first: percent < 70 ? a start value : what you have here.");
  }

  @Override
  public Shape member(Member member) {
    Shape receiver = member.receiver().accept(this);
    if (receiver.type().isPresent() && receiver.type().get() != Type.TIMESTAMP) {
      warn(member.position(), "A " + receiver.type().get() + " has no member " + member.name(), "");
    } else if (!Vocabulary.TIME_MEMBERS.containsKey(member.name())) {
      warn(
          member.position(),
          "A timestamp has no member " + member.name(),
          Suggestions.didYouMean(member.name(), Vocabulary.TIME_MEMBERS.keySet()));
    }
    return Shape.fixed(Type.DOUBLE);
  }

  @Override
  public Shape parenthesised(Parenthesised parenthesised) {
    return parenthesised.inner().accept(this);
  }

  private List<Shape> shapes(List<Expression> expressions) {
    List<Shape> result = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      result.add(expression.accept(this));
    }
    return result;
  }

  private void warn(Position position, String message, String suggestion) {
    problems.add(new Problem(position, message, suggestion));
  }
}
