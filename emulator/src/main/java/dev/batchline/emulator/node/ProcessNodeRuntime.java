package dev.batchline.emulator.node;

import dev.batchline.emulator.node.RunningCommand.Reason;
import dev.batchline.emulator.time.ServiceTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs command lines as processes of this machine, each in a session of its own.
 *
 * <p>Invariants: no thread of ours waits while a process runs (the JDK itself keeps one small
 * thread per process); output never passes through this process; whatever was started is dead, and
 * whatever was made is gone unless it is to be kept, once the runtime is closed or this process has
 * died in any way.
 */
public final class ProcessNodeRuntime implements NodeRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(ProcessNodeRuntime.class);

  private static final int TRANSFERS = 16;
  private static final long BLOCK_SIZE = 8L << 20;
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int DELETIONS = 20;

  private final NodeDirectories directories;
  private final ExecutorService steps;
  private final ExecutorService transfers;
  private final ScheduledExecutorService clock;
  private final OkHttpClient http;
  private final ProcessGroups groups;
  private final LeftGroups left;
  private final NodeTools tools;
  private final Marks marks;
  private final BlobUpload blobs;

  /** Of uploads that belong to no command; added to with the monitor held. */
  private final Set<Cancellation> uploads = ConcurrentHashMap.newKeySet();

  private final Set<CommandRun> live = ConcurrentHashMap.newKeySet();

  /** What may be started on; changed, and commands added to {@code live}, with the monitor held. */
  private final Set<Path> nodes = new HashSet<>();

  private volatile boolean closed;

  /**
   * Makes a directory of its own in {@code parent}, which is made if it is missing.
   *
   * @throws IOException if the directory can't be made, or this machine can't start sessions
   */
  public ProcessNodeRuntime(Path parent, ServiceTime time, TaskUsers users) throws IOException {
    this(NodeDirectories.make(parent, users), time, users, GRACE, HttpTransfer.NODE, BLOCK_SIZE);
  }

  /**
   * Uses a directory whose nodes were there before and will be after.
   *
   * @param root is made if it is missing; nobody else uses it
   * @throws IOException if what the last runtime has started there can't be ended
   */
  public static ProcessNodeRuntime keeping(Path root, ServiceTime time, TaskUsers users)
      throws IOException {
    NodeDirectories directories = NodeDirectories.kept(root, users);
    EarlierGuardian.awaitEnd(directories.root());
    Path kept = directories.root();
    Strays.killAll(List.of(new Strays.Owner(kept, Mark.of(kept))));
    return new ProcessNodeRuntime(directories, time, users, GRACE, HttpTransfer.NODE, BLOCK_SIZE);
  }

  ProcessNodeRuntime(
      NodeDirectories directories,
      ServiceTime time,
      TaskUsers users,
      Duration grace,
      HttpTransfer.Patience patience,
      long blockSize)
      throws IOException {
    this.directories = directories;
    Sessions sessions = Sessions.find();
    ForkBarrier forks = new ForkBarrier();
    marks = new Marks(directories.root());
    groups = new ProcessGroups(directories.root(), directories.kept(), sessions, forks);
    left = new LeftGroups(groups);
    // Twice the cores: a start waits for the child to become its program, idle meanwhile.
    int starters = 2 * Runtime.getRuntime().availableProcessors();
    steps = Executors.newFixedThreadPool(starters, threads("node-step"));
    transfers = Executors.newFixedThreadPool(TRANSFERS, threads("node-transfer"));
    clock = clock();
    http = new OkHttpClient.Builder().readTimeout(Duration.ofSeconds(60)).build();
    HttpTransfer transfer = new HttpTransfer(http, patience);
    blobs = new BlobUpload(transfer, blockSize);
    tools =
        new NodeTools(
            steps,
            transfers,
            clock,
            grace,
            new Staging(transfer),
            new PackageDeployment(),
            new OutputUpload(blobs),
            new ProcessLauncher(sessions, forks, groups, users),
            groups,
            left,
            forks,
            new Strays(steps),
            marks,
            users,
            time);
  }

  /** Forgets a limit with the command that it was for, not when it would have passed. */
  private static ScheduledExecutorService clock() {
    ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, threads("node-clock"));
    clock.setRemoveOnCancelPolicy(true);
    return clock;
  }

  private static ThreadFactory threads(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public Path createNode(String poolId, String nodeId) {
    try {
      Path node = directories.create(poolId, nodeId);
      synchronized (this) {
        nodes.add(node);
      }
      return node;
    } catch (IOException e) {
      throw new UncheckedIOException("could not make the directory of node " + nodeId, e);
    }
  }

  /**
   * {@inheritDoc}
   *
   * <p>The {@link CommandEvent.Ended} of what it kills may be told a little later.
   */
  @Override
  public void removeNode(String poolId, String nodeId) {
    Path node = directories.node(poolId, nodeId);
    synchronized (this) {
      if (!nodes.remove(node)) {
        return;
      }
    }
    killBeneath(node, marks.ofNode(node));
    marks.forget(node);
    try {
      Path removed = directories.remove(node);
      transfers.execute(() -> delete(removed, DELETIONS));
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove the directory of node " + nodeId, e);
    }
  }

  @Override
  public RunningCommand start(NodeCommand command, Consumer<CommandEvent> events) {
    Path node = directories.nodeOf(command.directory());
    CommandRun run;
    synchronized (this) {
      // From here on, whoever removes the node finds the command and kills it.
      if (closed || !nodes.contains(node)) {
        throw new IllegalStateException("there is no node " + node + " any more");
      }
      run = new CommandRun(command, node, events, tools);
      live.add(run);
    }
    var unused = run.over().thenRun(() -> live.remove(run));
    run.begin();
    return run;
  }

  @Override
  public void endLeft(Path directory) {
    left.kill(directory);
  }

  @Override
  public void upload(String containerUrl, Map<String, String> texts) {
    Cancellation cancellation = new Cancellation();
    synchronized (this) {
      if (closed) {
        return;
      }
      uploads.add(cancellation);
      transfers.execute(() -> upload(containerUrl, texts, cancellation));
    }
  }

  private void upload(String containerUrl, Map<String, String> texts, Cancellation cancellation) {
    try {
      BlobContainer container = BlobContainer.at(HttpUrl.get(containerUrl));
      for (Map.Entry<String, String> text : texts.entrySet()) {
        byte[] content = text.getValue().getBytes(StandardCharsets.UTF_8);
        blobs.upload(content, container.blob(text.getKey()), cancellation);
      }
    } catch (IOException | IllegalArgumentException | CancellationException e) {
      LOG.warn("could not upload {}: {}", texts.keySet(), e.toString());
    } finally {
      uploads.remove(cancellation);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    killBeneath(directories.root(), marks.root());
    clock.shutdownNow();
    uploads.forEach(Cancellation::cancel);
    transfers.shutdown();
    steps.shutdown();
    boolean clean = awaitEnd() && (directories.kept() || deleteAll());
    groups.close(clean);
    http.connectionPool().evictAll();
    try {
      directories.close();
    } catch (IOException e) {
      LOG.warn("could not free the lock of {}", directories.root(), e);
    }
  }

  @Override
  public List<Path> nodesLeft() {
    try {
      return directories.nodes();
    } catch (IOException e) {
      throw new UncheckedIOException("could not list " + directories.root(), e);
    }
  }

  @Override
  public void discard(Path directory) {
    try {
      Path removed = directories.remove(directory);
      transfers.execute(() -> delete(removed, DELETIONS));
    } catch (IOException e) {
      throw new UncheckedIOException("could not remove " + directory, e);
    }
  }

  private void killBeneath(Path directory, Mark mark) {
    List<CommandRun> runs =
        live.stream().filter(run -> run.directory().startsWith(directory)).toList();
    runs.forEach(run -> run.kill(Reason.LOST));
    runs.forEach(ProcessNodeRuntime::awaitOver);
    left.kill(directory);
    Strays.killAll(List.of(new Strays.Owner(directory, mark)));
  }

  private static void awaitOver(CommandRun run) {
    try {
      run.over().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      LOG.warn("the command in {} still runs though it was killed", run.directory());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e); // it never completes exceptionally
    }
  }

  private boolean awaitEnd() {
    try {
      return transfers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
          && steps.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A program that is just dying may make files while they are deleted, so trying again helps. */
  private void delete(Path removed, int tries) {
    if (delete(removed) || closed) {
      return; // closing removes all that is left
    }
    if (tries == 0) {
      LOG.warn("could not remove {}", removed);
      return;
    }
    var unused =
        clock.schedule(
            () -> transfers.execute(() -> delete(removed, tries - 1)), 100, TimeUnit.MILLISECONDS);
  }

  private boolean deleteAll() {
    try {
      Removal.of(directories.root(), NodeDirectories.DEPTH_OF_TASKS);
      return true;
    } catch (IOException e) {
      LOG.debug("could not remove {}", directories.root(), e);
      return false;
    }
  }

  private static boolean delete(Path directory) {
    try {
      Directories.delete(directory);
      return true;
    } catch (IOException e) {
      LOG.debug("could not remove {} yet", directory, e);
      return false;
    }
  }
}
