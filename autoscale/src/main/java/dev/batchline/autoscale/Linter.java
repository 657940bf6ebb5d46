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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Walks a formula without running it and tells what will fail, what may surprise, and what rests on
 * a decision that no public document backs. Both branches of a condition are judged, though an
 * evaluation takes one.
 */
final class Linter implements Expression.Visitor<Shape> {

  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Expression> sources = new HashMap<>();
  private final LintNotes notes = new LintNotes();
  private final AssignmentLint assignments = new AssignmentLint(notes);
  private int branches;
  private boolean mayHaveStopped;
  private boolean insideWeekdayTest;

  private Linter() {}

  /** Sorted by position. */
  static List<Problem> problems(List<Statement> statements) {
    Linter linter = new Linter();
    statements.forEach(linter::statement);
    return linter.notes.problems();
  }

  private void statement(Statement statement) {
    Shape shape = statement.expression().accept(this);
    statement.target().ifPresent(target -> assignment(target, statement.expression(), shape));
  }

  private void assignment(Name target, Expression expression, Shape shape) {
    String name = target.name();
    if (Vocabulary.isTarget(name)) {
      assignments.target(target, shape);
    } else if (Vocabulary.isReadOnly(name)) {
      notes.warn(target.position(), "Cannot assign to read-only " + name, "");
    } else if (!name.equals(Vocabulary.DEALLOCATION_OPTION)) {
      assignments.ownName(target, shapes.keySet());
    }
    shapes.put(Vocabulary.ALIASES.getOrDefault(name, name), shape);
    sources.put(name, expression);
  }

  @Override
  public Shape number(NumberLiteral number) {
    if (!number.plain()) {
      notes.warn(
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
      notes.warn(
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
      notes.warn(
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
      notes.warn(name.position(), name.name() + " is no longer collected by the service", "");
    }
  }

  private void undefined(Name name, Collection<String> known) {
    notes.warn(
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
          notes.warn(
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
      notes.warn(
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
      notes.warn(
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
      notes.warn(
          call.position(),
          name.name() + " does not take " + arguments.size() + " arguments",
          "Write " + builtin.get().parameters() + ".");
      return Shape.UNKNOWN;
    }
    if (name.name().equals("vec")) {
      notes.warn(name.position(), "vec is a function of 2015 that is no longer documented", "");
    }
    mayHaveStopped |= name.name().equals("stop");
    return Shape.ofCall(name.name(), builtin.get(), arguments);
  }

  @Override
  public Shape methodCall(MethodCall call) {
    List<Shape> arguments = shapes(call.arguments());
    if (!(call.receiver().bare() instanceof Name receiver)) {
      call.receiver().accept(this);
      cannotCall(call, "an expression");
      return Shape.UNKNOWN;
    }
    Optional<Metric> metric = Metric.of(receiver.name());
    if (metric.isEmpty()) {
      name(receiver);
      cannotCall(call, receiver.name());
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
        notes.warn(
            call.position(),
            "Undefined method: " + call.name().name(),
            Suggestions.didYouMean(call.name().name(), SampleReader.methods()));
        yield Shape.UNKNOWN;
      }
    };
  }

  private void cannotCall(MethodCall call, String receiver) {
    Problem problem = Evaluator.cannotCall(call, receiver);
    notes.warn(problem.position(), problem.message(), problem.suggestion());
  }

  private void judgeWindow(MethodCall call, List<Shape> arguments) {
    boolean ofCount =
        arguments.size() == 1 && arguments.get(0).type().equals(Optional.of(Type.DOUBLE));
    if (ofCount || branches > 0 || mayHaveStopped) {
      return;
    }
    notes.warn(
        call.position(),
        "A pool's first evaluation has no samples, so this fails there",
        "Ask GetSamplePercent first: percent < 70 ? a start value : what you have here.");
  }

  @Override
  public Shape member(Member member) {
    Shape receiver = member.receiver().accept(this);
    if (receiver.type().isPresent() && receiver.type().get() != Type.TIMESTAMP) {
      notes.warn(
          member.position(), "A " + receiver.type().get() + " has no member " + member.name(), "");
    } else if (!Vocabulary.TIME_MEMBERS.containsKey(member.name())) {
      notes.warn(
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
}
