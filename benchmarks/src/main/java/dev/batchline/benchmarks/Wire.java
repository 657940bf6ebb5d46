package dev.batchline.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * One connection to an emulator of Azure Batch, with next to no cost of its own: what a client
 * library takes would be most of what is measured.
 */
final class Wire implements AutoCloseable {

  private static final String VERSION = "api-version=2024-07-01.20.0";
  private static final String TOKEN = token();

  private final Socket socket;
  private final InputStream input;
  private final OutputStream output;

  Wire(URI endpoint) throws IOException {
    socket = new Socket(endpoint.getHost(), endpoint.getPort());
    socket.setTcpNoDelay(true);
    input = new BufferedInputStream(socket.getInputStream());
    output = socket.getOutputStream();
  }

  /** A token as Entra ID makes them, which the emulator doesn't check any further. */
  private static String token() {
    Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
    String claims = "{\"aud\":\"https://batch.core.windows.net/\",\"exp\":4102444800}";
    return base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + base64.encodeToString(new byte[32]);
  }

  /** The body of the answer. */
  String call(String method, String path, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String request =
        method
            + " "
            + path
            + (path.indexOf('?') < 0 ? "?" : "&")
            + VERSION
            + " HTTP/1.1\r\nHost: "
            + socket.getInetAddress().getHostAddress()
            + ":"
            + socket.getPort()
            + "\r\nAuthorization: Bearer "
            + TOKEN
            + (content.length == 0
                ? ""
                : "\r\nContent-Type: application/json; odata=minimalmetadata")
            + "\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    output.write(request.getBytes(StandardCharsets.US_ASCII));
    output.write(content);
    output.flush();
    return answer(method + " " + path);
  }

  private String answer(String asked) throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
    }
    String body = chunked ? chunks() : new String(bytes(length), StandardCharsets.UTF_8);
    if (status >= 300) {
      throw new IOException(asked + " was answered with " + status + ": " + body);
    }
    return body;
  }

  private String chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = Integer.parseInt(line(), 16);
      body.write(bytes(length));
      line();
      if (length == 0) {
        return body.toString(StandardCharsets.UTF_8);
      }
    }
  }

  private byte[] bytes(int length) throws IOException {
    byte[] bytes = input.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the answer was cut short");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = input.read(); next != '\n'; next = input.read()) {
      if (next < 0) {
        throw new IOException("the connection was closed");
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
