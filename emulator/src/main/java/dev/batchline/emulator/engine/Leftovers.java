package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountJob;
import dev.batchline.emulator.model.Ids;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.node.NodeRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes directories of what the account doesn't know any more: of nodes, jobs and tasks that were
 * just being removed when the emulator ended.
 */
final class Leftovers {

  private final Account account;
  private final NodeRuntime runtime;
  private final Map<Path, AccountJob> jobs = new HashMap<>();

  Leftovers(Account account, NodeRuntime runtime) {
    this.account = account;
    this.runtime = runtime;
    account.jobs().values().forEach(job -> jobs.put(Path.of(job.job().directory()), job));
  }

  void remove() {
    for (Path directory : runtime.nodesLeft()) {
      String poolId = directory.getName(directory.getNameCount() - 2).toString();
      Optional<Node> node =
          account.findPool(poolId).flatMap(pool -> pool.find(directory.getFileName().toString()));
      if (node.isEmpty()) {
        runtime.discard(directory);
      } else {
        removeFrom(directory, node.get());
      }
    }
  }

  private void removeFrom(Path root, Node node) {
    for (Path parent : directories(root.resolve("workitems"))) {
      for (Path directory : directories(parent)) {
        AccountJob job = jobs.get(root.relativize(directory));
        if (job == null) {
          runtime.discard(directory);
        } else {
          removeTasks(directory, job, node);
        }
      }
    }
  }

  private void removeTasks(Path directory, AccountJob job, Node node) {
    Set<String> special = new HashSet<>();
    job.job().settings().preparation().map(JobSettings.Preparation::id).ifPresent(special::add);
    job.job().settings().release().map(JobSettings.Release::id).ifPresent(special::add);
    for (Path task : directories(directory)) {
      String id = task.getFileName().toString();
      if (!special.contains(id) && !known(job, id, node)) {
        runtime.discard(task);
      }
    }
  }

  private static boolean known(AccountJob job, String taskId, Node node) {
    return job.tasks()
        .find(taskId)
        .filter(task -> !task.filesGone())
        .flatMap(task -> task.placement())
        .filter(on -> on.nodes().stream().anyMatch(id -> Ids.key(id).equals(node.key())))
        .isPresent();
  }

  private static List<Path> directories(Path parent) {
    List<Path> found = new ArrayList<>();
    if (!Files.isDirectory(parent)) {
      return found;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(parent, Files::isDirectory)) {
      children.forEach(found::add);
      return found;
    } catch (IOException unreadable) {
      throw new UncheckedIOException("could not list " + parent, unreadable);
    }
  }
}
