package dev.batchline.autoscale;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A formula's tree; {@link #position} is where the service would point when this part fails.
 *
 * <p>Chains of binary operators lean left and can be thousands long: who walks the tree must not
 * recurse along {@link Binary#left}. Nothing else is nested deeper than {@link Parser#DEEPEST}.
 */
sealed interface Expression {

  Position position();

  <R> R accept(Visitor<R> visitor);

  /** One method for each kind of expression. */
  interface Visitor<R> {
    R number(NumberLiteral number);

    R string(StringLiteral string);

    R name(Name name);

    R unary(Unary unary);

    R binary(Binary binary);

    R conditional(Conditional conditional);

    R call(Call call);

    R methodCall(MethodCall call);

    R member(Member member);

    R parenthesised(Parenthesised parenthesised);
  }

  /**
   * @param plain whether it is written as digits with an optional fraction
   */
  record NumberLiteral(Position position, double value, boolean plain) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.number(this);
    }
  }

  record StringLiteral(Position position, String value) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.string(this);
    }
  }

  record Name(Position position, String name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.name(this);
    }
  }

  /** Negation or not, at the operator. */
  record Unary(Position position, Operator operator, Expression operand) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.unary(this);
    }
  }

  /** At the operator. */
  record Binary(Position position, Operator operator, Expression left, Expression right)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.binary(this);
    }

    /**
     * The operators along the left side, the innermost first: that one's {@code left} is no Binary.
     */
    List<Binary> chain() {
      Deque<Binary> chain = new ArrayDeque<>();
      Expression next = this;
      while (next instanceof Binary inner) {
        chain.push(inner);
        next = inner.left();
      }
      return List.copyOf(chain);
    }
  }

  /** At the question mark. */
  record Conditional(Position position, Expression condition, Expression then, Expression otherwise)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.conditional(this);
    }
  }

  /**
   * @param position of the parenthesis, where a call fails
   * @param name the function's name and where it stands
   */
  record Call(Position position, Name name, List<Expression> arguments) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.call(this);
    }
  }

  /**
   * @param position of the parenthesis, where a call fails
   */
  record MethodCall(Position position, Expression receiver, Name name, List<Expression> arguments)
      implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.methodCall(this);
    }
  }

  /** At the member's name. */
  record Member(Position position, Expression receiver, String name) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.member(this);
    }
  }

  record Parenthesised(Position position, Expression inner) implements Expression {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.parenthesised(this);
    }
  }

  /** The expression without parentheses around it. */
  default Expression bare() {
    Expression inner = this;
    while (inner instanceof Parenthesised parenthesised) {
      inner = parenthesised.inner();
    }
    return inner;
  }
}
