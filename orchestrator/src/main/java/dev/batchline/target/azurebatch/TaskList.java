package dev.batchline.target.azurebatch;

import com.microsoft.azure.Page;
import com.microsoft.azure.batch.protocol.models.CloudTask;
import com.microsoft.azure.batch.protocol.models.TaskListOptions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lists tasks of one job page by page, each page a call of its own that is retried by itself. */
final class TaskList {

  private static final int PAGE = 1000;

  /** Ids named in one filter; longer ones make a URL that a proxy may refuse. */
  static final int IDS_PER_CALL = 25;

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
    pages(filter, select).forEach(page -> page.forEach(consumer));
  }

  /** {@link #each}, in pages of at most a thousand, each fetched when it is asked for. */
  Iterable<List<CloudTask>> pages(String filter, String select) {
    return () -> new Pages(options(filter, select));
  }

  private static TaskListOptions options(String filter, String select) {
    TaskListOptions options = new TaskListOptions().withSelect(select).withMaxResults(PAGE);
    return filter.isEmpty() ? options : options.withFilter(filter);
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

  private final class Pages implements Iterator<List<CloudTask>> {
    private final TaskListOptions options;
    private @Nullable String next;
    private boolean begun;

    Pages(TaskListOptions options) {
      this.options = options;
    }

    @Override
    public boolean hasNext() {
      return !begun || (next != null && !next.isEmpty());
    }

    @Override
    public List<CloudTask> next() {
      String link = next;
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Page<CloudTask> page =
          link == null
              ? connection.call(batch -> batch.tasks().list(job, options).currentPage())
              : connection.call(batch -> batch.tasks().listNext(link).currentPage());
      begun = true;
      next = page.nextPageLink();
      return page.items();
    }
  }
}
