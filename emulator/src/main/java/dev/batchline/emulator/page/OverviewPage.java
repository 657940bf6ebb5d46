package dev.batchline.emulator.page;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.AccountPool;
import dev.batchline.emulator.model.AutoscaleRun;
import dev.batchline.emulator.model.Autoscaling;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.JobState;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeState;
import dev.batchline.emulator.model.NodeTargets;
import dev.batchline.emulator.model.Page;
import dev.batchline.emulator.model.Pages;
import dev.batchline.emulator.model.Pool;
import dev.batchline.emulator.model.TaskTotals;
import dev.batchline.emulator.model.VmSizes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /}: the account at a glance. */
final class OverviewPage {

  private static final int POOLS = 500;
  private static final int JOBS = 100;
  private static final int SCHEDULES = 500;

  /** Cells of one pool, and of all pools together if they are many. */
  private static final int NODES = 300;

  private static final int ALL_NODES = 3000;

  private final View view;

  OverviewPage(View view) {
    this.view = view;
  }

  private record PoolRow(
      Pool pool, NodeTargets current, Map<NodeState, Integer> counts, List<Node> nodes) {}

  private record JobRow(Job job, TaskTotals totals) {}

  /**
   * Sums over the whole account.
   *
   * @param cores of all nodes, as their VM sizes say
   */
  private record Sums(
      int pools, int nodes, int cores, int slots, int usedSlots, int jobs, int activeJobs) {}

  private record Snapshot(
      Sums sums,
      TaskTotals tasks,
      List<PoolRow> pools,
      Pages<JobRow> jobs,
      Pages<JobSchedule> schedules) {}

  /**
   * @param after key of the job before the first one to be shown
   */
  Screen screen(Optional<String> after) {
    Snapshot seen = view.account().read(account -> snapshot(account, after));
    Html content =
        Html.fragment(
            Html.tag("h1").add("Overview"),
            tiles(seen),
            FaultList.html(view.facts().faults().get()),
            Html.tag("h2").add("Pools"),
            pools(seen),
            Html.tag("h2").add("Jobs"),
            jobs(seen.jobs(), after));
    if (!seen.schedules().elements().isEmpty()) {
      content.add(Html.tag("h2").add("Job schedules"), schedules(seen.schedules()));
    }
    return new Screen("Overview", List.of(), content.add(settings()));
  }

  private static Snapshot snapshot(Account account, Optional<String> after) {
    List<PoolRow> pools = new ArrayList<>();
    int cells = Math.min(NODES, ALL_NODES / Math.max(1, account.pools().size()));
    for (AccountPool pool : account.pools().values()) {
      if (pools.size() < POOLS) {
        pools.add(
            new PoolRow(
                pool.pool(),
                pool.current(),
                HeatMap.counts(pool.allNodes()),
                HeatMap.some(pool, cells)));
      }
    }
    TaskTotals tasks = TaskTotals.NONE;
    for (AccountJob job : account.jobs().values()) {
      tasks = tasks.plus(job.tasks().totals());
    }
    Pages<AccountJob> jobs = Pages.of(account.jobs(), page(after, JOBS), job -> path -> null);
    return new Snapshot(
        sums(account),
        tasks,
        pools,
        new Pages<>(
            jobs.elements().stream()
                .map(job -> new JobRow(job.job(), job.tasks().totals()))
                .toList(),
            jobs.next()),
        Pages.of(account.schedules(), page(Optional.empty(), SCHEDULES), schedule -> path -> null));
  }

  private static Page page(Optional<String> after, int size) {
    return new Page(element -> true, after, size);
  }

  private static Sums sums(Account account) {
    int nodes = 0;
    int cores = 0;
    int slots = 0;
    int used = 0;
    for (AccountPool pool : account.pools().values()) {
      int size = pool.allNodes().size();
      nodes += size;
      cores += size * VmSizes.cores(pool.pool().settings().vmSize());
      slots += size * pool.pool().settings().taskSlotsPerNode();
      for (Node node : pool.allNodes()) {
        used += node.load().usedSlots();
      }
    }
    int active =
        (int) account.jobs().values().stream().filter(j -> j.job().is(JobState.ACTIVE)).count();
    return new Sums(
        account.pools().size(), nodes, cores, slots, used, account.jobs().size(), active);
  }

