package dev.batchline.emulator.node;

import dev.batchline.emulator.time.ServiceTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Runs command lines as processes of this machine, each in a session of its own. */
public final class ProcessNodeRuntime implements NodeRuntime {

  /**
   * Makes a directory of its own in {@code parent}, which is made if it is missing.
   *
   * @throws IOException if the directory can't be made
   */
  public ProcessNodeRuntime(Path parent, ServiceTime time) throws IOException {
    Files.createDirectories(parent);
    if (time.pace() <= 0) {
      throw new IllegalArgumentException("pace " + time.pace());
    }
  }

  @Override
  public Path createNode(String poolId, String nodeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void removeNode(String poolId, String nodeId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public RunningCommand start(NodeCommand command, Consumer<CommandEvent> events) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
