package dev.batchline.emulator.page;

import dev.batchline.emulator.model.Execution;

/** How a start, preparation or release task went. */
final class SpecialTask {

  private SpecialTask() {}

  static Html outcome(Execution execution) {
    if (execution.ended().isEmpty()) {
      return execution.begun() ? Badge.RUNNING.saying("running") : Badge.WAITING.saying("waiting");
    }
    if (execution.succeeded()) {
      return Badge.SUCCEEDED.saying("succeeded");
    }
    String code =
        execution.exitCode().isPresent()
            ? "failed, exit code " + execution.exitCode().getAsInt()
            : "failed";
    return Html.fragment(Badge.FAILED.saying(code), failure(execution));
  }

  /** What went wrong, with all that the service says of it. */
  static Html failure(Execution execution) {
    return execution
        .failure()
        .map(
            failure -> {
              Html text =
                  Html.tag("div")
                      .looks("error")
                      .add(Html.tag("strong").add(failure.code()))
                      .add(" (" + failure.category() + ") " + failure.message());
              failure.details().stream()
                  .filter(detail -> !detail.getValue().equals(failure.message()))
                  .forEach(
                      detail ->
                          text.add(
                              Html.tag("div").add(detail.getKey() + ": " + detail.getValue())));
              return text;
            })
        .orElseGet(Html::fragment);
  }
}
