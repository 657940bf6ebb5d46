package dev.batchline.emulator.engine;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The storage account that belongs to the Batch account: resource files name a container of it
 * without a URL. Nodes get at a container by a SAS that allows to read and list it for a day.
 */
public final class AutoStorage {

  /** What Microsoft publishes for the emulator of Storage; not a secret. */
  private static final String DEVELOPMENT =
      "AccountName=devstoreaccount1;"
          + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/"
          + "K1SZFPTOtr/KBHBeksoGMGw==;"
          + "BlobEndpoint=http://127.0.0.1:10000/devstoreaccount1";

  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "2021-12-02";
  private static final Duration LIFETIME = Duration.ofDays(1);
  private static final Duration SKEW = Duration.ofMinutes(15);

  private final String account;
  private final byte[] key;
  private final String endpoint;

  private AutoStorage(String account, byte[] key, String endpoint) {
    this.account = account;
    this.key = key;
    this.endpoint = endpoint;
  }

  /**
   * The account of a connection string, as Azure's portal and Azurite print it.
   *
   * @throws IllegalArgumentException if it is none; the message doesn't hold it
   */
  public static AutoStorage of(String connectionString) {
    Map<String, String> parts = parts(connectionString);
    if (parts.getOrDefault("usedevelopmentstorage", "").equalsIgnoreCase("true")) {
      parts = parts(DEVELOPMENT);
    }
    String account = required(parts, "AccountName");
    byte[] key;
    try {
      key = Base64.getDecoder().decode(required(parts, "AccountKey"));
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          "the connection string of the auto storage account has no AccountKey in base64");
    }
    String domain =
        parts.getOrDefault("defaultendpointsprotocol", "https")
            + "://"
            + account
            + ".blob."
            + parts.getOrDefault("endpointsuffix", "core.windows.net");
    String endpoint = parts.getOrDefault("blobendpoint", domain);
    return new AutoStorage(account, key, endpoint.replaceAll("/+$", ""));
  }

  private static Map<String, String> parts(String connectionString) {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : connectionString.split(";", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        String name = part.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        parts.put(name, part.substring(equals + 1).strip());
      }
    }
    return parts;
  }

  private static String required(Map<String, String> parts, String name) {
    String value = parts.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    if (value.isEmpty()) {
      throw new IllegalArgumentException(
          "the connection string of the auto storage account has no " + name);
    }
    return value;
  }

  /** The URL of a container with a SAS for nodes, good from now on. */
  String containerUrl(String container, Instant now) {
    String start = now.minus(SKEW).truncatedTo(ChronoUnit.SECONDS).toString();
    String expiry = now.plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, String> query = new LinkedHashMap<>();
    query.put("sv", VERSION);
    query.put("sr", "c");
    query.put("sp", "rl");
    query.put("st", start);
    query.put("se", expiry);
    query.put("sig", signature(container, start, expiry));
    return endpoint
        + "/"
        + container
        + "?"
        + query.entrySet().stream()
            .map(one -> one.getKey() + "=" + encoded(one.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  /** Over the fields in the order of the documentation; those that aren't used are empty lines. */
  private String signature(String container, String start, String expiry) {
    String resource = "/blob/" + account + "/" + container;
    String text =
        String.join(
            "\n",
            List.of(
                "rl", start, expiry, resource, "", "", "", VERSION, "c", "", "", "", "", "", "",
                ""));
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] signed = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "the storage account " + account + " at " + URI.create(endpoint).getHost();
  }
}
