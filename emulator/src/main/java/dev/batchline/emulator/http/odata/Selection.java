package dev.batchline.emulator.http.odata;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which members of a resource are wanted.
 *
 * @param names empty for all of them
 */
public record Selection(Set<String> names) {

  public static final Selection ALL = new Selection(Set.of());

  public Selection {
    names = Set.copyOf(names);
  }

  /** Parses {@code id, state}; blanks after commas are allowed. */
  public static Selection of(String select) {
    return new Selection(
        Arrays.stream(select.split(",", -1))
            .map(String::strip)
            .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  public ObjectNode of(ObjectNode resource) {
    return names.isEmpty() ? resource : resource.deepCopy().retain(names);
  }
}
