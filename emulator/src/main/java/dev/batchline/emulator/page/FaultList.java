package dev.batchline.emulator.page;

import java.util.List;

/**
 * The faults that somebody asked for and that are in force: what goes wrong isn't Batch's doing.
 */
final class FaultList {

  private FaultList() {}

  static Html html(List<Facts.Fault> faults) {
    if (faults.isEmpty()) {
      return Html.fragment();
    }
    Table table = new Table("Faults in force", "fault", "concerns", "struck so far");
    for (Facts.Fault fault : faults) {
      table.row(
          Html.text(fault.what()),
          Html.text(fault.concerns()),
          Html.text(Numbers.grouped(fault.struck())));
    }
    return Html.tag("section")
        .looks("alarm")
        .add(Html.tag("h2").add("Faults in force"), table.orElse(""));
  }
}
