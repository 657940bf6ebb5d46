package dev.batchline.run;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import dev.batchline.storage.FileStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lists runs, latest first.
 *
 * <p>Ids have the time, so only as many records are read as are wanted, some at a time.
 */
final class RunList {

  private static final int READERS = 16;
  private static final int LEAST_READ = 64;

  private final FileStore files;

  RunList(FileStore files) {
    this.files = files;
  }

  List<RunRecord> of(RunFilter filter) {
    List<RunId> ids =
        files.runs(filter.prefix()).stream()
            .filter(filter::mayFit)
            .sorted(Runs.LATEST_FIRST)
            .toList();
    List<RunRecord> found = new ArrayList<>();
    ExecutorService readers =
        Executors.newFixedThreadPool(
            READERS,
            work -> {
              Thread thread = new Thread(work, "run-records");
              thread.setDaemon(true);
              return thread;
            });
    try {
      for (int next = 0; next < ids.size() && found.size() < filter.limit(); ) {
        int wanted = filter.states().isEmpty() ? filter.limit() - found.size() : LEAST_READ;
        int end = (int) Math.min(ids.size(), next + (long) Math.min(wanted, 1000));
        found.addAll(read(ids.subList(next, end), readers, filter));
        next = end;
      }
    } finally {
      readers.shutdownNow();
    }
    return found.subList(0, Math.min(found.size(), filter.limit()));
  }

  private List<RunRecord> read(List<RunId> ids, ExecutorService readers, RunFilter filter) {
    List<Future<Optional<RunRecord>>> reads =
        ids.stream()
            .map(id -> readers.submit(() -> files.run(id).record().map(RunJson::record)))
            .toList();
    List<RunRecord> records = new ArrayList<>();
    for (Future<Optional<RunRecord>> read : reads) {
      joined(read).filter(filter::fits).ifPresent(records::add);
    }
    return records;
  }

  private static Optional<RunRecord> joined(Future<Optional<RunRecord>> read) {
    try {
      return read.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunException(Blame.SERVICE, "list runs", "it was interrupted", "", e);
    }
  }
}
