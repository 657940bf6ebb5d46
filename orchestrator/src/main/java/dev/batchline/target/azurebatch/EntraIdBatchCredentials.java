package dev.batchline.target.azurebatch;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.microsoft.azure.batch.auth.BatchCredentials;
import dev.batchline.base.Timeline;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Signs calls to Batch with tokens of azure-identity; the SDK's own class needs a retired library.
 *
 * <p>A token is used again until five minutes before it expires.
 */
final class EntraIdBatchCredentials implements BatchCredentials {

  private static final TokenRequestContext SCOPE =
      new TokenRequestContext().addScopes("https://batch.core.windows.net/.default");
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private final URI endpoint;
  private final TokenCredential credential;
  private final Timeline timeline;
  private @Nullable AccessToken token;

  EntraIdBatchCredentials(URI endpoint, TokenCredential credential, Timeline timeline) {
    this.endpoint = endpoint;
    this.credential = credential;
    this.timeline = timeline;
  }

  @Override
  public String baseUrl() {
    return endpoint.toString();
  }

  @Override
  public void applyCredentialsFilter(OkHttpClient.Builder client) {
    client.addInterceptor(
        chain ->
            chain.proceed(
                chain
                    .request()
                    .newBuilder()
                    .header("Authorization", "Bearer " + freshToken())
                    .build()));
  }

  private synchronized String freshToken() throws IOException {
    AccessToken known = token;
    if (known != null
        && known.getExpiresAt().isAfter(timeline.now().plus(MARGIN).atOffset(ZoneOffset.UTC))) {
      return known.getToken();
    }
    AccessToken fresh = credential.getTokenSync(SCOPE);
    if (fresh == null) {
      throw new IOException("no token for Azure Batch was issued");
    }
    token = fresh;
    return fresh.getToken();
  }
}