  private static Html tiles(Snapshot seen) {
    Sums sums = seen.sums();
    TaskTotals tasks = seen.tasks();
    return Html.tag("ul")
        .looks("tiles")
        .add(
            tile("pools", sums.pools(), ""),
            tile("nodes", sums.nodes(), Numbers.grouped(sums.cores()) + " cores"),
            tile("slots in use", sums.usedSlots(), "of " + Numbers.grouped(sums.slots())),
            tile("jobs", sums.jobs(), sums.activeJobs() + " active"),
            tile("waiting", tasks.active(), "tasks"),
            tile("running", tasks.running(), "tasks"),
            tile("succeeded", tasks.succeeded(), "tasks"),
            tile("failed", tasks.failed(), "tasks"));
  }

  private static Html tile(String name, int number, String more) {
    return Html.tag("li")
        .add(
            Html.tag("strong").add(Numbers.grouped(number)),
            Html.tag("span").add(name),
            Html.tag("small").add(more));
  }

  private static Html pools(Snapshot seen) {
    if (seen.pools().isEmpty()) {
      return Html.tag("p").looks("nothing").add("No pools.");
    }
    Html cards = Html.tag("div").looks("cards");
    seen.pools().forEach(pool -> cards.add(card(pool)));
    int more = seen.sums().pools() - seen.pools().size();
    return more == 0 ? cards : cards.add(Html.tag("p").add("And " + more + " more pools."));
  }

  private static Html card(PoolRow row) {
    Pool pool = row.pool();
    String numbers = PoolPage.numbers(row.current(), pool.sizing().targets());
    Html card =
        Html.tag("section")
            .looks("card")
            .add(
                Html.tag("div")
                    .looks("headline")
                    .add(
                        Html.tag("h3").add(Links.link(pool.id(), Links.pool(pool.id()))),
                        PoolPage.state(pool, row.counts())),
                Html.tag("p")
                    .looks("quiet")
                    .add(numbers + " · " + pool.settings().vmSize() + " · " + PoolPage.slots(pool)),
                PoolPage.errors(pool),
                formulaError(pool));
    if (row.nodes().isEmpty()) {
      return card;
    }
    card.add(new HeatMap(pool.settings().taskSlotsPerNode()).cells(row.nodes()));
    int more = row.current().dedicated() + row.current().lowPriority() - row.nodes().size();
    if (more > 0) {
      card.add(Html.tag("p").add("And " + more + " more nodes."));
    }
    return card.add(HeatMap.legend(row.counts(), row.current()));
  }

  private static Html formulaError(Pool pool) {
    return pool.autoscaling()
        .flatMap(Autoscaling::run)
        .flatMap(AutoscaleRun::error)
        .map(
            error ->
                Html.tag("p")
                    .looks("error")
                    .add(Badge.FAILED.saying(error.code()))
                    .add(" " + error.message()))
        .orElseGet(Html::fragment);
  }

  private Html jobs(Pages<JobRow> jobs, Optional<String> after) {
    Times times = view.times();
    Table table = new Table("Jobs", "job", "state", "pool", "tasks", "created");
    for (JobRow row : jobs.elements()) {
      Job job = row.job();
      table.row(
          Links.link(job.id(), Links.job(job.id())),
          Badge.of(job.state().state()),
          job.poolId().map(pool -> Links.link(pool, Links.pool(pool))).orElse(Html.text("")),
          Html.fragment(
              TaskBar.bar(row.totals()), Html.tag("div").add(TaskBar.words(row.totals()))),
          times.at(job.created()));
    }
    return Html.fragment(table.orElse("No jobs."), Paging.links("/", after, jobs.next()));
  }

  private Html schedules(Pages<JobSchedule> schedules) {
    Times times = view.times();
    Table table = new Table("Job schedules", "job schedule", "state", "jobs so far", "next job");
    for (JobSchedule schedule : schedules.elements()) {
      table.row(
          Links.link(schedule.id(), Links.schedule(schedule.id())),
          Badge.of(schedule.state().state()),
          Html.text(Integer.toString(schedule.jobs())),
          times.at(schedule.nextRun()));
    }
    return table.orElse("No job schedules.");
  }

  private Html settings() {
    Properties settings = new Properties();
    view.facts().settings().get().forEach(fact -> settings.add(fact.getKey(), fact.getValue()));
    return Html.fragment(Html.tag("h2").add("This emulator"), settings.html());
  }
}
