package dev.batchline.autoscale;

import dev.batchline.autoscale.Expression.Binary;
import dev.batchline.autoscale.Expression.Member;
import dev.batchline.autoscale.Expression.Name;
import dev.batchline.autoscale.Expression.NumberLiteral;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Finds conditions on the day of the week that come out differently on Sundays, depending on
 * whether Sunday is day 0 or day 7, which no public document says.
 */
final class WeekdayTest {

  /** Variables made of variables can unfold to any size: what is larger than this is not judged. */
  private static final int MOST_STEPS = 500;

  private final Map<String, Expression> assigned;
  private boolean weekdayMet;
  private int steps;

  /**
   * @param assigned what each variable was last assigned
   */
  WeekdayTest(Map<String, Expression> assigned) {
    this.assigned = assigned;
  }

  /** Whether all of the expression is known but for the day of the week. */
  boolean decides(Expression expression) {
    weekdayMet = false;
    steps = 0;
    return value(expression, 0).isPresent() && weekdayMet;
  }

  boolean dependsOnSunday(Expression expression) {
    return decides(expression) && truthOn(0, expression) != truthOn(7, expression);
  }

  private double truthOn(int sunday, Expression expression) {
    steps = 0;
    return value(expression, sunday).orElseThrow();
  }

  private OptionalDouble value(Expression expression, int sunday) {
    Expression bare = expression.bare();
    if (++steps > MOST_STEPS) {
      return OptionalDouble.empty();
    }
    if (bare instanceof NumberLiteral number) {
      return OptionalDouble.of(number.value());
    }
    if (bare instanceof Member member && member.name().equals("weekday")) {
      weekdayMet = true;
      return OptionalDouble.of(sunday);
    }
    if (bare instanceof Name name && assigned.containsKey(name.name())) {
      return value(assigned.get(name.name()), sunday);
    }
    if (bare instanceof Binary binary) {
      OptionalDouble left = value(binary.left(), sunday);
      OptionalDouble right = value(binary.right(), sunday);
      if (left.isPresent() && right.isPresent()) {
        return combined(binary.operator(), left.getAsDouble(), right.getAsDouble());
      }
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble combined(Operator operator, double left, double right) {
    return switch (operator) {
      case OR -> truth(left != 0 || right != 0);
      case AND -> truth(left != 0 && right != 0);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          truth(operator.holds(Double.compare(left, right)));
      case PLUS, MINUS, TIMES, DIVIDE, NOT -> OptionalDouble.empty();
    };
  }

  private static OptionalDouble truth(boolean holds) {
    return OptionalDouble.of(holds ? 1 : 0);
  }
}
