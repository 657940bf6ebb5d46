package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AutoscaleEvaluation;
import dev.batchline.emulator.model.Autoscaling;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.PoolHistory;
import dev.batchline.emulator.model.ResizeError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /view/pools/POOL}: nodes, size over time, and what the formula made of what. */
final class PoolPage {

  private static final int MOST_CELLS = 2500;
  private static final int ROWS = 100;
  private static final int JOBS = 200;
  private static final int EVALUATIONS = 20;

  private final View view;

  PoolPage(View view) {
    this.view = view;
  }

  private record Snapshot(
      Pool pool,
      NodeTargets current,
      Map<NodeState, Integer> counts,
      List<Node> nodes,
      Optional<Node> broken,
      Pages<Node> rows,
      List<Job> jobs,
      List<AutoscaleEvaluation> evaluations,
      List<PoolHistory.Size> sizes) {}

  /**
   * @param after key of the node before the first one in the list
   * @param all whether all evaluations are wanted that are kept
   */
  Screen screen(String id, Optional<String> after, boolean all) {
    Snapshot seen =
        view.account()
            .read(
                account -> {
                  AccountPool pool = account.pool(id);
                  String key = Ids.key(id);
                  return new Snapshot(
                      pool.pool(),
                      pool.current(),
                      HeatMap.counts(pool.allNodes()),
                      HeatMap.some(pool, MOST_CELLS),
                      pool.allNodes().stream().filter(HeatMap::isBroken).findFirst(),
                      Pages.of(
                          pool.nodes(), new Page(node -> true, after, ROWS), node -> path -> null),
                      account.jobs().values().stream()
                          .map(job -> job.job())
                          .filter(job -> job.poolId().map(Ids::key).filter(key::equals).isPresent())
                          .limit(JOBS)
                          .toList(),
                      pool.history().evaluations(),
                      pool.history().sizes());
                });
    Pool pool = seen.pool();
    Html content =
        Html.fragment(
            Html.tag("h1").add("Pool ").add(Html.tag("code").add(pool.id())),
            state(pool, seen.counts()),
            seen.broken().map(PoolPage::trouble).orElseGet(Html::fragment),
            errors(pool),
            Html.tag("h2").add("Nodes"),
            nodes(seen),
            Html.tag("h2").add("Nodes over time"),
            seen.sizes().isEmpty()
                ? Html.fragment()
                : new SizeChart(seen.sizes(), view.times()).html());
    pool.autoscaling().ifPresent(scaling -> content.add(autoscaling(seen, scaling, all)));
    content.add(configuration(pool), jobs(seen), list(seen, after));
    return new Screen("Pool " + pool.id(), List.of(Links.link("Overview", "/")), content);
  }

  static Html state(Pool pool, Map<NodeState, Integer> counts) {
    return Html.tag("p")
        .add(
            Badge.of(pool.state().state(), pool.sizing().allocation().state()),
            HeatMap.broken(counts));
  }

  /** What is wrong with a broken node, and which it is. */
  private static Html trouble(Node node) {
    Html why = Html.tag("div").looks("error").add("On ").add(link(node)).add(": ");
    return node.errors().stream()
        .findFirst()
        .map(
            problem -> why.add(Html.tag("strong").add(problem.code())).add(" " + problem.message()))
        .or(() -> node.startTask().map(run -> why.add("start task ").add(SpecialTask.outcome(run))))
        .orElseGet(Html::fragment);
  }

  private static Html link(Node node) {
    return Links.link(HeatMap.shortId(node.id()), Links.node(node.origin().poolId(), node.id()))
        .attribute("title", node.id());
  }

  /** Such as {@code 3 of 4 dedicated, 0 of 2 Spot}; no word of kinds that there are none of. */
  static String numbers(NodeTargets current, NodeTargets targets) {
    String dedicated = "%d of %d dedicated".formatted(current.dedicated(), targets.dedicated());
    if (current.lowPriority() == 0 && targets.lowPriority() == 0) {
      return dedicated;
    }
    String spot = "%d of %d Spot".formatted(current.lowPriority(), targets.lowPriority());
    return current.dedicated() == 0 && targets.dedicated() == 0 ? spot : dedicated + ", " + spot;
  }

  static String slots(Pool pool) {
    int slots = pool.settings().taskSlotsPerNode();
    return slots == 1 ? "1 slot per node" : slots + " slots per node";
  }

