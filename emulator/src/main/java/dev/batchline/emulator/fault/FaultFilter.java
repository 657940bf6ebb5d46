package dev.batchline.emulator.fault;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a rule is limited to: of each subject named here, one of the patterns must match.
 *
 * <p>In a pattern {@code *} stands for any text and {@code ?} for one character; case doesn't
 * matter.
 */
public final class FaultFilter {

  /** Concerns everything. */
  public static final FaultFilter ALL = new FaultFilter(Map.of());

  private final Map<Subject, List<String>> globs = new EnumMap<>(Subject.class);
  private final Map<Subject, Pattern> patterns = new EnumMap<>(Subject.class);

  public FaultFilter(Map<Subject, List<String>> globs) {
    globs.forEach(
        (subject, alternatives) -> {
          if (!alternatives.isEmpty()) {
            this.globs.put(subject, List.copyOf(alternatives));
            patterns.put(subject, pattern(alternatives));
          }
        });
  }

  /** The patterns, by what they limit. */
  public Map<Subject, List<String>> globs() {
    return Collections.unmodifiableMap(globs);
  }

  boolean concerns(Occasion occasion) {
    for (Map.Entry<Subject, Pattern> limit : patterns.entrySet()) {
      String id = occasion.subjects().get(limit.getKey());
      if (id == null || !limit.getValue().matcher(id).matches()) {
        return false;
      }
    }
    return true;
  }

  private static Pattern pattern(List<String> globs) {
    String alternatives =
        globs.stream().map(FaultFilter::expression).collect(Collectors.joining("|"));
    return Pattern.compile(alternatives, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  }

  private static String expression(String glob) {
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char one = glob.charAt(i);
      switch (one) {
        case '*' -> expression.append(".*");
        case '?' -> expression.append('.');
        default -> expression.append(Pattern.quote(String.valueOf(one)));
      }
    }
    return expression.toString();
  }
}
