package dev.batchline.emulator.page;

import dev.batchline.emulator.model.TaskTotals;
import java.util.ArrayList;
import java.util.List;

/** How many tasks of a job are in which state, as a bar and in words. */
final class TaskBar {

  private static final int WIDTH = 1000;

  private TaskBar() {}

  static Html bar(TaskTotals totals) {
    int all = all(totals);
    Html bar =
        Html.tag("svg")
            .looks("bar")
            .attribute("viewBox", "0 0 " + WIDTH + " 10")
            .attribute("preserveAspectRatio", "none")
            .attribute("aria-hidden", "true");
    double x = 0;
    for (Part part : parts(totals)) {
      double width = all == 0 ? 0 : (double) WIDTH * part.count() / all;
      bar.add(
          Html.tag("rect")
              .looks(part.looks())
              .attribute("x", Double.toString(x))
              .attribute("width", Double.toString(width))
              .attribute("height", "10"));
      x += width;
    }
    return bar;
  }

  /** Such as {@code 3 active, 1,290 succeeded, 1 failed}. */
  static String words(TaskTotals totals) {
    List<String> words = new ArrayList<>();
    word(words, totals.active(), "active");
    word(words, totals.running(), "running");
    word(words, totals.succeeded(), "succeeded");
    word(words, totals.failed(), "failed");
    return words.isEmpty() ? "no tasks" : String.join(", ", words);
  }

  private static void word(List<String> words, int count, String state) {
    if (count > 0) {
      words.add(Numbers.grouped(count) + " " + state);
    }
  }

  static int all(TaskTotals totals) {
    return totals.active() + totals.running() + totals.completed();
  }

  private record Part(String looks, int count) {}

  private static Part[] parts(TaskTotals totals) {
    return new Part[] {
      new Part("succeeded", totals.succeeded()),
      new Part("failed", totals.failed()),
      new Part("running", totals.running())
    };
  }
}
