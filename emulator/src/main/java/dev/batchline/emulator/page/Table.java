package dev.batchline.emulator.page;

import java.util.ArrayList;
import java.util.List;

/** A table that scrolls sideways by itself when the window is narrow. */
final class Table {

  private final String label;
  private final List<String> heads;
  private final List<Html> rows = new ArrayList<>();

  /**
   * @param label what it shows, for those who can't see it
   */
  Table(String label, String... heads) {
    this.label = label;
    this.heads = List.of(heads);
  }

  Table row(Html... cells) {
    Html row = Html.tag("tr");
    for (Html cell : cells) {
      row.add(Html.tag("td").add(cell));
    }
    rows.add(row);
    return this;
  }

  /** The table, or a sentence in its place when it has no row. */
  Html orElse(String nothing) {
    if (rows.isEmpty()) {
      return Html.tag("p").looks("nothing").add(nothing);
    }
    Html head = Html.tag("tr");
    heads.forEach(text -> head.add(Html.tag("th").attribute("scope", "col").add(text)));
    return Html.tag("div")
        .looks("sideways")
        .attribute("tabindex", "0")
        .attribute("role", "region")
        .attribute("aria-label", label)
        .add(Html.tag("table").add(Html.tag("thead").add(head), Html.tag("tbody").add(rows)));
  }
}
