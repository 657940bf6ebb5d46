package dev.batchline.emulator.node;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Requests to Storage (or any other web server) that are repeated when trying again can help.
 *
 * <p>A broken connection, a time-out, 408, 429 and every 5xx are tried again, with pauses that
 * double; any other status is an answer, and a failure to write what was received is final.
 */
final class HttpTransfer {

  /** Five tries take about 3 s of pauses. */
  static final Patience NODE = new Patience(5, Duration.ofMillis(200));

  private final OkHttpClient client;
  private final Patience patience;

  HttpTransfer(OkHttpClient client, Patience patience) {
    this.client = client;
    this.patience = patience;
  }

  /** How often to try, and how long to pause after the first failure. */
  record Patience(int tries, Duration firstPause) {}

  /** What is done with the body of a successful answer; once per try. */
  interface BodyReader<T> {
    T read(ResponseBody body) throws IOException;
  }

  /** The server gave an answer that isn't success. */
  static final class StatusException extends IOException {
    private static final long serialVersionUID = 1;
    private final int status;

    StatusException(int status) {
      super("HTTP status " + status);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** What was received can't be written on this machine. */
  static final class WriteException extends IOException {
    private static final long serialVersionUID = 1;

    WriteException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /**
   * Sends a request, whose body can be sent repeatedly, and reads the answer.
   *
   * @throws StatusException for an answer that isn't success, after the tries that could help
   * @throws WriteException thrown by the reader, at once
   * @throws IOException for the last connection that failed
   * @throws CancellationException when cancelled
   */
  <T> T send(Request request, Cancellation cancellation, BodyReader<T> reader) throws IOException {
    Duration pause = patience.firstPause();
    for (int attempt = 1; ; attempt++) {
      try (Response response = cancellation.watch(client.newCall(request)).execute()) {
        if (!response.isSuccessful()) {
          throw new StatusException(response.code());
        }
        return reader.read(response.body());
      } catch (IOException e) {
        if (cancellation.isCancelled()) {
          throw new CancellationException("cancelled");
        }
        if (attempt == patience.tries() || !mayHelpToRepeat(e)) {
          throw e;
        }
      }
      cancellation.pause(pause);
      pause = pause.multipliedBy(2);
    }
  }

  private static boolean mayHelpToRepeat(IOException failure) {
    if (failure instanceof WriteException) {
      return false;
    }
    if (failure instanceof StatusException answer) {
      int status = answer.status();
      return status == 408 || status == 429 || status >= 500;
    }
    return true;
  }
}
