package dev.batchline.emulator.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.Job;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.TaskTotals;
import java.util.Comparator;
import java.util.List;

/** {@code /view/jobschedules/SCHEDULE}: when it makes jobs, and the last ones it made. */
final class SchedulePage {

  private static final int JOBS = 100;

  private final View view;

  SchedulePage(View view) {
    this.view = view;
  }

  private record JobRow(Job job, TaskTotals totals) {}

  private record Snapshot(JobSchedule schedule, List<JobRow> jobs) {}

  Screen screen(String id) {
    Snapshot seen =
        view.account()
            .read(
                account ->
                    new Snapshot(
                        account.schedule(id),
                        account.jobs().values().stream()
                            .filter(job -> of(job, id))
                            .sorted(Comparator.comparing(SchedulePage::number).reversed())
                            .limit(JOBS)
                            .map(job -> new JobRow(job.job(), job.tasks().totals()))
                            .toList()));
    JobSchedule schedule = seen.schedule();
    ObjectNode said = schedule.settings().document().tree();
    Times times = view.times();
    Properties properties =
        new Properties()
            .addHtml("Next job", schedule.nextRun().map(times::at))
            .add("Jobs so far", schedule.jobs())
            .add("Every", schedule.settings().recurrence().map(Times::text).orElse("once"))
            .addHtml("Not before", schedule.settings().notBefore().map(times::at))
            .addHtml("Not after", schedule.settings().notAfter().map(times::at))
            .add("Created", times.at(schedule.created()))
            .addHtml("Ended", schedule.ended().map(times::at));
    return new Screen(
        "Job schedule " + schedule.id(),
        List.of(Links.link("Overview", "/")),
        Html.fragment(
            Html.tag("h1").add("Job schedule ").add(Html.tag("code").add(schedule.id())),
            Html.tag("p").add(Badge.of(schedule.state().state())),
            properties.html(),
            Html.tag("h2").add("Jobs"),
            jobs(seen.jobs()),
            JsonView.of("All of it, as JSON", said)));
  }

  private static boolean of(AccountJob job, String schedule) {
    return job.job()
        .schedule()
        .filter(from -> Ids.key(from.scheduleId()).equals(Ids.key(schedule)))
        .isPresent();
  }

  private static int number(AccountJob job) {
    return job.job().schedule().map(Job.Origin::number).orElse(0);
  }

  private Html jobs(List<JobRow> jobs) {
    Table table = new Table("Jobs", "job", "state", "tasks", "created");
    for (JobRow row : jobs) {
      table.row(
          Links.link(row.job().id(), Links.job(row.job().id())),
          Badge.of(row.job().state().state()),
          Html.text(TaskBar.words(row.totals())),
          view.times().at(row.job().created()));
    }
    return table.orElse("No job yet.");
  }
}
