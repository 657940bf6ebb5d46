package dev.batchline.emulator.model;

import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param filter over the properties of one element
 * @param after key of the last element of the page before; lists are ordered by key
 * @param size most elements to return
 */
public record Page(Predicate<Properties> filter, Optional<String> after, int size) {

  /**
   * One element as a filter sees it: the value at a path such as {@code executionInfo/exitCode}.
   * Strings (also enums, in the spelling of the wire), Boolean, Long, Double and Instant; null
   * where the element has none.
   */
  @FunctionalInterface
  public interface Properties {
    @Nullable Object at(String path);
  }

  /** Everything, from the start. */
  public static Page first(int size) {
    return new Page(element -> true, Optional.empty(), size);
  }
}
