package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The tokens by which tasks use the service on behalf of their job, in {@code
 * AZ_BATCH_AUTHENTICATION_TOKEN}: JSON web tokens, signed with a key that nobody knows and that
 * lives as long as the emulator's process. A token is good for its job and for nothing else.
 */
public final class JobTokens {

  private static final String ISSUER = "urn:batchline:emulator";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int KEY_LENGTH = 32;
  private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final byte[] key;

  private JobTokens(byte[] key) {
    this.key = key;
  }

  /** Tokens with a new key. */
  public static JobTokens create() {
    byte[] key = new byte[KEY_LENGTH];
    new SecureRandom().nextBytes(key);
    return new JobTokens(key);
  }

  /** A token for a task of that job. */
  public String issue(String jobId, Instant now) {
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    header.put("typ", "JWT").put("alg", "HS256");
    ObjectNode claims = JsonNodeFactory.instance.objectNode();
    claims.put("iss", ISSUER);
    claims.put("aud", "https://batch.core.windows.net/");
    claims.put("job", jobId);
    claims.put("iat", now.getEpochSecond());
    String signed = encoded(header) + "." + encoded(claims);
    return signed + "." + signature(signed);
  }

  /** Whether the claims of a token say that it is one of these. */
  public static boolean claimed(JsonNode claims) {
    return claims.path("iss").asText().equals(ISSUER);
  }

  /** The key of the job that a token is good for; empty if it wasn't issued here. */
  public Optional<String> job(String token) {
    int end = token.lastIndexOf('.');
    int begin = token.indexOf('.');
    if (begin < 0 || end <= begin) {
      return Optional.empty();
    }
    byte[] sent = token.substring(end + 1).getBytes(StandardCharsets.UTF_8);
    byte[] ours = signature(token.substring(0, end)).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(sent, ours)) {
      return Optional.empty();
    }
    try {
      JsonNode claims =
          JSON.readTree(Base64.getUrlDecoder().decode(token.substring(begin + 1, end)));
      return Optional.of(Ids.key(claims.path("job").asText()));
    } catch (IOException signedByUs) {
      throw new IllegalStateException("a token of this emulator has no claims", signedByUs);
    }
  }

  private static String encoded(ObjectNode json) {
    return ENCODER.encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private String signature(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return ENCODER.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
