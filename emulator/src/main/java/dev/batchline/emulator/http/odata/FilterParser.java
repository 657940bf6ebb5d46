package dev.batchline.emulator.http.odata;

import dev.batchline.emulator.model.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Parses a $filter by recursive descent: {@code or} binds weakest, then {@code and}, then {@code
 * not}.
 *
 * <p>Names of properties are case-sensitive, values are not. What the list doesn't support is
 * refused here, so that a filter that parses can't fail later.
 */
public final class FilterParser {

  private static final int DEEPEST = 50;
  private static final Set<String> BOOLEANS = Set.of("true", "false");

  private final Map<String, PropertyKind> properties;
  private final List<Token> tokens;
  private int next;
  private int depth;

  private FilterParser(List<Token> tokens, Map<String, PropertyKind> properties) {
    this.tokens = tokens;
    this.properties = properties;
  }

  /**
   * The filter as a predicate over elements.
   *
   * @param properties that this list can be filtered by
   * @throws FilterException when it can't be parsed or uses what the list doesn't support
   */
  public static Predicate<Page.Properties> parse(
      String filter, Map<String, PropertyKind> properties) {
    FilterParser parser = new FilterParser(Lexer.split(filter), properties);
    Expression expression = parser.anyOf();
    parser.expect(Token.Kind.END, "'and', 'or' or the end");
    return expression;
  }

  private Expression anyOf() {
    List<Expression> parts = new ArrayList<>(List.of(allOf()));
    while (peek().isWord("or")) {
      next++;
      parts.add(allOf());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.AnyOf(List.copyOf(parts));
  }

  private Expression allOf() {
    List<Expression> parts = new ArrayList<>(List.of(unary()));
    while (peek().isWord("and")) {
      next++;
      parts.add(unary());
    }
    return parts.size() == 1 ? parts.get(0) : new Expression.AllOf(List.copyOf(parts));
  }

  private Expression unary() {
    if (++depth > DEEPEST) {
      throw new FilterException(peek().position(), "nested too deeply");
    }
    try {
      if (peek().isWord("not")) {
        next++;
        return new Expression.Not(unary());
      }
      if (peek().is(Token.Kind.OPEN)) {
        next++;
        Expression inner = anyOf();
        expect(Token.Kind.CLOSE, "')'");
        return inner;
      }
      return peek().isWord("startswith") ? startsWith() : comparison();
    } finally {
      depth--;
    }
  }

  private Expression startsWith() {
    next++;
    expect(Token.Kind.OPEN, "'('");
    Token name = expect(Token.Kind.NAME, "the name of a property");
    if (!kind(name).supportsStartsWith()) {
      throw new FilterException(name.position(), "startswith is not supported for " + name.text());
    }
    expect(Token.Kind.COMMA, "','");
    Token prefix = expect(Token.Kind.STRING, "a string");
    expect(Token.Kind.CLOSE, "')'");
    return new Expression.StartsWith(name.text(), prefix.text());
  }

  private Expression comparison() {
    Token name = expect(Token.Kind.NAME, "the name of a property");
    PropertyKind kind = kind(name);
    Token word = take();
    Operator operator =
        Operator.of(word)
            .orElseThrow(
                () -> new FilterException(word.position(), "expected an operator, not " + word));
    if (!kind.supports(operator)) {
      throw new FilterException(
          word.position(), operator.word() + " is not supported for " + name.text());
    }
    return new Expression.Comparison(name.text(), operator, literal(kind, take()));
  }

  private static Object literal(PropertyKind kind, Token token) {
    return switch (kind) {
      case TEXT, CHOICE, PREFIX -> string(token);
      case NUMBER -> number(token);
      case FLAG -> flag(token);
      case TIME -> moment(token);
    };
  }

  private static String string(Token token) {
    if (!token.is(Token.Kind.STRING)) {
      throw new FilterException(token.position(), "expected a string, not " + token);
    }
    return token.text();
  }

  private static Double number(Token token) {
    if (!token.is(Token.Kind.NUMBER)) {
      throw new FilterException(token.position(), "expected a number, not " + token);
    }
    try {
      return Double.valueOf(token.text());
    } catch (NumberFormatException e) {
      throw new FilterException(token.position(), token + " is not a number");
    }
  }

  private static Boolean flag(Token token) {
    if (!token.is(Token.Kind.NAME) || !BOOLEANS.contains(token.text())) {
      throw new FilterException(token.position(), "expected true or false, not " + token);
    }
    return Boolean.valueOf(token.text());
  }

  private static Instant moment(Token token) {
    if (!token.is(Token.Kind.TIME)) {
      throw new FilterException(token.position(), "expected DateTime'...', not " + token);
    }
    try {
      return instant(token.text());
    } catch (DateTimeParseException e) {
      throw new FilterException(token.position(), token + " is not a time");
    }
  }

  /** The service reads both forms of its headers and bodies, and a date alone. */
  private static Instant instant(String text) {
    if (!text.isEmpty() && Character.isLetter(text.charAt(0))) {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }
    if (text.indexOf('T') < 0) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    boolean zoned = text.endsWith("Z") || text.lastIndexOf('+') > 0 || text.lastIndexOf('-') > 7;
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(zoned ? text : text + "Z", Instant::from);
  }

  private PropertyKind kind(Token name) {
    PropertyKind kind = properties.get(name.text());
    if (kind == null) {
      throw new FilterException(
          name.position(),
          "can't filter by " + name + "; this list knows " + new TreeSet<>(properties.keySet()));
    }
    return kind;
  }

  private Token peek() {
    return tokens.get(next);
  }

  private Token take() {
    Token token = tokens.get(next);
    if (!token.is(Token.Kind.END)) {
      next++;
    }
    return token;
  }

  private Token expect(Token.Kind kind, String what) {
    Token token = take();
    if (!token.is(kind)) {
      throw new FilterException(token.position(), "expected " + what + ", not " + token);
    }
    return token;
  }
}
