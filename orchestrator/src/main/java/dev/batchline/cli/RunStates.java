package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.run.RunStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** States of runs as people type them. */
final class RunStates {

  private static final String ACTIVE = "active";

  private RunStates() {}

  /**
   * @throws RunException with the user's blame for a word that is no state
   */
  static Set<RunStatus> of(List<String> words) {
    Set<RunStatus> states = EnumSet.noneOf(RunStatus.class);
    for (String word : words) {
      String plain = word.strip().toLowerCase(Locale.ROOT).replace('_', ' ').replace('-', ' ');
      List<RunStatus> meant =
          Arrays.stream(RunStatus.values())
              .filter(state -> plain.equals(ACTIVE) ? !state.ended() : state.word().equals(plain))
              .toList();
      if (meant.isEmpty()) {
        throw new RunException(
            Blame.USER,
            "list runs in state \"" + word + "\"",
            "there is no such state",
            "States are "
                + Arrays.stream(RunStatus.values())
                    .map(state -> state.word().replace(' ', '-'))
                    .collect(Collectors.joining(", "))
                + "; active is all that have not ended.");
      }
      states.addAll(meant);
    }
    return states;
  }
}
