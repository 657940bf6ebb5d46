package dev.batchline.target.azurebatch;

import com.microsoft.azure.batch.protocol.models.TaskCounts;
import dev.batchline.target.AttemptId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Finds out which attempts a job has, in the way that takes least time: by id over all connections,
 * or by listing the whole job where it holds little else, a page after the other.
 */
final class TaskLookup {

  /** So few are asked for by id without counting the job's tasks first. */
  private static final int FEW = 500;

  /** A page of a thousand takes as long as a round of ids over all connections. */
  private static final long LISTED_PER_ASKED = 2;

  private final BatchConnection connection;
  private final String job;
  private final TaskList tasks;
  private final ExecutorService threads;

  TaskLookup(BatchConnection connection, String job, ExecutorService threads) {
    this.connection = connection;
    this.job = job;
    this.tasks = new TaskList(connection, job);
    this.threads = threads;
  }

  Set<String> found(List<AttemptId> attempts) {
    List<String> ids = attempts.stream().map(AttemptId::value).toList();
    return ids.size() > FEW && size() <= LISTED_PER_ASKED * ids.size() ? listed(ids) : byId(ids);
  }

  /** It may lag; either way finds them all. */
  private long size() {
    TaskCounts counts = connection.call(batch -> batch.jobs().getTaskCounts(job).taskCounts());
    return (long) counts.active() + counts.running() + counts.completed();
  }

  private Set<String> listed(List<String> ids) {
    Set<String> asked = new HashSet<>(ids);
    Set<String> there = new HashSet<>();
    tasks.each(
        "",
        "id",
        task -> {
          if (asked.contains(task.id())) {
            there.add(task.id());
          }
        });
    return there;
  }

  private Set<String> byId(List<String> ids) {
    List<Future<List<String>>> calls = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += TaskList.IDS_PER_CALL) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + TaskList.IDS_PER_CALL));
      calls.add(
          threads.submit(() -> tasks.withIds(some, "id").stream().map(task -> task.id()).toList()));
    }
    Set<String> there = new HashSet<>();
    calls.forEach(call -> there.addAll(SubmissionThreads.joined(call, "look for tasks")));
    return there;
  }
}
