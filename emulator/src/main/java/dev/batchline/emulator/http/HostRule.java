package dev.batchline.emulator.http;

import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses requests for other hosts than this machine, so that no page in a browser can reach the
 * emulator through a name of its own that it lets point to loopback.
 */
final class HostRule {

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> allowed = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * @param more names that are allowed too, without a port
   */
  HostRule(Set<String> more) {
    allowed.addAll(LOOPBACK);
    allowed.addAll(more);
  }

  void check(Request request) {
    String host = request.header("Host").orElse("");
    if (!allowed.contains(host.replaceFirst(":[0-9]*$", ""))) {
      throw Refusals.foreignHost(host.isEmpty() ? "nothing" : host);
    }
  }
}
