package dev.batchline.emulator.page;

import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Task;
import dev.batchline.emulator.model.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which tasks of a job are wanted.
 *
 * @param state a key of {@link #STATES}
 * @param prefix that identifiers begin with
 */
record TaskFilter(String state, String prefix) {

  /** What can be chosen. */
  private static final Map<String, Predicate<Task>> STATES =
      Map.of(
          "all", task -> true,
          "active", task -> task.is(TaskState.ACTIVE),
          "preparing", task -> task.is(TaskState.PREPARING),
          "running", task -> task.is(TaskState.RUNNING),
          "completed", task -> task.is(TaskState.COMPLETED),
          "succeeded", task -> completed(task, true),
          "failed", task -> completed(task, false));

  private static final List<String> ORDER =
      List.of("all", "active", "preparing", "running", "completed", "succeeded", "failed");

  private static final int LONGEST = 64;

  private static boolean completed(Task task, boolean successfully) {
    return task.is(TaskState.COMPLETED) && task.execution().succeeded() == successfully;
  }

  static TaskFilter of(Query query) {
    String prefix = query.value("prefix").orElse("").strip();
    return new TaskFilter(
        query.value("state").filter(STATES::containsKey).orElse("all"),
        prefix.length() > LONGEST ? prefix.substring(0, LONGEST) : prefix);
  }

  boolean wantsAll() {
    return state.equals("all") && prefix.isEmpty();
  }

  /**
   * A part of the tasks that are wanted: those that begin otherwise aren't looked at.
   *
   * @param all by key
   * @param after key of the last task before the part
   */
  Pages<Task> of(NavigableMap<String, Task> all, Optional<String> after, int size) {
    String from = Ids.key(prefix);
    NavigableMap<String, Task> beginning =
        prefix.isEmpty() ? all : all.subMap(from, true, from + Character.MAX_VALUE, false);
    NavigableMap<String, Task> rest =
        after
            .filter(key -> key.startsWith(from))
            .map(key -> beginning.tailMap(key, false))
            .orElse(beginning);
    Predicate<Task> inState = STATES.getOrDefault(state, task -> true);
    List<Task> wanted = new ArrayList<>();
    for (Task task : rest.values()) {
      if (!inState.test(task)) {
        continue;
      }
      if (wanted.size() == size) {
        return new Pages<>(wanted, Optional.of(wanted.get(size - 1).key()));
      }
      wanted.add(task);
    }
    return new Pages<>(wanted, Optional.empty());
  }

  /** As the parameters of an address; never empty. */
  String query() {
    List<String> parameters = new ArrayList<>(List.of("state=" + state));
    if (!prefix.isEmpty()) {
      parameters.add("prefix=" + Links.encode(prefix));
    }
    return String.join("&", parameters);
  }

  /** What to choose with. */
  Html form(String path) {
    Html select = Html.tag("select").attribute("id", "state").attribute("name", "state");
    for (String choice : ORDER) {
      Html option = Html.tag("option").attribute("value", choice).add(choice);
      select.add(choice.equals(state) ? option.attribute("selected", "") : option);
    }
    return Html.tag("form")
        .looks("filter")
        .attribute("method", "get")
        .attribute("action", path)
        .attribute("role", "search")
        .attribute("data-keep", "")
        .add(
            label("state", "State"),
            select,
            label("prefix", "Id begins with"),
            Html.tag("input")
                .attribute("id", "prefix")
                .attribute("name", "prefix")
                .attribute("maxlength", Integer.toString(LONGEST))
                .attribute("value", prefix),
            Html.tag("button").add("Filter"));
  }

  private static Html label(String of, String text) {
    return Html.tag("label").attribute("for", of).add(text);
  }
}
