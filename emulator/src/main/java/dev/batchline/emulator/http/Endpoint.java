package dev.batchline.emulator.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Something else that the server answers besides the Batch service, with rules of its own. */
public interface Endpoint {

  /** Whether it wants requests of this raw path. */
  boolean answers(String path);

  /** Answers one request; the Host header has been checked, nothing else. */
  void handle(Request request, HttpServletRequest body, HttpServletResponse response)
      throws IOException;
}
