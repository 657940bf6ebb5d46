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
import dev.batchline.autoscale.Value.Interval;
import dev.batchline.autoscale.Value.Numeric;
import dev.batchline.autoscale.Value.Text;
import dev.batchline.autoscale.Value.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Runs a formula once, statement by statement; the first error ends it. */
final class Evaluator implements Expression.Visitor<Value> {

  private final Conditions conditions;
  private final Scope scope;
  private final SampleReader samples;
  private final Random random;
  private final Set<Problem> warnings = new LinkedHashSet<>();

  private Evaluator(Conditions conditions) {
    this.conditions = conditions;
    this.scope = new Scope(conditions.pool());
    this.samples = new SampleReader(conditions);
    this.random = new Random(conditions.options().seed());
  }

  static Evaluation evaluate(List<Statement> statements, Conditions conditions) {
    Evaluator evaluator = new Evaluator(conditions);
    try {
      statements.forEach(evaluator::run);
    } catch (EvaluationEnd end) {
      if (end.error().isPresent()) {
        return evaluator.ended(new Scope(conditions.pool()), end.error());
      }
    }
    return evaluator.ended(evaluator.scope, Optional.empty());
  }

  private void run(Statement statement) {
    Value value = statement.expression().accept(this);
    statement.target().ifPresent(target -> assign(target, value));
  }

  private void assign(Name target, Value value) {
    scope.assign(target, value);
    if (Vocabulary.isTarget(target.name()) && value instanceof Numeric n && n.number() < 0) {
      warn(target.position(), target.name() + " is negative: the pool gets 0", "Write max(0, …).");
    }
  }

  private Evaluation ended(Scope outcome, Optional<EvaluationError> error) {
    Targets targets =
        new Targets(
            nodes(outcome.target(Vocabulary.TARGET_DEDICATED)),
            nodes(outcome.target(Vocabulary.TARGET_LOW_PRIORITY)),
            outcome.option());
    return new Evaluation(
        outcome.results(), targets, error, new ArrayList<>(warnings), samples.windows());
  }

  /** The service truncates: 2.9 nodes are 2. */
  private static int nodes(Numeric raw) {
    return Math.max(0, (int) raw.number());
  }

  Instant now() {
    return conditions.now();
  }

  double random() {
    return random.nextDouble();
  }

  @Override
  public Value number(NumberLiteral number) {
    return new Numeric(number.value());
  }

  @Override
  public Value string(StringLiteral string) {
    return new Text(string.value());
  }

  @Override
  public Value name(Name name) {
    Optional<Metric> metric = Metric.of(name.name());
    if (metric.isPresent()) {
      return lastSample(name, metric.get());
    }
    if (name.name().equals(Vocabulary.LEGACY_CURRENT_DEDICATED)) {
      warn(
          name.position(),
          name.name() + " is a name of older versions",
          "Write " + Vocabulary.CURRENT_DEDICATED + ".");
    }
    return scope.read(name.name()).orElseThrow(() -> undefined(name));
  }

  private Value lastSample(Name name, Metric metric) {
    requireCollected(name, metric);
    String advice = "Write " + metric.variable() + ".GetSample(1) or a window.";
    if (conditions.options().strictMetrics()) {
      throw EvaluationEnd.failed(
          name.position(), metric.variable() + " has samples, not a value", advice);
    }
    warn(name.position(), metric.variable() + " alone is taken as its last sample", advice);
    return new Numeric(samples.last(metric));
  }

  private void requireCollected(Name name, Metric metric) {
    if (metric.retired() && !conditions.options().retiredMetrics()) {
      throw undefined(name);
    }
  }

  private EvaluationEnd undefined(Name name) {
    return EvaluationEnd.failed(
        name.position(),
        "Undefined symbol: " + name.name(),
        Suggestions.didYouMean(name.name(), Vocabulary.variables(scope.own().keySet())));
  }

  @Override
  public Value unary(Unary unary) {
    Value operand = unary.operand().accept(this);
    if (unary.operator() == Operator.NOT) {
      return new Numeric(truth(operand, unary.operator(), unary.position()) ? 0 : 1);
    }
    if (operand instanceof Numeric numeric) {
      return new Numeric(-numeric.number());
    }
    if (operand instanceof Interval interval) {
      return new Interval(interval.duration().negated());
    }
    throw EvaluationEnd.failed(
        unary.position(), "Operator - does not go with " + operand.type(), "Write v * (-1).");
  }

  /** Goes down the left side in a loop: sums of thousands of terms lean left. */
  @Override
  public Value binary(Binary binary) {
    List<Binary> chain = binary.chain();
    Value value = chain.get(0).left().accept(this);
    for (Binary next : chain) {
      value = next.operator().logical() ? logical(next, value) : arithmetic(next, value);
    }
    return value;
  }

  private Value logical(Binary binary, Value left) {
    boolean first = truth(left, binary.operator(), binary.position());
    boolean decided = first == (binary.operator() == Operator.OR);
    boolean result =
        decided ? first : truth(binary.right().accept(this), binary.operator(), binary.position());
    return new Numeric(result ? 1 : 0);
  }

