package dev.batchline.emulator.page;

import java.util.List;

/**
 * What one address shows.
 *
 * @param trail links from the overview down to it
 */
record Screen(String title, List<Html> trail, Html content) {

  Screen {
    trail = List.copyOf(trail);
  }

  /** The whole page; what doesn't change with time stands outside {@code main}. */
  String page(Facts facts) {
    Html head =
        Html.tag("head")
            .add(
                Html.tag("meta").attribute("charset", "utf-8"),
                Html.tag("meta")
                    .attribute("name", "viewport")
                    .attribute("content", "width=device-width, initial-scale=1"),
                Html.tag("meta")
                    .attribute("name", "color-scheme")
                    .attribute("content", "light dark"),
                Html.tag("title").add(title + " · Batch emulator"),
                link("icon", "icon.svg"),
                link("stylesheet", "page.css"),
                Html.tag("script").attribute("src", asset("page.js")).attribute("defer", ""),
                Html.tag("noscript")
                    .add(
                        Html.tag("meta")
                            .attribute("http-equiv", "refresh")
                            .attribute("content", "5")));
    Html body =
        Html.tag("body")
            .add(
                Html.tag("a").looks("skip").attribute("href", "#main").add("Skip to content"),
                banner(facts),
                Html.tag("main").attribute("id", "main").add(way(), content),
                Html.tag("footer").add("Times are UTC. This page changes nothing."));
    return "<!doctype html>\n" + Html.tag("html").attribute("lang", "en").add(head, body);
  }

  private static Html banner(Facts facts) {
    return Html.tag("header")
        .add(
            Html.tag("a")
                .looks("home")
                .attribute("href", "/")
                .add(Html.tag("span").looks("mark").attribute("aria-hidden", "true").add("▦"))
                .add("Batch emulator"),
            Html.tag("span").looks("account").add("account " + facts.account()),
            Html.tag("span").attribute("id", "live"));
  }

  private Html way() {
    if (trail.isEmpty()) {
      return Html.fragment();
    }
    Html steps = Html.tag("ol");
    trail.forEach(step -> steps.add(Html.tag("li").add(step)));
    return Html.tag("nav").attribute("aria-label", "Where this is").add(steps);
  }

  private static Html link(String relation, String file) {
    return Html.tag("link").attribute("rel", relation).attribute("href", asset(file));
  }

  private static String asset(String file) {
    return Links.ROOT + "/" + file;
  }
}
