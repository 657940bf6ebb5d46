package dev.batchline.emulator.http.odata;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The place in a list where the next page begins, as text of {@code [A-Za-z0-9_-]} alone: the Java
 * SDK's signature goes wrong with other characters.
 */
public final class SkipToken {

  private static final String MARK = "after:";

  private SkipToken() {}

  public static String after(String key) {
    byte[] bytes = (MARK + key).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The key that the token was made of; empty when it is none of ours. */
  public static Optional<String> key(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      return text.startsWith(MARK) ? Optional.of(text.substring(MARK.length())) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
