package dev.batchline.run;

import dev.batchline.base.RunException;
import dev.batchline.run.RunEvent.NodeBroken;
import dev.batchline.run.RunEvent.TakingOut;
import dev.batchline.storage.RunBlobs;
import dev.batchline.target.NodeTrouble;
import dev.batchline.target.Target;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Notes which nodes take no attempts, and takes nodes out after their logs are in Storage. */
final class NodeCare {

  /** How often the same trouble of a node is written down. */
  private static final Duration REMINDER = Duration.ofMinutes(2);

  private final RunSession session;
  private final Target target;

  NodeCare(RunSession session, Target target) {
    this.session = session;
    this.target = target;
  }

  /** What is news of these; a node that stays broken is news now and then. */
  List<RunEvent> news(List<NodeTrouble> troubles, Instant now) {
    List<RunEvent> events = new ArrayList<>();
    for (NodeTrouble trouble : troubles) {
      Optional<NodeBroken> before = session.state().nodes().broken(trouble.node());
      boolean old =
          before.isPresent()
              && before.get().state().equals(trouble.state())
              && before.get().at().plus(REMINDER).isAfter(now);
      if (!old) {
        events.add(
            new NodeBroken(
                now, trouble.place(), trouble.node(), trouble.state(), trouble.problem()));
      }
    }
    return events;
  }

  /** Written down first; who takes over finds the node gone, or broken still. */
  void takeOut(List<TakingOut> nodes) {
    session.write(List.copyOf(nodes));
    for (TakingOut node : nodes) {
      int logs = saveLogs(node);
      session
          .listener()
          .notice(
              node.why()
                  + "; it is taken out"
                  + (logs == 0 ? "" : ", its logs are in " + RunBlobs.nodeLogs(node.node())));
      try {
        target.takeOut(node.place(), node.node(), node.state());
      } catch (RunException e) {
        session.listener().notice(e.getMessage() + "; it is tried again if the node stays");
      }
    }
  }

  /** How many files; a node that can't be read has none, and is taken out all the same. */
  private int saveLogs(TakingOut node) {
    try {
      Map<String, String> logs = target.nodeLogs(node.place(), node.node());
      logs.forEach(
          (name, text) ->
              session
                  .store()
                  .write(
                      RunBlobs.nodeLogs(node.node()) + name,
                      text.getBytes(StandardCharsets.UTF_8)));
      return logs.size();
    } catch (RunException e) {
      session.listener().notice(String.valueOf(e.getMessage()));
      return 0;
    }
  }
}
