package dev.batchline.target.azurebatch;

import com.microsoft.azure.Page;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.TaskListOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Lists tasks of one job page by page, each page a call of its own that is retried by itself. */
final class TaskList {

  private static final int PAGE = 1000;

  /** Ids named in one filter; longer ones make a URL that a proxy may refuse. */
  private static final int IDS_PER_CALL = 25;

  private final BatchConnection connection;
  private final String job;

  TaskList(BatchConnection connection, String job) {
    this.connection = connection;
    this.job = job;
  }

  /**
   * @param filter in OData
   * @param select members of each task, separated by commas
   */
  void each(String filter, String select, Consumer<CloudTask> consumer) {
    TaskListOptions options = new TaskListOptions().withSelect(select).withMaxResults(PAGE);
    if (!filter.isEmpty()) {
      options.withFilter(filter);
    }
    Page<CloudTask> page = connection.call(batch -> batch.tasks().list(job, options).currentPage());
    while (true) {
      page.items().forEach(consumer);
      String next = page.nextPageLink();
      if (next == null || next.isEmpty()) {
        return;
      }
      page = connection.call(batch -> batch.tasks().listNext(next).currentPage());
    }
  }

  /** The tasks there are among these ids, a call for each 25 of them. */
  List<CloudTask> withIds(Collection<String> ids, String select) {
    List<CloudTask> found = new ArrayList<>();
    List<String> all = List.copyOf(ids);
    for (int from = 0; from < all.size(); from += IDS_PER_CALL) {
      List<String> some = all.subList(from, Math.min(all.size(), from + IDS_PER_CALL));
      String filter =
          some.stream().map(id -> "id eq '" + id + "'").collect(Collectors.joining(" or "));
      each(filter, select, found::add);
    }
    return found;
  }
}
