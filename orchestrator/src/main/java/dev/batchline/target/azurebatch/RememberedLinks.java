package dev.batchline.target.azurebatch;

import dev.batchline.base.RunId;
import dev.batchline.base.Secret;
import dev.batchline.storage.NodeLinks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Links that are signed once for all tasks of a run: a signature takes longer than all else in a
 * task's request.
 *
 * <p>It remembers no more than some objects: files that each task has for itself are asked for once
 * anyway. Any number of threads may use it.
 */
final class RememberedLinks implements NodeLinks {

  private static final int REMEMBERED = 1000;

  private final NodeLinks links;
  private final Map<String, Secret> objects = new ConcurrentHashMap<>();
  private final Map<Boolean, Secret> container = new ConcurrentHashMap<>();
  private final Map<RunId, Secret> earlierRuns = new ConcurrentHashMap<>();

  /** One for each group that is read. */
  private final Map<String, Secret> blobs = new ConcurrentHashMap<>();

  RememberedLinks(NodeLinks links) {
    this.links = links;
  }

  @Override
  public Secret object(String sha256) {
    Secret known = objects.get(sha256);
    if (known != null) {
      return known;
    }
    Secret link = links.object(sha256);
    if (objects.size() < REMEMBERED) {
      objects.put(sha256, link);
    }
    return link;
  }

  @Override
  public Secret runContainerForWriting() {
    return container.computeIfAbsent(true, writing -> links.runContainerForWriting());
  }

  @Override
  public Secret runContainerForReading() {
    return container.computeIfAbsent(false, writing -> links.runContainerForReading());
  }

  @Override
  public Secret runContainerForReading(RunId other) {
    return earlierRuns.computeIfAbsent(other, links::runContainerForReading);
  }

  @Override
  public Secret runBlob(String name) {
    return blobs.computeIfAbsent(name, links::runBlob);
  }
}
