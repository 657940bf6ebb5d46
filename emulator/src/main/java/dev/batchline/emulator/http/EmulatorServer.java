package dev.batchline.emulator.http;

import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.time.ServiceTime;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP server, on 127.0.0.1 alone.
 *
 * <p>All that a client can make grow is bounded: connections, threads, the head of a request, its
 * body, and how slowly it may be sent.
 */
public final class EmulatorServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmulatorServer.class);

  /** A client that doesn't read what it asked for holds one for {@link #IDLE_MILLISECONDS}. */
  private static final int MOST_THREADS = 500;

  private static final int MOST_CONNECTIONS = 2000;
  private static final int LARGEST_HEAD = 64 * 1024;
  private static final long IDLE_MILLISECONDS = 60_000;
  private static final int FRAMING = 1024;

  private final HostRule hosts;
  private final BatchHandler batch;
  private final List<Endpoint> endpoints;
  private final ServiceTime time;
  private final Javalin javalin;

  private EmulatorServer(
      HttpSettings settings, BatchService service, Extras extras, ServiceTime time) {
    this.hosts = new HostRule(settings.allowedHosts());
    this.batch =
        new BatchHandler(
            service,
            new Authenticator(settings.key(), settings.jobTokens(), time),
            extras.faults(),
            time);
    this.endpoints = extras.endpoints();
    this.time = time;
    this.javalin = Javalin.create(this::configure);
  }

  /**
   * Starts to listen.
   *
   * @param extras what there is besides the Batch service
   * @throws IOException when the port is in use, or may not be used
   */
  public static EmulatorServer start(
      HttpSettings settings, BatchService service, Extras extras, ServiceTime time)
      throws IOException {
    EmulatorServer server = new EmulatorServer(settings, service, extras, time);
    try {
      server.javalin.start("127.0.0.1", settings.port());
      return server;
    } catch (JavalinBindException e) {
      server.close();
      throw new IOException(
          "can't listen on 127.0.0.1:%d: it is in use, or needs rights; --port 0 takes any free one"
              .formatted(settings.port()),
          e);
    }
  }

  public int port() {
    return javalin.port();
  }

  /** Stops to listen, and returns when the threads are gone. */
  @Override
  public void close() {
    javalin.stop();
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.router.javaLangErrorHandler(
        (response, error) -> {
          LOG.error("could not answer a request", error);
          response.setStatus(500);
        });
    config.http.maxRequestSize = RequestBody.LARGEST;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool = new QueuedThreadPool(MOST_THREADS, 4, 30_000);
    config.jetty.modifyHttpConfiguration(EmulatorServer::configure);
    config.jetty.modifyServletContextHandler(EmulatorServer::configure);
    config.jetty.modifyServer(
        server -> {
          server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
          server.setErrorHandler(new PlainErrors());
          server.insertHandler(bodiesFirst());
        });
    for (HandlerType verb : HandlerType.commonHttp()) {
      config.routes.addHttpHandler(verb, "*", this::handle);
    }
  }

  /** A file's path comes with encoded slashes, and a metric's with two slashes at its start. */
  private static void configure(HttpConfiguration http) {
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setHeaderCacheCaseSensitive(true);
    http.setRequestHeaderSize(LARGEST_HEAD);
    http.setSendServerVersion(false);
    http.setIdleTimeout(IDLE_MILLISECONDS);
  }

  /** Bodies are read before a thread is taken, so that slow clients hold none. */
  private static EagerContentHandler bodiesFirst() {
    return new EagerContentHandler(
        new EagerContentHandler.RetainedContentLoaderFactory(
            2L * RequestBody.LARGEST, FRAMING, false));
  }

  private static void configure(ServletContextHandler context) {
    context.getServletHandler().setDecodeAmbiguousURIs(true);
  }

  private void handle(Context context) throws IOException {
    Request request = request(context.req());
    try {
      hosts.check(request);
    } catch (BatchError e) {
      new Responder(request, context.res(), UUID.randomUUID()).refuse(e, time.now());
      return;
    }
    for (Endpoint endpoint : endpoints) {
      if (endpoint.answers(request.path())) {
        endpoint.handle(request, context.req(), context.res());
        return;
      }
    }
    batch.handle(request, context.req(), context.res());
  }

  private static Request request(HttpServletRequest request) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(name, String.join(",", Collections.list(request.getHeaders(name))));
    }
    String query = request.getQueryString() == null ? "" : request.getQueryString();
    return new Request(request.getMethod(), request.getRequestURI(), Query.of(query), headers);
  }
}
