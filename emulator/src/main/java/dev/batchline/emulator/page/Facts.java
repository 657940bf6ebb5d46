package dev.batchline.emulator.page;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What the pages tell besides what is in the account.
 *
 * @param account its name
 * @param settings of the emulator, for people to read, in order; asked each time
 * @param faults that are in force now, asked each time
 */
public record Facts(
    String account,
    Supplier<List<Map.Entry<String, String>>> settings,
    Supplier<List<Fault>> faults) {

  /**
   * A fault that was asked for.
   *
   * @param what goes wrong
   * @param concerns what it goes wrong with
   * @param struck how often it has gone wrong
   */
  public record Fault(String what, String concerns, long struck) {}
}
