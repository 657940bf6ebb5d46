package dev.batchline.spec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The names that may stand in <code>${{ }}</code> at some place of a job file.
 *
 * @param values of names that are known when the file is read
 * @param perTask names that have another value in each task
 * @param broken names whose value couldn't be worked out because of a mistake reported elsewhere
 * @param open whether names may exist that couldn't be found out because of such a mistake
 */
record Scope(Map<String, String> values, Set<String> perTask, Set<String> broken, boolean open) {

  /** Names people try, and what to write instead. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "run.id", "It isn't known yet when commands are made; use $BATCHLINE_RUN_ID.",
          "task.attempt", "It isn't known yet when commands are made; use $BATCHLINE_ATTEMPT.");

  Scope {
    values = Map.copyOf(values);
    perTask = Set.copyOf(perTask);
    broken = Set.copyOf(broken);
  }

  /** This scope and what a task group adds to it. */
  Scope inTasks(Collection<String> variables, boolean moreVariables) {
    Set<String> names = new LinkedHashSet<>(variables);
    names.add("task.id");
    return new Scope(values, names, broken, open || moreVariables);
  }

  /** Reports the names in a template that mean nothing here. */
  void check(TextTemplate template, Problems problems) {
    template
        .names()
        .forEach(
            (name, at) -> {
              if (!knows(name) && !open) {
                problems.add(at, "unknown name \"" + name + "\" in ${{ }}", suggestion(name));
              }
            });
  }

  /** Whether what a template says can be worked out here and now. */
  boolean canFill(TextTemplate template) {
    return values.keySet().containsAll(template.nameSet());
  }

  private boolean knows(String name) {
    return values.containsKey(name) || perTask.contains(name) || broken.contains(name);
  }

  private String suggestion(String name) {
    if (ELSEWHERE.containsKey(name)) {
      return ELSEWHERE.get(name);
    }
    if (values.containsKey("parameters." + name) || broken.contains("parameters." + name)) {
      return "Did you mean \"parameters." + name + "\"?";
    }
    Map<String, String> known = new LinkedHashMap<>();
    perTask.stream().sorted().forEach(other -> known.put(other, ""));
    values.keySet().stream().sorted().forEach(other -> known.put(other, ""));
    broken.stream().sorted().forEach(other -> known.put(other, ""));
    String hint = perTask.isEmpty() ? " Variables of tasks mean nothing at this place." : "";
    return Names.suggest(name, known.keySet()) + hint;
  }
}
