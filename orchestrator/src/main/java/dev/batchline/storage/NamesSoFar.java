package dev.batchline.storage;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Names of a listing in ascending order, as far as a later one may lie below them: Storage has a
 * blob {@code a} beside {@code a/b}, a disk has not.
 */
final class NamesSoFar {

  private final Deque<String> begun = new ArrayDeque<>();

  /**
   * @param name the next of the listing
   * @return why it can't be a file beside those before it; empty if it can
   */
  Optional<String> problem(String name) {
    while (!begun.isEmpty() && !name.startsWith(begun.getLast())) {
      begun.removeLast();
    }
    for (String earlier : begun) {
      if (name.length() > earlier.length() && name.charAt(earlier.length()) == '/') {
        return Optional.of(earlier + " is a file");
      }
    }
    begun.addLast(name);
    return Optional.empty();
  }
}
