package dev.batchline.emulator.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Checks SharedKey signatures.
 *
 * <p>Clients differ in small ways in what they sign, and the service accepts them all: an absent
 * Content-Length as nothing or {@code 0}, the account in its own or in lower case, the values of
 * the query decoded once or twice, empty ones left out, the path decoded or not. So each such
 * spelling is tried.
 */
final class SharedKey {

  private static final String SCHEME = "SharedKey ";
  private static final List<UnaryOperator<String>> DECODINGS =
      List.of(
          Request::percentDecoded,
          raw -> Request.percentDecoded(raw.replace('+', ' ')),
          raw -> Request.percentDecoded(Request.percentDecoded(raw).replace('+', ' ')));
  private static final List<String> SIGNED_HEADERS =
      List.of(
          "Content-MD5",
          "Content-Type",
          "Date",
          "If-Modified-Since",
          "If-Match",
          "If-None-Match",
          "If-Unmodified-Since",
          "Range");

  private final AccountKey key;

  SharedKey(AccountKey key) {
    this.key = key;
  }

  static boolean isUsedBy(String authorization) {
    return authorization.startsWith(SCHEME);
  }

  /** Whether the header is of the form {@code SharedKey account:signature}. */
  static boolean isWellFormed(String authorization) {
    int colon = authorization.indexOf(':');
    return isUsedBy(authorization) && colon > SCHEME.length() && colon < authorization.length() - 1;
  }

  /** Whether the request was signed with the key of this account; the header is well formed. */
  boolean signed(Request request, String authorization) {
    int colon = authorization.indexOf(':');
    String account = authorization.substring(SCHEME.length(), colon);
    if (!account.equalsIgnoreCase(key.account())) {
      return false;
    }
    byte[] signature;
    try {
      signature = Base64.getDecoder().decode(authorization.substring(colon + 1).strip());
    } catch (IllegalArgumentException e) {
      return false;
    }
    return spellings(request, account).stream()
        .anyMatch(text -> MessageDigest.isEqual(signature, key.sign(bytes(text))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> spellings(Request request, String account) {
    String path = request.path().replaceFirst("^/+", "/");
    List<String> heads = lengths(request).stream().map(length -> head(request, length)).toList();
    List<String> texts = new ArrayList<>();
    for (String resource : distinct(path, Request.percentDecoded(path))) {
      for (String name : distinct(account.toLowerCase(Locale.ROOT), account)) {
        for (UnaryOperator<String> decoding : DECODINGS) {
          for (boolean withEmpty : List.of(true, false)) {
            String tail = "/" + name + resource + query(request.query(), decoding, withEmpty);
            heads.forEach(head -> texts.add(head + tail));
          }
        }
      }
    }
    return texts.stream().distinct().toList();
  }

  private static List<String> distinct(String first, String second) {
    return first.equals(second) ? List.of(first) : List.of(first, second);
  }

  private static List<String> lengths(Request request) {
    String length = request.header("Content-Length").orElse("");
    return length.isEmpty() || length.equals("0") ? List.of("", "0") : List.of(length);
  }

  private static String head(Request request, String length) {
    StringBuilder head = new StringBuilder(request.verb()).append('\n');
    head.append(request.header("Content-Encoding").orElse("")).append('\n');
    head.append(request.header("Content-Language").orElse("")).append('\n');
    head.append(length).append('\n');
    SIGNED_HEADERS.forEach(name -> head.append(request.header(name).orElse("")).append('\n'));
    Map<String, String> ocp = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.startsWith("ocp-")) {
                ocp.put(lower, value.strip());
              }
            });
    ocp.forEach((name, value) -> head.append(name).append(':').append(value).append('\n'));
    return head.toString();
  }

  private static String query(Query query, UnaryOperator<String> decoding, boolean withEmpty) {
    return query.parameters().stream()
        .filter(parameter -> withEmpty || !parameter.rawValue().isEmpty())
        .collect(
            Collectors.groupingBy(
                parameter -> parameter.name().toLowerCase(Locale.ROOT),
                TreeMap::new,
                Collectors.mapping(
                    parameter -> decoding.apply(parameter.rawValue()), Collectors.toList())))
        .entrySet()
        .stream()
        .map(
            entry ->
                "\n"
                    + entry.getKey()
                    + ":"
                    + entry.getValue().stream().sorted().collect(Collectors.joining(",")))
        .collect(Collectors.joining());
  }
}
