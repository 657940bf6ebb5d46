package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories of a runtime's nodes: {@code nodes-…/<pool>/<node>/workitems} and so on.
 *
 * <p>Each runtime has a directory of its own in its parent, with a lock on a file in it for as long
 * as it lives, so that several can share a parent, and one that starts removes what others have
 * left there (by a loss of power; in any other case their guardian has done it). Or the directory
 * is one that is kept from one runtime to the next.
 */
final class NodeDirectories implements AutoCloseable {

  /** Of {@code pool/node/workitems/job/job-1/task} beneath the root. */
  static final int DEPTH_OF_TASKS = 6;

  private static final Logger LOG = LoggerFactory.getLogger(NodeDirectories.class);
  private static final String PREFIX = "nodes-";
  private static final String LOCK = ".lock";
  private static final String REMOVED = ".removed";
  private static final List<String> OF_A_NODE =
      List.of("applications", "fsmounts", "shared", "startup", "volatile", "workitems");
  private static final List<String> OF_ALL_USERS = List.of("shared", "volatile");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private final Path root;
  private final Optional<FileChannel> lock;
  private final TaskUsers users;
  private final AtomicLong removals = new AtomicLong();

  private NodeDirectories(Path root, Optional<FileChannel> lock, TaskUsers users)
      throws IOException {
    this.root = root;
    this.lock = lock;
    this.users = users;
    users.open(root);
    Files.createDirectories(root.resolve(REMOVED));
  }

  /**
   * Directories that stay when the runtime ends, for the next one.
   *
   * @param root is made when missing; used by nobody else, which is the caller's to see to
   */
  static NodeDirectories kept(Path root, TaskUsers users) throws IOException {
    Path made = Files.createDirectories(root).toRealPath();
    users.openAbove(made);
    users.checkReachable(made);
    NodeDirectories kept = new NodeDirectories(made, Optional.empty(), users);
    Directories.empty(kept.root.resolve(REMOVED));
    return kept;
  }

  /**
   * Makes a directory of its own for a runtime.
   *
   * @param parent is made when missing
   */
  static NodeDirectories make(Path parent, TaskUsers users) throws IOException {
    Path realParent = Files.createDirectories(parent).toRealPath();
    users.checkReachable(realParent.resolve(PREFIX));
    removeAbandoned(realParent);
    // Locked under another name first: under its own it is never without a lock.
    Path made = Files.createTempDirectory(realParent, "new-");
    FileChannel lock =
        FileChannel.open(
            made.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    String unique = made.getFileName().toString().substring("new-".length());
    Path root =
        Files.move(made, realParent.resolve(PREFIX + unique), StandardCopyOption.ATOMIC_MOVE);
    return new NodeDirectories(root, Optional.of(lock), users);
  }

  /** The runtime's directory: absolute and without symbolic links. */
  Path root() {
    return root;
  }

  Path create(String poolId, String nodeId) throws IOException {
    Path node = node(poolId, nodeId);
    for (String name : OF_A_NODE) {
      Files.createDirectories(node.resolve(name));
    }
    for (String name : OF_ALL_USERS) {
      users.share(node.resolve(name));
    }
    return node;
  }

  /**
   * @throws IllegalArgumentException if an id isn't a name of a directory
   */
  Path node(String poolId, String nodeId) {
    for (String id : List.of(poolId, nodeId)) {
      if (!ID.matcher(id).matches()) {
        throw new IllegalArgumentException("not an id of a pool or node: " + id);
      }
    }
    return root.resolve(poolId).resolve(nodeId);
  }

  /**
   * The directory of the node that a task's directory lies in.
   *
   * @throws IllegalArgumentException if it doesn't lie in that of a node
   */
  Path nodeOf(Path directory) {
    Path absolute = directory.normalize();
    int depth = root.getNameCount();
    if (!absolute.startsWith(root) || absolute.getNameCount() <= depth + 2) {
      throw new IllegalArgumentException(directory + " is not in the directory of a node");
    }
    return root.resolve(absolute.getName(depth)).resolve(absolute.getName(depth + 1));
  }

  /** The directories of all nodes. */
  List<Path> nodes() throws IOException {
    List<Path> nodes = new ArrayList<>();
    try (DirectoryStream<Path> pools = Files.newDirectoryStream(root, Files::isDirectory)) {
      for (Path pool : pools) {
        if (!pool.getFileName().toString().equals(REMOVED)) {
          try (DirectoryStream<Path> ofPool = Files.newDirectoryStream(pool, Files::isDirectory)) {
            ofPool.forEach(nodes::add);
          }
        }
      }
    }
    return nodes;
  }

  /**
   * Takes a directory out of sight at once.
   *
   * @return where it is now, to be deleted at leisure
   */
  Path remove(Path node) throws IOException {
    Path removed = root.resolve(REMOVED).resolve(String.valueOf(removals.incrementAndGet()));
    return Files.move(node, removed, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Whether the directories stay when the runtime ends. */
  boolean kept() {
    return lock.isEmpty();
  }

  /** Frees the lock; removing the directory is the caller's. */
  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }

  private static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> roots = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path candidate : roots) {
        if (isAbandoned(candidate)) {
          LOG.info("removing {}, which a runtime that is gone has left", candidate);
          Directories.delete(candidate);
        }
      }
    }
  }

  private static boolean isAbandoned(Path candidate) {
    try (FileChannel channel = FileChannel.open(candidate.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false; // by a runtime of this very process
    } catch (IOException e) {
      return false; // not a runtime's, or just being removed
    }
  }
}
