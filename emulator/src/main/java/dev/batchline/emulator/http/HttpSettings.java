package dev.batchline.emulator.http;

import java.util.Set;

/**
 * How the server listens and whom it lets in.
 *
 * @param port 0 for any free one
 * @param allowedHosts names besides loopback's own that a Host header may have
 */
public record HttpSettings(int port, AccountKey key, Set<String> allowedHosts) {

  public HttpSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("no such port: " + port);
    }
    allowedHosts = Set.copyOf(allowedHosts);
  }
}
