package dev.batchline.emulator.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The head of a request as it was sent: nothing decoded, nothing normalised, since the signature
 * covers it.
 *
 * @param path raw, percent-encoded
 * @param headers by name in any case; several of one name are joined by commas
 */
public record Request(String verb, String path, Query query, Map<String, String> headers) {

  public Request {
    Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    copy.putAll(headers);
    headers = Collections.unmodifiableMap(copy);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Scheme, host and port as the client used them, without a slash at the end. */
  public String base() {
    return "http://" + header("Host").orElse("127.0.0.1");
  }

  boolean isHead() {
    return verb.equals("HEAD");
  }

  /** Decodes %XX; an escape that is none stays as it is. */
  public static String percentDecoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low < 0) {
        decoded[length++] = bytes[i];
      } else {
        decoded[length++] = (byte) (high * 16 + low);
        i += 2;
      }
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }
}
