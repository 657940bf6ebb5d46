package dev.batchline.target.azurebatch;

import com.microsoft.azure.AzureResponseBuilder;
import com.microsoft.azure.batch.BatchClient;
import com.microsoft.azure.batch.auth.BatchCredentials;
import com.microsoft.azure.batch.auth.BatchSharedKeyCredentials;
import com.microsoft.azure.batch.protocol.BatchServiceClient;
import com.microsoft.azure.batch.protocol.models.BatchError;
import com.microsoft.azure.batch.protocol.models.BatchErrorException;
import com.microsoft.azure.serializer.AzureJacksonAdapter;
import com.microsoft.rest.RestClient;
import com.microsoft.rest.RestException;
import com.microsoft.rest.protocol.ResponseBuilder;
import com.microsoft.rest.protocol.SerializerAdapter;
import com.microsoft.rest.retry.RetryStrategy;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Timeline;
import dev.batchline.target.azurebatch.AzureBatchSettings.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import retrofit2.Retrofit;

/**
 * The SDK's client of one account, with retries that respect the service.
 *
 * <p>Every call made through it may be repeated: what Batchline creates has an id of its own, so a
 * second attempt finds what the first one left. The SDK's own retries are off: three within 0.2
 * seconds, deaf to {@code Retry-After}. When the service throttles one thread, all wait.
 */
final class BatchConnection implements AutoCloseable {

  /** Calls at a time; more gain little, and each counts against the account's rate. */
  static final int CONNECTIONS = 20;

  private static final MediaType JSON =
      MediaType.get("application/json; odata=minimalmetadata; charset=utf-8");

  /**
   * How hard a call is tried.
   *
   * @param tries of each call
   * @param connecting how long a connection may take
   */
  record Patience(int tries, Duration connecting) {

    /** For work that must get through. */
    static final Patience WORK = new Patience(7, Duration.ofSeconds(10));

    /** For a person who waits for an answer. */
    static final Patience LOOK = new Patience(2, Duration.ofSeconds(4));
  }

  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

  private final HttpUrl endpoint;
  private final RestClient client;
  private final BatchServiceClient batch;
  private final Timeline timeline;
  private final Throttle throttle;
  private final int tries;

  BatchConnection(AzureBatchSettings settings, Timeline timeline) {
    this(settings, timeline, Patience.WORK);
  }

  BatchConnection(AzureBatchSettings settings, Timeline timeline, Patience patience) {
    this.tries = patience.tries();
    this.endpoint = HttpUrl.get(settings.endpoint());
    this.timeline = timeline;
    this.throttle = new Throttle(timeline);
    this.client =
        new RestClient.Builder(
                new OkHttpClient.Builder()
                    .addInterceptor(new AnswerRepair())
                    .connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES)),
                new Retrofit.Builder())
            .withBaseUrl(settings.endpoint().toString())
            .withCredentials(credentials(settings, timeline))
            .withSerializerAdapter(new AzureJacksonAdapter())
            .withResponseBuilderFactory(new ThrowingOnNotFound())
            .withRetryStrategy(new NoRetries())
            .withUserAgent("batchline")
            .withConnectionTimeout(patience.connecting().toSeconds(), TimeUnit.SECONDS)
            .withReadTimeout(60, TimeUnit.SECONDS)
            .build();
    this.batch = BatchClient.open(client, settings.endpoint().toString()).protocolLayer();
  }

  /**
   * Makes a call, again if it fails in a way that passes.
   *
   * @throws BatchProblem if the service refuses it, or does not answer after all tries
   */
  <T> T call(Function<BatchServiceClient, T> call) {
    return persistently(() -> call.apply(batch));
  }

  /**
   * Posts JSON that is written already over the SDK's own connections; retried like {@link #call}.
   *
   * @param path below the account, such as {@code jobs/risk/addtaskcollection}
   * @return the body of the answer
   * @throws BatchProblem likewise
   */
  byte[] post(String path, byte[] json) {
    HttpUrl url =
        endpoint
            .newBuilder()
            .addPathSegments(path)
            .addQueryParameter("api-version", batch.apiVersion())
            .build();
    Request request = new Request.Builder().url(url).post(RequestBody.create(json, JSON)).build();
    return persistently(() -> answer(request));
  }

  private byte[] answer(Request request) {
    try (Response response = client.httpClient().newCall(request).execute();
        ResponseBody body = response.body()) {
      byte[] bytes = body == null ? new byte[0] : body.bytes();
      if (response.isSuccessful()) {
        return bytes;
      }
      throw refused(response, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the SDK itself would say it. */
  private BatchErrorException refused(Response response, byte[] bytes) throws IOException {
    BatchError error =
        bytes.length == 0
            ? new BatchError()
            : new AzureJacksonAdapter().serializer().readValue(bytes, BatchError.class);
    return new BatchErrorException(
        "status " + response.code(),
        retrofit2.Response.error(ResponseBody.create(bytes, JSON), response),
        error);
  }

  private <T> T persistently(Supplier<T> call) {
    for (int made = 1; ; made++) {
      waitFor(throttle.untilOpen());
      try {
        return call.get();
      } catch (RuntimeException e) {
        BatchProblem problem = BatchProblem.of(e);
        if (!problem.passes() || made == tries) {
          throw problem;
        }
        Duration pause = problem.retryAfter().orElse(pauseAfter(made));
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        if (problem.throttles()) {
          throttle.closeFor(pause);
        } else {
          waitFor(pause);
        }
      }
    }
  }

  /** Waits as long as after that many failed tries of a call. */
  void pause(int tries) {
    waitFor(pauseAfter(tries));
  }

  /** What is wrong, for people. */
  RunException explain(String action, BatchProblem problem) {
    return BatchErrors.explain(action, problem, timeline.now());
  }

  private static Duration pauseAfter(int tries) {
    return FIRST_PAUSE.multipliedBy(1L << (tries - 1));
  }

  private void waitFor(Duration pause) {
    try {
      timeline.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(
          Blame.SERVICE, "wait for Azure Batch", "the wait was interrupted", "", e);
    }
  }

  private static BatchCredentials credentials(AzureBatchSettings settings, Timeline timeline) {
    if (settings.access() instanceof Access.EntraId entra) {
      return new EntraIdBatchCredentials(settings.endpoint(), entra.credential(), timeline);
    }
    Access.SharedKey shared = (Access.SharedKey) settings.access();
    return new BatchSharedKeyCredentials(
        settings.endpoint().toString(), settings.account(), shared.key().reveal());
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class NoRetries extends RetryStrategy {
    NoRetries() {
      super("none", false);
    }

    @Override
    public boolean shouldRetry(int retries, Response response) {
      return false;
    }
  }

  /** Without it a GET of what is not there answers null. */
  private static final class ThrowingOnNotFound implements ResponseBuilder.Factory {
    @Override
    public <T, E extends RestException> ResponseBuilder<T, E> newInstance(
        SerializerAdapter<?> serializer) {
      return new AzureResponseBuilder.Factory()
          .<T, E>newInstance(serializer)
          .withThrowOnGet404(true);
    }
  }
}
