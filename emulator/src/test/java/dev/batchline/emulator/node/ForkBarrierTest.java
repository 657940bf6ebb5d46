package dev.batchline.emulator.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForkBarrierTest {

  private static final int THREADS = 8;
  private static final int PROGRAMS = 100;

  @TempDir Path directory;
  private final ForkBarrier forks = new ForkBarrier();

  /** Without the barrier between writing and starting, a few of these 800 starts fail. */
  @Test
  void aProgramCanBeStartedAsSoonAsItIsWritten() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> exits = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        String prefix = "program-" + thread + "-";
        exits.add(threads.submit(() -> writeAndRunAll(prefix)));
      }
      for (Future<Integer> exit : exits) {
        assertThat(exit.get()).isEqualTo(PROGRAMS);
      }
    } finally {
      threads.shutdown();
    }
  }

  private int writeAndRunAll(String prefix) throws IOException, InterruptedException {
    int successes = 0;
    for (int i = 0; i < PROGRAMS; i++) {
      Path program = Files.writeString(directory.resolve(prefix + i), "#!/bin/sh\nexit 0\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
      forks.awaitStartsUnderWay();
      Process process = forks.start(new ProcessBuilder(program.toString()));
      successes += process.waitFor() == 0 ? 1 : 0;
    }
    return successes;
  }
}
