package dev.batchline.emulator.http;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** What can be done to the connection under a request. */
final class Connections {

  private Connections() {}

  /** Closes it at once; the client sees its end instead of an answer. */
  static void drop(HttpServletRequest request) {
    ServletContextRequest.getServletContextRequest(request)
        .getConnectionMetaData()
        .getConnection()
        .getEndPoint()
        .close();
  }
}
