package dev.batchline.emulator.page;

import dev.batchline.emulator.model.Execution;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeLoad;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.WireTime;
import java.util.List;

/** {@code /view/pools/POOL/nodes/NODE}: what a node does and did, and what its start task said. */
final class NodePage {

  private final View view;

  NodePage(View view) {
    this.view = view;
  }

  private record Snapshot(Pool pool, Node node) {}

  Screen screen(String poolId, String nodeId) {
    Snapshot seen =
        view.account()
            .read(
                account -> new Snapshot(account.pool(poolId).pool(), account.node(poolId, nodeId)));
    Pool pool = seen.pool();
    Node node = seen.node();
    FileOwner owner = FileOwner.node(view.service(), pool.id(), node.id());
    Html content =
        Html.fragment(
            Html.tag("h1").add("Node ").add(Html.tag("code").add(node.id())),
            Html.tag("p").add(HeatMap.state(node)),
            errors(node),
            properties(pool, node),
            Html.tag("h2").add("Running now"),
            running(node),
            Html.tag("h2").add("Ended here last"),
            recent(node),
            startTask(pool, node, owner),
            Html.tag("h2").add("Files"),
            FileTable.of(owner, false));
    return new Screen(
        "Node " + HeatMap.shortId(node.id()),
        List.of(
            Links.link("Overview", "/"), Links.link("Pool " + pool.id(), Links.pool(pool.id()))),
        content);
  }

  private static Html errors(Node node) {
    Html errors = Html.fragment();
    node.errors()
        .forEach(
            error ->
                errors.add(
                    Html.tag("p")
                        .looks("error")
                        .add(Badge.FAILED.saying(error.code()))
                        .add(" " + error.message())));
    return errors;
  }

  private Html properties(Pool pool, Node node) {
    Times times = view.times();
    return new Properties()
        .add("Since", times.at(node.state().time()))
        .add("Kind", node.dedicated() ? "dedicated" : "Spot")
        .add("VM size", node.origin().vmSize())
        .add("Slots used", node.load().usedSlots() + " of " + pool.settings().taskSlotsPerNode())
        .add("Scheduling", node.schedulingEnabled() ? "enabled" : "disabled")
        .add("Address", node.origin().ipAddress())
        .add("Allocated", times.at(node.origin().allocated()))
        .addHtml("Last boot", node.lastBoot().map(times::at))
        .add("Tasks run", node.load().totalRun())
        .add("Succeeded", node.load().totalSucceeded())
        .html();
  }

  private static Html running(Node node) {
    Table table = new Table("Tasks that run on the node", "task", "job", "slots");
    for (NodeLoad.Occupant occupant : node.load().running()) {
      table.row(
          Links.link(occupant.taskId(), Links.task(occupant.jobId(), occupant.taskId())),
          Links.link(occupant.jobId(), Links.job(occupant.jobId())),
          Html.text(Integer.toString(occupant.slots())));
    }
    return table.orElse("No task.");
  }

  private Html recent(Node node) {
    Times times = view.times();
    Table table = new Table("Tasks that ended on the node", "task", "job", "outcome", "ended");
    for (NodeLoad.RecentTask task : node.load().recent()) {
      table.row(
          Links.link(task.taskId(), Links.task(task.jobId(), task.taskId())),
          Links.link(task.jobId(), Links.job(task.jobId())),
          SpecialTask.outcome(task.execution()),
          times.at(task.execution().ended()));
    }
    return table.orElse("No task.");
  }

  private Html startTask(Pool pool, Node node, FileOwner owner) {
    if (pool.settings().startTask().isEmpty()) {
      return Html.fragment();
    }
    Html section = Html.fragment(Html.tag("h2").add("Start task"));
    if (node.startTask().isEmpty()) {
      return section.add(Html.tag("p").looks("nothing").add("It has not begun yet."));
    }
    Execution execution = node.startTask().get();
    String run = execution.started().map(WireTime::text).orElse("");
    Output output = new Output(owner, run, execution.ended().isPresent());
    return section.add(
        Html.tag("p").add(SpecialTask.outcome(execution)),
        output.titled("startup/stdout.txt"),
        output.titled("startup/stderr.txt"));
  }
}
