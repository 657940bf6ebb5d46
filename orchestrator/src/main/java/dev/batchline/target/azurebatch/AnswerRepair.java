package dev.batchline.target.azurebatch;

import java.io.IOException;
import java.util.Locale;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

/**
 * Makes answers digestible for the SDK without changing what they say.
 *
 * <p>An error page that is not JSON (a gateway's, a proxy's) would end as a parser's exception and
 * hide its status: its body is dropped. A partial file with status 206, which HTTP allows where
 * Batch's own description says 200, would be refused.
 */
final class AnswerRepair implements Interceptor {

  private static final int PARTIAL_CONTENT = 206;
  private static final int OK = 200;

  @Override
  public Response intercept(Chain chain) throws IOException {
    Response answer = chain.proceed(chain.request());
    if (answer.code() == PARTIAL_CONTENT) {
      return answer.newBuilder().code(OK).build();
    }
    String type = answer.header("Content-Type", "");
    boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
    if (answer.isSuccessful() || json) {
      return answer;
    }
    ResponseBody body = answer.body();
    if (body != null) {
      body.close();
    }
    return answer
        .newBuilder()
        .removeHeader("Content-Length")
        .body(ResponseBody.create("", MediaType.get("application/json")))
        .build();
  }
}
