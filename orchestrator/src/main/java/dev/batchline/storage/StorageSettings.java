package dev.batchline.storage;

import com.azure.core.credential.TokenCredential;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Which Storage account to use, as whom, and the container that all runs share.
 *
 * @param account the account's name
 * @param endpoint of its blobs, without a slash at the end: {@code
 *     https://account.blob.core.windows.net}
 * @param container that holds objects and records of runs
 */
public record StorageSettings(String account, URI endpoint, Access access, String container) {

  public static final String DEFAULT_CONTAINER = "batchline";

  private static final String CONNECTION_STRING = "AZURE_STORAGE_CONNECTION_STRING";
  private static final String ACCOUNT = "AZURE_STORAGE_ACCOUNT";
  private static final String KEY = "AZURE_STORAGE_KEY";
  private static final Pattern CONTAINER = Pattern.compile("[a-z0-9](-?[a-z0-9]){2,62}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /** As whom calls are made. */
  public sealed interface Access {

    /** With one of the account's two keys, in base 64. */
    record SharedKey(Secret key) implements Access {}

    /** With tokens of Microsoft Entra ID. */
    record EntraId(TokenCredential credential) implements Access {}
  }

  public StorageSettings {
    if (!CONTAINER.matcher(container).matches()) {
      throw wrong(
          "\"" + container + "\" is not a container's name",
          "Names have 3 to 63 lower-case letters, digits and single hyphens.");
    }
    if (endpoint.getHost() == null || !isSafe(endpoint)) {
      throw wrong(
          "\"" + endpoint + "\" is not an https URL",
          "Blobs are reached by https; http is for 127.0.0.1 only.");
    }
    if (access instanceof Access.EntraId && !"https".equals(endpoint.getScheme())) {
      throw wrong(
          "a token can't be sent to " + endpoint + ", which is not https",
          "Use a connection string with a key for an endpoint on this machine.");
    }
  }

  /**
   * Reads the variables that Azure's own tools read: a connection string, or the name of an account
   * and its key, or the name alone.
   *
   * @param entraId asked for a credential only when there is no key
   * @throws RunException if no account is named or a variable makes no sense
   */
  public static StorageSettings of(
      Map<String, String> environment, Supplier<TokenCredential> entraId) {
    String connection = environment.getOrDefault(CONNECTION_STRING, "").strip();
    if (!connection.isEmpty()) {
      return ConnectionString.parse(connection).settings(DEFAULT_CONTAINER);
    }
    String account = environment.getOrDefault(ACCOUNT, "").strip();
    if (account.isEmpty()) {
      throw wrong(
          "no account is named",
          "Set " + ACCOUNT + " or " + CONNECTION_STRING + ", or run with --local.");
    }
    String key = environment.getOrDefault(KEY, "").strip();
    Access access =
        key.isEmpty() ? new Access.EntraId(entraId.get()) : new Access.SharedKey(Secret.of(key));
    return new StorageSettings(
        account, url("https://" + account + ".blob.core.windows.net"), access, DEFAULT_CONTAINER);
  }

  /** Whether the variables name an account at all. */
  public static boolean isNamed(Map<String, String> environment) {
    return !environment.getOrDefault(CONNECTION_STRING, "").isBlank()
        || !environment.getOrDefault(ACCOUNT, "").isBlank();
  }

  public StorageSettings withContainer(String name) {
    return new StorageSettings(account, endpoint, access, name);
  }

  static URI url(String text) {
    String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    try {
      return new URI(bare);
    } catch (URISyntaxException e) {
      throw wrong("\"" + text + "\" is not a URL", "Correct the endpoint of blobs.");
    }
  }

  static RunException wrong(String reason, String hint) {
    return new RunException(Blame.USER, "connect to Azure Storage", reason, hint);
  }

  private static boolean isSafe(URI endpoint) {
    return "https".equals(endpoint.getScheme())
        || ("http".equals(endpoint.getScheme())
            && LOOPBACK.contains(endpoint.getHost().toLowerCase(Locale.ROOT)));
  }
}