  private Value arithmetic(Binary binary, Value left) {
    Operator operator = binary.operator();
    Value right = binary.right().accept(this);
    if (left.type() == Type.DOUBLE && right.type() == Type.DOUBLE_VEC) {
      warn(
          binary.position(),
          "double " + operator.symbol() + " doubleVec is not documented: taken by element",
          "Put the vector first.");
    }
    try {
      return OperatorTable.apply(operator, left, right, conditions.options().ieeeDivision());
    } catch (ArithmeticException e) {
      throw EvaluationEnd.failed(
          binary.position(), reason(e), OperatorTable.advice(operator, left.type(), right.type()));
    }
  }

  private static boolean truth(Value value, Operator operator, Position position) {
    if (value instanceof Numeric numeric) {
      return numeric.number() != 0;
    }
    throw EvaluationEnd.failed(
        position, "Operator " + operator.symbol() + " needs a double, not " + value.type());
  }

  /** Evaluates the chosen branch alone; a chain of conditions in a loop. */
  @Override
  public Value conditional(Conditional conditional) {
    Expression chosen = conditional;
    while (chosen instanceof Conditional next) {
      Value condition = next.condition().accept(this);
      if (!(condition instanceof Numeric numeric)) {
        throw EvaluationEnd.failed(
            next.position(), "Operator ? needs a double, not " + condition.type());
      }
      chosen = numeric.number() != 0 ? next.then() : next.otherwise();
    }
    return chosen.accept(this);
  }

  @Override
  public Value call(Call call) {
    Name name = call.name();
    Builtin builtin =
        Builtins.of(name.name())
            .orElseThrow(
                () ->
                    EvaluationEnd.failed(
                        name.position(),
                        "Undefined symbol: " + name.name(),
                        Suggestions.didYouMean(name.name(), Builtins.names())));
    List<Value> arguments = arguments(call.arguments());
    if (!builtin.takes(arguments.size())) {
      throw EvaluationEnd.failed(
          call.position(),
          name.name() + " does not take " + arguments.size() + " arguments",
          "Write " + builtin.parameters() + ".");
    }
    try {
      return builtin
          .body()
          .apply(this, arguments, (message, advice) -> warn(call.position(), message, advice));
    } catch (ArithmeticException e) {
      throw EvaluationEnd.failed(call.position(), reason(e));
    }
  }

  @Override
  public Value methodCall(MethodCall call) {
    Name method = call.name();
    if (!(call.receiver().bare() instanceof Name receiver)) {
      throw noMethods(call, "an expression");
    }
    Metric metric =
        Metric.of(receiver.name())
            .orElseThrow(
                () ->
                    scope.read(receiver.name()).isPresent()
                        ? noMethods(call, receiver.name())
                        : undefined(receiver));
    requireCollected(receiver, metric);
    try {
      return samples.call(
          new SampleReader.Request(
              metric, method.name(), call.position(), arguments(call.arguments())));
    } catch (ArithmeticException e) {
      throw EvaluationEnd.failed(call.position(), reason(e));
    }
  }

  private static EvaluationEnd noMethods(MethodCall call, String receiver) {
    Problem problem = cannotCall(call, receiver);
    return EvaluationEnd.failed(problem.position(), problem.message(), problem.suggestion());
  }

  static Problem cannotCall(MethodCall call, String receiver) {
    String method = call.name().name();
    return new Problem(
        call.position(),
        "Cannot call " + method + " on " + receiver,
        Suggestions.functionFor(method)
            .map(function -> "Write " + function + "(…) around it.")
            .orElse("Only metrics such as $PendingTasks have methods, under their own name."));
  }

  @Override
  public Value member(Member member) {
    Value receiver = member.receiver().accept(this);
    if (!(receiver instanceof Timestamp timestamp)) {
      throw EvaluationEnd.failed(
          member.position(), "A " + receiver.type() + " has no member " + member.name());
    }
    var reader = Vocabulary.TIME_MEMBERS.get(member.name());
    if (reader == null) {
      throw EvaluationEnd.failed(
          member.position(),
          "A timestamp has no member " + member.name(),
          Suggestions.didYouMean(member.name(), Vocabulary.TIME_MEMBERS.keySet()));
    }
    int value = reader.applyAsInt(timestamp.instant().atOffset(ZoneOffset.UTC));
    boolean sunday = member.name().equals("weekday") && value == 7;
    return new Numeric(sunday ? conditions.options().sunday() : value);
  }

  @Override
  public Value parenthesised(Parenthesised parenthesised) {
    return parenthesised.inner().accept(this);
  }

  private List<Value> arguments(List<Expression> expressions) {
    List<Value> values = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      values.add(expression.accept(this));
    }
    return values;
  }

  private void warn(Position position, String message, String suggestion) {
    warnings.add(new Problem(position, message, suggestion));
  }

  private static String reason(ArithmeticException e) {
    return String.valueOf(e.getMessage());
  }
}
