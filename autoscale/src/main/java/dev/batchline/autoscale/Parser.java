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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Turns tokens into statements by recursive descent.
 *
 * <p>A statement with a mistake is given up at its first one, and parsing goes on after the next
 * semicolon (or at once, where only the semicolon is missing), so that all statements are judged.
 */
final class Parser {

  /** How deep parentheses, calls, signs and conditions may be nested. */
  static final int DEEPEST = 200;

  static final int MOST_STATEMENTS = 100;
  private static final int MOST_PROBLEMS = 20;
  private static final Pattern PLAIN_NUMBER = Pattern.compile("\\d+(\\.\\d+)?");
  private static final Map<String, String> KEYWORDS_ELSEWHERE =
      Map.of(
          "if", "There is no if: write condition ? value : other.",
          "for", "There are no loops.",
          "while", "There are no loops.",
          "var", "Variables need no declaration: write name = value;");

  private final List<Token> tokens;
  private final List<Problem> problems;
  private int at;
  private int depth;

  private Parser(List<Token> tokens, List<Problem> problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /**
   * @throws FormulaSyntaxException with the mistakes of all statements
   */
  static List<Statement> parse(String text) {
    List<Problem> problems = new ArrayList<>();
    Parser parser = new Parser(Lexer.tokens(text, problems), problems);
    List<Statement> statements = parser.statements();
    if (!problems.isEmpty()) {
      problems.sort(Comparator.comparing(Problem::position));
      throw new FormulaSyntaxException(
          FormulaErrorCode.SYNTAX_ERROR,
          problems.subList(0, Math.min(MOST_PROBLEMS, problems.size())));
    }
    return statements;
  }

  private List<Statement> statements() {
    List<Statement> statements = new ArrayList<>();
    while (peek().kind() != Token.Kind.END) {
      if (skip(";")) {
        continue;
      }
      if (statements.size() == MOST_STATEMENTS) {
        problems.add(
            new Problem(
                peek().position(),
                "The formula has more than " + MOST_STATEMENTS + " statements",
                "Join some of them."));
        break;
      }
      try {
        statements.add(statement());
        endOfStatement();
      } catch (SyntaxFailure failure) {
        problems.add(failure.problem);
        recover();
      }
    }
    return List.copyOf(statements);
  }

  private Statement statement() {
    depth = 0;
    if (peek().kind() == Token.Kind.NAME && tokens.get(at + 1).is("=")) {
      Token name = take();
      take();
      return new Statement(Optional.of(new Name(name.position(), name.text())), expression());
    }
    return new Statement(Optional.empty(), expression());
  }

  /** Two statements on different lines without a semicolon are both read, with one problem. */
  private void endOfStatement() {
    Token token = peek();
    if (token.kind() == Token.Kind.END || token.is(";")) {
      return;
    }
    boolean newLine = token.position().line() > tokens.get(at - 1).position().line();
    if (newLine && token.kind() == Token.Kind.NAME) {
      problems.add(
          new Problem(
              token.position(),
              "Expected ; before " + token.described(),
              "Put a ; at the end of the statement above."));
      return;
    }
    throw unexpected("an operator or ;", adviceOn(token, tokens.get(at - 1)));
  }

  private String adviceOn(Token token, Token before) {
    if (token.is("=")) {
      return "To compare write ==; to assign, begin the statement with the variable's name.";
    }
    return KEYWORDS_ELSEWHERE.getOrDefault(
        before.text(), KEYWORDS_ELSEWHERE.getOrDefault(statementStart().text(), ""));
  }

  private Token statementStart() {
    int start = at;
    while (start > 0 && !tokens.get(start - 1).is(";")) {
      start--;
    }
    return tokens.get(start);
  }

  private void recover() {
    while (peek().kind() != Token.Kind.END && !peek().is(";")) {
      at++;
    }
  }

  private Expression expression() {
    deeper();
    // A chain of conditions, c ? a : d ? b : e, is read in a loop: it may be long.
    Deque<Conditional> open = new ArrayDeque<>();
    Expression last = binary(1);
    while (peek().is("?")) {
      Token question = take();
      Expression then = expression();
      expect(":", "the : of the ? on " + question.position());
      open.push(new Conditional(question.position(), last, then, last));
      last = binary(1);
    }
    while (!open.isEmpty()) {
      Conditional condition = open.pop();
      last = new Conditional(condition.position(), condition.condition(), condition.then(), last);
    }
    depth--;
    return last;
  }

  private Expression binary(int precedence) {
    Expression left = unary();
    while (true) {
      Optional<Operator> operator = operatorHere().filter(o -> o.precedence() >= precedence);
      if (operator.isEmpty()) {
        return left;
      }
      Token token = take();
      Expression right = binary(operator.get().precedence() + 1);
      left = new Binary(token.position(), operator.get(), left, right);
    }
  }

  private Optional<Operator> operatorHere() {
    return peek().kind() == Token.Kind.SYMBOL ? Operator.binary(peek().text()) : Optional.empty();
  }

  private Expression unary() {
    if (!peek().is("-") && !peek().is("!")) {
      return postfix();
    }
    deeper();
    Token token = take();
    Operator operator = token.is("-") ? Operator.MINUS : Operator.NOT;
    Expression result = new Unary(token.position(), operator, unary());
    depth--;
    return result;
  }

  private Expression postfix() {
    Expression result = primary();
    int links = 0;
    while (skip(".")) {
      if (++links > DEEPEST) {
        throw tooDeep();
      }
      if (peek().kind() != Token.Kind.NAME) {
        throw unexpected("a name after the dot", "");
      }
      Token name = take();
      if (peek().is("(")) {
        Position open = peek().position();
        result = new MethodCall(open, result, new Name(name.position(), name.text()), arguments());
      } else {
        result = new Member(name.position(), result, name.text());
      }
    }
    return result;
  }

  private Expression primary() {
    Token token = peek();
    switch (token.kind()) {
      case NUMBER -> {
        at++;
        return new NumberLiteral(
            token.position(),
            Double.parseDouble(token.text()),
            PLAIN_NUMBER.matcher(token.text()).matches());
      }
      case STRING -> {
        at++;
        return new StringLiteral(token.position(), token.text());
      }
      case NAME -> {
        at++;
        Name name = new Name(token.position(), token.text());
        return peek().is("(") ? new Call(peek().position(), name, arguments()) : name;
      }
      case SYMBOL, END -> {
        if (!token.is("(")) {
          throw unexpected("a value", "");
        }
        at++;
        Expression inner = expression();
        expect(")", "the ) of the ( on " + token.position());
        return new Parenthesised(token.position(), inner);
      }
    }
    throw new IllegalStateException("a kind of token without a case: " + token);
  }

  private List<Expression> arguments() {
    Token open = take();
    List<Expression> arguments = new ArrayList<>();
    if (skip(")")) {
      return List.of();
    }
    do {
      arguments.add(expression());
    } while (skip(","));
    expect(")", ", or the ) of the ( on " + open.position());
    return List.copyOf(arguments);
  }

  private void deeper() {
    if (++depth > DEEPEST) {
      throw tooDeep();
    }
  }

  private SyntaxFailure tooDeep() {
    return new SyntaxFailure(
        new Problem(
            peek().position(),
            "The expression is nested deeper than " + DEEPEST + " levels",
            "Put parts of it into variables."));
  }

  private void expect(String symbol, String what) {
    if (!skip(symbol)) {
      throw unexpected(what, adviceOn(peek(), peek()));
    }
  }

  private SyntaxFailure unexpected(String wanted, String suggestion) {
    return new SyntaxFailure(
        new Problem(
            peek().position(),
            "Expected " + wanted + " but found " + peek().described(),
            suggestion));
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token take() {
    return tokens.get(at++);
  }

  private boolean skip(String symbol) {
    if (!peek().is(symbol)) {
      return false;
    }
    at++;
    return true;
  }

  /** Leaves the statement being parsed. */
  private static final class SyntaxFailure extends RuntimeException {
    final transient Problem problem;

    SyntaxFailure(Problem problem) {
      super(problem.message(), null, false, false);
      this.problem = problem;
    }
  }
}
