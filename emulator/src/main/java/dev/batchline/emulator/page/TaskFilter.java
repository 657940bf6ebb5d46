package dev.batchline.emulator.page;

import dev.batchline.emulator.http.Query;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which tasks of a job are wanted.
 *
 * @param state a key of {@link #STATES}
 * @param prefix that identifiers begin with
 */
record TaskFilter(String state, String prefix) {

  /** What can be chosen, and how the properties of a task say it. */
  private static final Map<String, Predicate<Page.Properties>> STATES =
      Map.of(
          "all", task -> true,
          "active", is("state", "active"),
          "preparing", is("state", "preparing"),
          "running", is("state", "running"),
          "completed", is("state", "completed"),
          "succeeded", is("executionInfo/result", "success"),
          "failed", is("executionInfo/result", "failure"));

  private static final List<String> ORDER =
      List.of("all", "active", "preparing", "running", "completed", "succeeded", "failed");

  private static final int LONGEST = 64;

  private static Predicate<Page.Properties> is(String path, String value) {
    return task -> value.equals(task.at(path));
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

  Predicate<Page.Properties> predicate() {
    Predicate<Page.Properties> inState = STATES.getOrDefault(state, task -> true);
    if (prefix.isEmpty()) {
      return inState;
    }
    String key = Ids.key(prefix);
    return inState.and(task -> Ids.key(String.valueOf(task.at("id"))).startsWith(key));
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
