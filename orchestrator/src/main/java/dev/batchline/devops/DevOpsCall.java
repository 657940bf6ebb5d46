package dev.batchline.devops;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * One GET at a time against Azure DevOps, with its ways of saying no.
 *
 * <p>A wrong token is answered with 203 or a redirect to a sign-in page, not with 401: only 200 is
 * success. Redirects are followed here and not by the HTTP client, so that the token goes to Azure
 * DevOps' own hosts alone and never along to where an artifact is stored.
 */
final class DevOpsCall {

  private static final int TRIES = 4;
  private static final int REDIRECTS = 5;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final Set<Integer> SIGN_IN = Set.of(203, 401, 403);
  private static final Set<Integer> AGAIN = Set.of(408, 429, 500, 502, 503, 504);
  private static final List<String> OWN_HOSTS = List.of("dev.azure.com", ".visualstudio.com");

  private final OkHttpClient http;
  private final URI collection;
  private final Secret token;
  private final Timeline timeline;

  DevOpsCall(URI collection, Secret token, Timeline timeline) {
    this.http =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .readTimeout(Duration.ofMinutes(2))
            .build();
    this.collection = collection;
    this.token = token;
    this.timeline = timeline;
  }

  /**
   * A successful answer, which the caller closes.
   *
   * @param action what it is for, for the error's sentence
   */
  Response get(URI url, String accept, String action) {
    URI at = url;
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Response response = attempt(at, accept, action);
      if (response.code() == 200 && !isSignInPage(response, accept)) {
        return response;
      }
      try (response) {
        String location = response.header("Location");
        if (isRedirect(response.code()) && location != null && !location.contains("_signin")) {
          at = at.resolve(location);
          continue;
        }
        throw refused(response, action);
      }
    }
    throw new RunException(Blame.SERVICE, action, "more than " + REDIRECTS + " redirects", "");
  }

  void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private Response attempt(URI url, String accept, String action) {
    for (int left = TRIES - 1; ; left--) {
      try {
        Response response = http.newCall(request(url, accept)).execute();
        if (left == 0 || !AGAIN.contains(response.code())) {
          return response;
        }
        try (response) {
          pause(retryAfter(response, TRIES - left), action);
        }
      } catch (IOException unreachable) {
        if (left == 0) {
          throw new RunException(
              Blame.SERVICE,
              action,
              url.getHost() + " could not be reached (" + unreachable.getMessage() + ")",
              "Check the network and AZURE_DEVOPS_ORG_URL.",
              unreachable);
        }
        pause(Duration.ofSeconds(1L << (TRIES - left)), action);
      }
    }
  }

  private Request request(URI url, String accept) {
    Request.Builder request =
        new Request.Builder()
            .url(url.toString())
            .header("Accept", accept)
            .header("X-TFS-FedAuthRedirect", "Suppress");
    if (isOwnHost(url)) {
      request.header("Authorization", Credentials.basic("", token.reveal()));
    }
    return request.build();
  }

  private boolean isOwnHost(URI url) {
    String host = url.getHost().toLowerCase(Locale.ROOT);
    if (host.equalsIgnoreCase(collection.getHost())) {
      return url.getScheme().equals(collection.getScheme());
    }
    return url.getScheme().equals("https")
        && OWN_HOSTS.stream().anyMatch(own -> host.equals(own) || host.endsWith(own));
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private static boolean isSignInPage(Response response, String accept) {
    String type = response.header("Content-Type", "");
    return accept.contains("json") && type != null && type.startsWith("text/html");
  }

  private static RunException refused(Response response, String action) {
    int status = response.code();
    if (SIGN_IN.contains(status) || isRedirect(status) || status == 200) {
      return new RunException(
          Blame.SERVICE,
          action,
          "Azure DevOps did not accept the access token (answer " + status + ")",
          "In a pipeline map SYSTEM_ACCESSTOKEN: $(System.AccessToken) in the step's env; elsewhere"
              + " set AZURE_DEVOPS_EXT_PAT to a token with the scope Build (read).");
    }
    if (status == 404) {
      return new RunException(
          Blame.USER,
          action,
          "Azure DevOps does not know it (answer 404)",
          "Check the build's id, the project, and whether the build's retention has passed.");
    }
    return new RunException(Blame.SERVICE, action, "Azure DevOps answered " + status, "");
  }

  private static Duration retryAfter(Response response, int tried) {
    String seconds = response.header("Retry-After");
    if (seconds != null && seconds.matches("\\d{1,6}")) {
      Duration wanted = Duration.ofSeconds(Long.parseLong(seconds));
      return wanted.compareTo(LONGEST_WAIT) < 0 ? wanted : LONGEST_WAIT;
    }
    return Duration.ofSeconds(1L << tried);
  }

  private void pause(Duration wait, String action) {
    try {
      timeline.sleep(wait);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.USER, action, "it was interrupted", "", interrupted);
    }
  }
}
