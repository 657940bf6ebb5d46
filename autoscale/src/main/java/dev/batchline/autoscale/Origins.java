package dev.batchline.autoscale;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds which variables of a formula a variable's value was worked out from. */
final class Origins {

  private Origins() {}

  /**
   * Names that assignments to a variable read, directly or by way of others, the nearest first and
   * each once; the variable itself is left out.
   */
  static Set<String> of(String variable, List<Statement> statements) {
    Map<String, Set<String>> reads = new LinkedHashMap<>();
    for (Statement statement : statements) {
      statement
          .target()
          .ifPresent(
              target ->
                  statement
                      .expression()
                      .accept(
                          new Names(
                              reads.computeIfAbsent(
                                  target.name(), name -> new LinkedHashSet<>()))));
    }
    Set<String> found = new LinkedHashSet<>();
    Deque<String> next = new ArrayDeque<>(List.of(variable));
    while (!next.isEmpty()) {
      for (String name : reads.getOrDefault(next.remove(), Set.of())) {
        if (!name.equals(variable) && found.add(name)) {
          next.add(name);
        }
      }
    }
    return found;
  }

  /** Collects the names of variables in an expression, from left to right. */
  private record Names(Set<String> found) implements Expression.Visitor<Boolean> {

    private boolean all(List<Expression> parts) {
      parts.forEach(part -> part.accept(this));
      return true;
    }

    @Override
    public Boolean number(Expression.NumberLiteral number) {
      return true;
    }

    @Override
    public Boolean string(Expression.StringLiteral string) {
      return true;
    }

    @Override
    public Boolean name(Expression.Name name) {
      return found.add(name.name());
    }

    @Override
    public Boolean unary(Expression.Unary unary) {
      return unary.operand().accept(this);
    }

    @Override
    public Boolean binary(Expression.Binary binary) {
      List<Expression.Binary> chain = binary.chain();
      chain.get(0).left().accept(this);
      return all(chain.stream().map(Expression.Binary::right).toList());
    }

    @Override
    public Boolean conditional(Expression.Conditional conditional) {
      return all(List.of(conditional.condition(), conditional.then(), conditional.otherwise()));
    }

    @Override
    public Boolean call(Expression.Call call) {
      return all(call.arguments());
    }

    @Override
    public Boolean methodCall(Expression.MethodCall call) {
      call.receiver().accept(this);
      return all(call.arguments());
    }

    @Override
    public Boolean member(Expression.Member member) {
      return member.receiver().accept(this);
    }

    @Override
    public Boolean parenthesised(Expression.Parenthesised parenthesised) {
      return parenthesised.inner().accept(this);
    }
  }
}
