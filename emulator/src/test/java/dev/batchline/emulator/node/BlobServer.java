package dev.batchline.emulator.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of Azure Storage as nodes use: one container {@code box}, a SAS that must be there, pages
 * of two names, and answers that a test asks for.
 */
final class BlobServer implements AutoCloseable {

  static final String SAS = "sv=2021-12-02&sig=a%2Bb%3D";

  final Map<String, byte[]> blobs = new ConcurrentSkipListMap<>();
  final Map<String, Map<String, String>> headers = new ConcurrentHashMap<>();
  final List<String> requests = java.util.Collections.synchronizedList(new ArrayList<>());

  /** Statuses to answer the next requests with; 0 breaks the connection. */
  final ConcurrentLinkedQueue<Integer> faults = new ConcurrentLinkedQueue<>();

  private final Map<String, byte[]> blocks = new ConcurrentHashMap<>();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  BlobServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  String container() {
    return container("box");
  }

  String container(String name) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/account/" + name + "?" + SAS;
  }

  String blob(String name) {
    return container().replace("/box?", "/box/" + name + "?");
  }

  String text(String name) {
    return new String(blobs.get(name), StandardCharsets.UTF_8);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      byte[] body = exchange.getRequestBody().readAllBytes();
      Integer fault = faults.poll();
      if (fault != null && fault == 0) {
        return; // closed without an answer
      }
      Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
      int status = fault != null ? fault : status(exchange, query);
      byte[] answer = status == 200 ? content(exchange, query, body) : new byte[0];
      boolean put = exchange.getRequestMethod().equals("PUT");
      exchange.sendResponseHeaders(
          status == 200 && put ? 201 : status, answer.length == 0 ? -1 : answer.length);
      if (answer.length > 0) {
        exchange.getResponseBody().write(answer);
      }
    }
  }

  private int status(HttpExchange exchange, Map<String, String> query) {
    if (!"a+b=".equals(query.get("sig"))) {
      return 403;
    }
    String path = exchange.getRequestURI().getPath();
    boolean known = path.equals("/account/box") || path.startsWith("/account/box/");
    boolean read = exchange.getRequestMethod().equals("GET") && !query.containsKey("comp");
    return known && (!read || blobs.containsKey(name(exchange))) ? 200 : 404;
  }

  private byte[] content(HttpExchange exchange, Map<String, String> query, byte[] body) {
    String name = name(exchange);
    if (exchange.getRequestMethod().equals("GET")) {
      return query.containsKey("comp") ? list(query) : blobs.get(name);
    }
    switch (query.getOrDefault("comp", "blob")) {
      case "block" -> blocks.put(name + query.get("blockid"), body);
      case "blocklist" -> blobs.put(name, joined(name, new String(body, StandardCharsets.UTF_8)));
      default -> blobs.put(name, body);
    }
    Map<String, String> sent = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((key, values) -> sent.put(key.toLowerCase(java.util.Locale.ROOT), values.get(0)));
    headers.put(name, sent);
    return new byte[0];
  }

  private byte[] joined(String name, String list) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    Matcher id = Pattern.compile("<Latest>([^<]+)</Latest>").matcher(list);
    while (id.find()) {
      whole.writeBytes(blocks.get(name + id.group(1)));
    }
    return whole.toByteArray();
  }

  private byte[] list(Map<String, String> query) {
    List<String> names =
        blobs.keySet().stream()
            .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
            .filter(name -> name.compareTo(query.getOrDefault("marker", "")) >= 0)
            .toList();
    StringBuilder xml = new StringBuilder("\ufeff<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    xml.append("<EnumerationResults ContainerName=\"box\"><Blobs>");
    for (String name : names.subList(0, Math.min(2, names.size()))) {
      String escaped = name.replace("&", "&amp;");
      xml.append("<Blob><Name>").append(escaped).append("</Name><Properties/></Blob>");
    }
    xml.append("</Blobs><NextMarker>")
        .append(names.size() > 2 ? names.get(2).replace("&", "&amp;") : "");
    return xml.append("</NextMarker></EnumerationResults>")
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String name(HttpExchange exchange) {
    return exchange.getRequestURI().getPath().replaceFirst("^/account/[^/]*/?", "");
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> query = new TreeMap<>();
    for (String pair : (raw == null ? "" : raw).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(
            pair.substring(0, equals),
            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
