package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the service answers when a call succeeded; HTTP adds status, envelope and headers. */
public sealed interface Answer {

  /**
   * Done, without a body.
   *
   * @param location URL of what was created
   */
  record Done(Optional<Stamp> stamp, Optional<String> location) implements Answer {}

  /** One resource, complete; HTTP applies {@code $select}. */
  record Entity(ObjectNode json, Optional<Stamp> stamp) implements Answer {}

  /**
   * One page of a list.
   *
   * @param next key to continue after, when there is more
   */
  record Listing(List<ObjectNode> elements, Optional<String> next) implements Answer {
    public Listing {
      elements = List.copyOf(elements);
    }
  }

  /** Bytes that are no JSON. */
  record Octets(String text) implements Answer {}

  /**
   * A file of a task or node; HTTP reads it, or the range asked for, when it is sent.
   *
   * @param url as the service names it
   * @param mode of the file, octal
   */
  record FileContent(
      Path file, boolean directory, long length, Instant lastModified, String mode, String url)
      implements Answer {}
}
