package dev.batchline.cli.console;

import dev.batchline.run.Standstill.Explanation;
import dev.batchline.run.StandstillCause;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Why nothing runs, as a line for people. */
public final class StandstillText {

  /** Sentences that say by themselves what goes on. */
  private static final Set<StandstillCause> COMPLETE =
      Set.of(
          StandstillCause.NOT_DRIVEN,
          StandstillCause.CANCELLING,
          StandstillCause.UPLOADING,
          StandstillCause.COLLECTING,
          StandstillCause.UNREACHABLE,
          StandstillCause.RUNNING,
          StandstillCause.SLOTS_TAKEN,
          StandstillCause.SETTLING);

  private StandstillText() {}

  /** Lines for the cause that matters most, and for a second one that may help. */
  public static List<String> of(List<Explanation> causes) {
    List<String> lines = new ArrayList<>();
    causes.stream().limit(1).forEach(why -> lines.add(of(why)));
    causes.stream()
        .skip(1)
        .limit(1)
        .forEach(why -> lines.add("Also: " + ForeignText.line(why.sentence())));
    return lines;
  }

  /** A whole sentence without a full stop: what ends it may be a command. */
  public static String of(Explanation why) {
    String sentence = ForeignText.line(why.advice());
    return COMPLETE.contains(why.cause())
        ? sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1)
        : "Nothing runs: " + sentence;
  }
}
