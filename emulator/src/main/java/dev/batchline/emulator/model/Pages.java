package dev.batchline.emulator.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;

/**
 * One page of a list, taken by the engine and rendered by whoever asked.
 *
 * @param next key to continue after
 */
public record Pages<T>(List<T> elements, Optional<String> next) {

  public Pages {
    elements = List.copyOf(elements);
  }

  /** The elements after the page before that pass the filter, looked at without rendering them. */
  public static <T> Pages<T> of(
      NavigableMap<String, T> all, Page page, Function<T, Page.Properties> properties) {
    NavigableMap<String, T> rest = page.after().map(key -> all.tailMap(key, false)).orElse(all);
    List<T> elements = new ArrayList<>();
    String last = "";
    for (var entry : rest.entrySet()) {
      if (!page.filter().test(properties.apply(entry.getValue()))) {
        continue;
      }
      if (elements.size() == page.size()) {
        return new Pages<>(elements, Optional.of(last));
      }
      elements.add(entry.getValue());
      last = entry.getKey();
    }
    return new Pages<>(elements, Optional.empty());
  }

  public Answer render(Function<T, ObjectNode> rendering) {
    return new Answer.Listing(elements.stream().map(rendering).toList(), next);
  }
}