  /** What the last resize came up against. */
  static Html errors(Pool pool) {
    Html errors = Html.fragment();
    for (ResizeError error : pool.sizing().errors()) {
      errors.add(
          Html.tag("p")
              .looks("error")
              .add(Badge.FAILED.saying(error.code()))
              .add(" " + error.message()));
    }
    return errors;
  }

  private static Html nodes(Snapshot seen) {
    Pool pool = seen.pool();
    NodeTargets targets = pool.sizing().targets();
    int total = seen.current().dedicated() + seen.current().lowPriority();
    Html nodes =
        Html.tag("section")
            .add(
                Html.tag("p").add(numbers(seen.current(), targets) + "; " + slots(pool)),
                new HeatMap(pool.settings().taskSlotsPerNode())
                    .html(seen.nodes(), seen.counts(), seen.current()));
    return total > seen.nodes().size()
        ? nodes.add(Html.tag("p").add("And " + (total - seen.nodes().size()) + " more."))
        : nodes;
  }

  private Html autoscaling(Snapshot seen, Autoscaling scaling, boolean all) {
    List<AutoscaleEvaluation> kept = seen.evaluations();
    boolean cut = !all && kept.size() > EVALUATIONS;
    Html section =
        Html.fragment(
            Html.tag("h2").add("Autoscale formula"),
            Html.tag("pre").attribute("tabindex", "0").add(scaling.formula()),
            Html.tag("p")
                .add(
                    "Evaluated every "
                        + Times.text(scaling.interval())
                        + " of Azure's time, that is every "
                        + Times.text(view.time().paced(scaling.interval()))
                        + " here."),
            Html.tag("h2").add("Evaluations"),
            new EvaluationTable(view.times())
                .html(cut ? kept.subList(kept.size() - EVALUATIONS, kept.size()) : kept));
    return cut
        ? section.add(
            Html.tag("p")
                .looks("paging")
                .add(Links.link("All " + kept.size() + " that are kept", "?evaluations=all")))
        : section;
  }

  private Html configuration(Pool pool) {
    ObjectNode said = pool.settings().document().tree();
    Properties properties =
        new Properties()
            .add("VM size", said.path("vmSize").asText())
            .add("Image", image(said))
            .add("Task slots per node", pool.settings().taskSlotsPerNode())
            .add("Nodes are filled", pool.settings().pack() ? "one after the other" : "evenly")
            .add("Start task", said.at("/startTask/commandLine").asText())
            .add("Resize timeout", Times.text(pool.sizing().timeout()))
            .add("Created", view.times().at(pool.created()));
    return Html.fragment(
        Html.tag("h2").add("Configuration"),
        properties.html(),
        JsonView.of("All of it, as JSON", said));
  }

  private static String image(ObjectNode said) {
    ObjectNode none = said.objectNode();
    var image = said.at("/virtualMachineConfiguration/imageReference");
    if (image.isMissingNode()) {
      image = none;
    }
    return image.has("virtualMachineImageId")
        ? image.path("virtualMachineImageId").asText()
        : String.join(
            " ",
            image.path("publisher").asText(),
            image.path("offer").asText(),
            image.path("sku").asText());
  }

  private static Html jobs(Snapshot seen) {
    Table table = new Table("Jobs of this pool", "job", "state");
    seen.jobs()
        .forEach(
            job ->
                table.row(
                    Links.link(job.id(), Links.job(job.id())), Badge.of(job.state().state())));
    return Html.fragment(Html.tag("h2").add("Jobs"), table.orElse("No job uses this pool."));
  }

  private Html list(Snapshot seen, Optional<String> after) {
    Times times = view.times();
    int slots = seen.pool().settings().taskSlotsPerNode();
    Table table =
        new Table(
            "Nodes", "node", "state", "since", "kind", "slots used", "tasks run", "succeeded");
    for (Node node : seen.rows().elements()) {
      table.row(
          link(node),
          Html.text(node.state().state().wire()),
          times.at(node.state().time()),
          Html.text(node.dedicated() ? "dedicated" : "Spot"),
          Html.text(node.load().usedSlots() + " of " + slots),
          Html.text(Numbers.grouped(node.load().totalRun())),
          Html.text(Numbers.grouped(node.load().totalSucceeded())));
    }
    return Html.fragment(
        Html.tag("h2").add("Node list"),
        table.orElse("No nodes."),
        Paging.links(Links.pool(seen.pool().id()), after, seen.rows().next()));
  }
}
