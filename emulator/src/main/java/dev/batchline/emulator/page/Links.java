package dev.batchline.emulator.page;

import dev.batchline.emulator.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the page of a thing is: at the path that the REST API has for it, below {@code /view}. */
final class Links {

  static final String ROOT = "/view";

  private Links() {}

  static String pool(String pool) {
    return to("pools", pool);
  }

  static String node(String pool, String node) {
    return to("pools", pool, "nodes", node);
  }

  static String job(String job) {
    return to("jobs", job);
  }

  static String task(String job, String task) {
    return to("jobs", job, "tasks", task);
  }

  static String schedule(String schedule) {
    return to("jobschedules", schedule);
  }

  /**
   * A file of what a path leads to.
   *
   * @param owner path of a task's or node's page
   * @param file relative to its directory
   */
  static String file(String owner, String file) {
    return owner + "/files/" + encoded(file.split("/", -1));
  }

  /** A link that says where it leads. */
  static Html link(String text, String path) {
    return Html.tag("a").attribute("href", path).add(text);
  }

  /** The decoded parts of a path, without the empty ones. */
  static List<String> parts(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(part -> !part.isEmpty())
        .map(Request::percentDecoded)
        .toList();
  }

  private static String to(String... parts) {
    return ROOT + "/" + encoded(parts);
  }

  private static String encoded(String... parts) {
    List<String> encoded = new ArrayList<>();
    for (String part : parts) {
      encoded.add(encode(part));
    }
    return String.join("/", encoded);
  }

  /** Text for one part of a path, or for the value of a parameter. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
