package dev.batchline.autoscale;

import dev.batchline.autoscale.Expression.Name;
import dev.batchline.autoscale.Shape.Growth;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges what a formula assigns, and to which name. */
final class AssignmentLint {

  private static final Map<String, String> NAMES_OF_2015 =
      Map.of(
          "$TVMDeallocationOption", "Write $NodeDeallocationOption.",
          "$SampleTVMCount", "Write $SampleNodeCount.");

  private final LintNotes notes;

  AssignmentLint(LintNotes notes) {
    this.notes = notes;
  }

  void target(Name target, Shape shape) {
    if (shape.type().isPresent() && shape.type().get() != Type.DOUBLE) {
      notes.warn(
          target.position(),
          target.name() + " needs a double, not " + shape.type().get(),
          "Make one number of it.");
      return;
    }
    if (!shape.whole()) {
      notes.warn(
          target.position(),
          target.name() + " can be fractional: the pool gets the whole part",
          "Write ceil(…), floor(…) or round(…) to say which way.");
    }
    if (shape.growth() == Growth.OPEN) {
      notes.warn(
          target.position(),
          target.name() + " has no upper bound",
          "Write min(…, the most nodes you want to pay for).");
    }
  }

  void ownName(Name target, Set<String> assigned) {
    String name = target.name();
    if (NAMES_OF_2015.containsKey(name)) {
      notes.warn(
          target.position(), name + " has had no meaning since 2015", NAMES_OF_2015.get(name));
    }
    Vocabulary.variables(assigned).stream()
        .filter(known -> !known.equals(name) && plain(known).equals(plain(name)))
        .findFirst()
        .ifPresent(
            known ->
                notes.warn(
                    target.position(),
                    name + " and " + known + " are two variables",
                    "Names differ by case and dollar sign: choose one spelling."));
  }

  private static String plain(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("$") ? lower.substring(1) : lower;
  }
}
