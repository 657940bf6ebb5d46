package dev.batchline.target.azurebatch;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Asks Azure Resource Manager what the Batch service itself does not tell: an account's quotas.
 *
 * <p>Tokens go to https only; an http endpoint must be on this machine and is called without one.
 */
public final class ResourceManager {

  private static final String AZURE = "https://management.azure.com";
  private static final String VERSION = "2024-07-01";
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final String ACTION = "read the account's quotas";

  private final URI endpoint;
  private final String account;
  private final Supplier<TokenCredential> credential;

  /**
   * @param account its ARM id, {@code /subscriptions/…/batchAccounts/…}
   * @param endpoint of Azure Resource Manager; empty for Azure's public cloud
   */
  public ResourceManager(String account, String endpoint, Supplier<TokenCredential> credential) {
    this.account = account;
    this.endpoint = url(endpoint.isEmpty() ? AZURE : endpoint);
    this.credential = credential;
  }

  /**
   * @throws RunException if they can't be read
   */
  public AccountQuotas quotas() {
    HttpUrl base = HttpUrl.get(endpoint);
    HttpUrl url =
        base == null
            ? null
            : base.newBuilder()
                .addPathSegments(account.replaceFirst("^/", ""))
                .addQueryParameter("api-version", VERSION)
                .build();
    if (url == null) {
      throw new RunException(
          Blame.USER, ACTION, endpoint + " is no URL", "Correct AZURE_MONITOR_METRICS_ENDPOINT.");
    }
    Request.Builder request = new Request.Builder().url(url);
    if (url.isHttps()) {
      request.header("Authorization", "Bearer " + token());
    }
    OkHttpClient client =
        new OkHttpClient.Builder().connectTimeout(ANSWER).readTimeout(ANSWER).build();
    try (Response response = client.newCall(request.build()).execute();
        ResponseBody body = response.body()) {
      if (!response.isSuccessful() || body == null) {
        throw refused(response.code());
      }
      return of(new JsonMapper().readTree(body.string()).path("properties"));
    } catch (JsonProcessingException e) {
      throw new RunException(Blame.SERVICE, ACTION, endpoint + " did not answer JSON", "", e);
    } catch (IOException e) {
      throw new RunException(
          Blame.SERVICE,
          ACTION,
          endpoint + " can't be reached: " + e.getClass().getSimpleName(),
          "Check the network, its proxy and firewall.",
          e);
    } finally {
      client.dispatcher().executorService().shutdown();
      client.connectionPool().evictAll();
    }
  }

  private RunException refused(int status) {
    return new RunException(
        Blame.SERVICE,
        ACTION,
        endpoint + " answered " + status,
        status == 404
            ? "Check AZURE_BATCH_RESOURCE_ID: az batch account show --query id."
            : "Give this identity the role \"Reader\" on the Batch account; runs do without.");
  }

  private String token() {
    try {
      return credential
          .get()
          .getTokenSync(new TokenRequestContext().addScopes(endpoint + "/.default"))
          .getToken();
    } catch (ClientAuthenticationException e) {
      throw new RunException(
          Blame.SERVICE,
          ACTION,
          "Microsoft Entra ID gave no token",
          "Sign in with az login; keys of Batch and Storage do not open Azure Resource Manager.",
          e);
    }
  }

  private static AccountQuotas of(JsonNode properties) {
    Map<String, Integer> families = new HashMap<>();
    if (properties.path("dedicatedCoreQuotaPerVMFamilyEnforced").asBoolean()) {
      properties
          .path("dedicatedCoreQuotaPerVMFamily")
          .forEach(
              each -> families.put(each.path("name").asText(), each.path("coreQuota").asInt()));
    }
    return new AccountQuotas(
        number(properties, "poolQuota"),
        number(properties, "activeJobAndJobScheduleQuota"),
        number(properties, "dedicatedCoreQuota"),
        number(properties, "lowPriorityCoreQuota"),
        families);
  }

  private static OptionalInt number(JsonNode properties, String name) {
    JsonNode value = properties.path(name);
    return value.isInt() ? OptionalInt.of(value.asInt()) : OptionalInt.empty();
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      String host = url.getHost() == null ? "" : url.getHost().toLowerCase(Locale.ROOT);
      if ("https".equals(url.getScheme())
          || ("http".equals(url.getScheme()) && LOOPBACK.contains(host))) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Told below, like every other URL that can't be used.
    }
    throw new RunException(
        Blame.USER,
        ACTION,
        "\"" + text + "\" is no https URL",
        "Correct AZURE_MONITOR_METRICS_ENDPOINT, or leave it out.");
  }
}
