package dev.batchline.emulator.http.odata;

import dev.batchline.emulator.model.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** A parsed $filter, which an element matches or not. */
sealed interface Expression extends Predicate<Page.Properties> {

  record AllOf(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Page.Properties element) {
      return parts.stream().allMatch(part -> part.test(element));
    }
  }

  record AnyOf(List<Expression> parts) implements Expression {
    @Override
    public boolean test(Page.Properties element) {
      return parts.stream().anyMatch(part -> part.test(element));
    }
  }

  record Not(Expression inner) implements Expression {
    @Override
    public boolean test(Page.Properties element) {
      return !inner.test(element);
    }
  }

  record StartsWith(String property, String prefix) implements Expression {
    @Override
    public boolean test(Page.Properties element) {
      return element.at(property) instanceof String text
          && text.regionMatches(true, 0, prefix, 0, prefix.length());
    }
  }

  /**
   * A property compared with a literal: a String, Boolean, Double or Instant.
   *
   * <p>What an element doesn't have differs from everything and has no order, so that {@code
   * executionInfo/exitCode lt 0} leaves out tasks that have not run.
   */
  record Comparison(String property, Operator operator, Object literal) implements Expression {
    @Override
    public boolean test(Page.Properties element) {
      Object value = element.at(property);
      if (value == null) {
        return operator == Operator.NE;
      }
      if (value instanceof Number number && literal instanceof Double wanted) {
        return operator.holds(Double.compare(number.doubleValue(), wanted));
      }
      if (value instanceof Instant moment && literal instanceof Instant wanted) {
        return operator.holds(moment.compareTo(wanted));
      }
      if (value instanceof Boolean flag && literal instanceof Boolean wanted) {
        return operator.holds(flag.compareTo(wanted));
      }
      String wanted = literal.toString().toLowerCase(Locale.ROOT);
      return operator.holds(value.toString().toLowerCase(Locale.ROOT).compareTo(wanted));
    }
  }
}
