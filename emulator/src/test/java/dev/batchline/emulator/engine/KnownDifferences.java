package dev.batchline.emulator.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * In what answers are known to differ from recorded ones, each with its reason; a list in a file.
 */
final class KnownDifferences {

  private final List<Known> list = new ArrayList<>();
  private final Set<Known> seen = new LinkedHashSet<>();

  /** One reason for differences of a kind. */
  record Known(Pattern recording, Pattern operation, Pattern difference, String reason) {

    boolean explains(String name, String asked, String found) {
      return recording.matcher(name).matches()
          && operation.matcher(asked).matches()
          && difference.matcher(found).matches();
    }
  }

  private KnownDifferences() {}

  static KnownDifferences read() throws IOException {
    KnownDifferences known = new KnownDifferences();
    try (InputStream file = KnownDifferences.class.getResourceAsStream("known-differences.json")) {
      for (JsonNode each : new ObjectMapper().readTree(file)) {
        known.list.add(
            new Known(
                Pattern.compile(each.path("recordings").asText(".*")),
                Pattern.compile(each.path("operations").asText(".*")),
                Pattern.compile(each.path("differences").asText(), Pattern.DOTALL),
                each.path("reason").asText()));
      }
    }
    return known;
  }

  /** Whether there is a reason for a difference, which is then remembered as seen. */
  boolean explain(String recording, String operation, String difference) {
    List<Known> reasons =
        list.stream().filter(each -> each.explains(recording, operation, difference)).toList();
    seen.addAll(reasons);
    return !reasons.isEmpty();
  }

  /** Reasons for what no longer differs. */
  List<String> unseen() {
    return list.stream().filter(each -> !seen.contains(each)).map(Known::reason).toList();
  }
}
