package dev.batchline.emulator.node;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Runs command lines as real processes in the directories of nodes.
 *
 * <p>Events come from the runtime's own threads, for one command one after the other; the last one
 * is always {@link CommandEvent.Ended}.
 */
public interface NodeRuntime extends AutoCloseable {

  /** Makes the root directory of a node with its usual subdirectories; returns it. */
  Path createNode(String poolId, String nodeId);

  /** Kills whatever runs there and removes the node's directory; returns when it is gone. */
  void removeNode(String poolId, String nodeId);

  /** The directories of nodes that are there before any is made, left by an earlier runtime. */
  List<Path> nodesLeft();

  /**
   * Removes a node's directory, or one below it: out of sight when this returns, off the disk soon.
   *
   * @throws java.io.UncheckedIOException if it can't be removed
   */
  void discard(Path directory);

  /**
   * Stages files, then runs the command (and its retries), then uploads its outputs.
   *
   * @throws IllegalArgumentException if the command's directory isn't in that of a node
   * @throws IllegalStateException if the node has been removed, or the runtime closed
   */
  RunningCommand start(NodeCommand command, Consumer<CommandEvent> events);

  /**
   * Kills what commands that have ended have left running, as far as their directories are that one
   * or beneath it.
   */
  void endLeft(Path directory);

  /**
   * Uploads texts as blobs, soon; what can't be uploaded is logged.
   *
   * @param containerUrl with a SAS
   * @param blobs texts by the name of the blob
   */
  void upload(String containerUrl, Map<String, String> blobs);

  /** Kills all that runs, removes all directories that aren't to be kept, frees its threads. */
  @Override
  void close();
}
