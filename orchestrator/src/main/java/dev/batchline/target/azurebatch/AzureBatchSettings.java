package dev.batchline.target.azurebatch;

import com.azure.core.credential.TokenCredential;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which Batch account to talk to, where, and as whom.
 *
 * <p>The endpoint is https, or http on this machine's loopback interface: a key's signature or a
 * token never travels in the clear. Entra ID tokens are sent over https only.
 *
 * @param endpoint without a path, such as {@code https://account.westeurope.batch.azure.com}
 */
public record AzureBatchSettings(String account, URI endpoint, Access access) {

  private static final String ACCOUNT = "AZURE_BATCH_ACCOUNT";
  private static final String ENDPOINT = "AZURE_BATCH_ENDPOINT";
  private static final String ACCESS_KEY = "AZURE_BATCH_ACCESS_KEY";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** As whom calls are made. */
  public sealed interface Access {

    /** With one of the account's two keys, in base 64. */
    record SharedKey(Secret key) implements Access {}

    /** With tokens of Microsoft Entra ID. */
    record EntraId(TokenCredential credential) implements Access {}
  }

  public AzureBatchSettings {
    if (account.isBlank()) {
      throw wrong("no account is named", "Set " + ACCOUNT + " to the Batch account's name.");
    }
    boolean https = "https".equals(endpoint.getScheme());
    if (endpoint.getHost() == null
        || !(https || ("http".equals(endpoint.getScheme()) && onLoopback(endpoint)))) {
      throw wrong(
          "\"" + endpoint + "\" is not an https URL",
          "Set "
              + ENDPOINT
              + " to the account's URL, such as"
              + " https://account.westeurope.batch.azure.com (http is for 127.0.0.1 only).");
    }
    if (!https && access instanceof Access.EntraId) {
      throw wrong(
          "a token can't be sent to " + endpoint + ", which is not https",
          "Set " + ACCESS_KEY + " for an endpoint on this machine.");
    }
  }

  /**
   * Reads the variables that Azure's own tools read.
   *
   * @param environment of the process
   * @throws RunException of blame USER if one is missing or wrong
   */
  public static AzureBatchSettings fromEnvironment(Map<String, String> environment) {
    String account = environment.getOrDefault(ACCOUNT, "").strip();
    String endpoint = environment.getOrDefault(ENDPOINT, "").strip();
    String key = environment.getOrDefault(ACCESS_KEY, "").strip();
    if (endpoint.isEmpty()) {
      throw wrong("no endpoint is known", "Set " + ENDPOINT + ", or run with --local.");
    }
    return new AzureBatchSettings(
        account,
        url(endpoint),
        key.isEmpty()
            ? new Access.EntraId(EntraId.credential(environment))
            : new Access.SharedKey(Secret.of(key)));
  }

  /** {@code az batch account show} prints an endpoint without a scheme. */
  private static URI url(String endpoint) {
    String complete = endpoint.contains("://") ? endpoint : "https://" + endpoint;
    try {
      URI url = new URI(complete);
      return url.getPath() == null || url.getPath().isEmpty() || !url.getPath().equals("/")
          ? url
          : new URI(complete.substring(0, complete.length() - 1));
    } catch (URISyntaxException e) {
      throw wrong("\"" + endpoint + "\" is not a URL", "Correct " + ENDPOINT + ".");
    }
  }

  private static boolean onLoopback(URI endpoint) {
    return LOOPBACK.contains(endpoint.getHost().toLowerCase(Locale.ROOT));
  }

  private static RunException wrong(String reason, String hint) {
    return new RunException(Blame.USER, "connect to Azure Batch", reason, hint);
  }
}
