package dev.batchline.emulator.http;

import dev.batchline.emulator.model.JobTokens;
import java.util.Set;

/**
 * How the server listens and whom it lets in.
 *
 * @param port 0 for any free one
 * @param allowedHosts names besides loopback's own that a Host header may have
 * @param jobTokens by which tasks are let in
 */
public record HttpSettings(
    int port, AccountKey key, Set<String> allowedHosts, JobTokens jobTokens) {

  /** Settings of a server that knows no tokens of jobs but its own. */
  public HttpSettings(int port, AccountKey key, Set<String> allowedHosts) {
    this(port, key, allowedHosts, JobTokens.create());
  }

  public HttpSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("no such port: " + port);
    }
    allowedHosts = Set.copyOf(allowedHosts);
  }
}
