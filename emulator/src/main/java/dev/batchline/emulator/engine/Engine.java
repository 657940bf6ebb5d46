package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.model.AccountQuotas;
import dev.batchline.emulator.model.AccountReader;
import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.BatchService;
import dev.batchline.emulator.model.Call;
import dev.batchline.emulator.model.ErrorCode;
import dev.batchline.emulator.model.Node;
import dev.batchline.emulator.model.NodeFaults;
import dev.batchline.emulator.model.Quotas;
import dev.batchline.emulator.node.NodeRuntime;
import dev.batchline.emulator.time.ServiceTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Batch service of one account.
 *
 * <p>One thread owns the account: calls, events of commands and timers are handled one after the
 * other, so no rule needs a lock. That thread never waits for a process or a file.
 */
public final class Engine
    implements BatchService, AccountReader, NodeFaults, AccountQuotas, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final int WORKERS = 4;

  /** How long the thread waits for a message at most, so that a clock that jumps is noticed. */
  private static final Duration LONGEST_WAIT = Duration.ofMillis(50);

  /** After which a call is given up: the engine was closed, or has a defect. */
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final ServiceTime time;
  private final ExecutorService workers;
  private final Keeper keeper;
  private final EngineCore core;
  private final Thread thread;
  private volatile boolean closed;

  private Engine(
      Account account,
      Keeper keeper,
      EngineSettings settings,
      ServiceTime time,
      NodeRuntime runtime) {
    this.time = time;
    this.keeper = keeper;
    keeper.whenReady(() -> inbox.add(() -> {}));
    AtomicInteger count = new AtomicInteger();
    workers =
        Executors.newFixedThreadPool(
            WORKERS, task -> new Thread(task, "engine-worker-" + count.incrementAndGet()));
    core =
        new EngineCore(
            account,
            settings,
            time,
            runtime,
            task -> {
              if (!closed) {
                workers.execute(task);
              }
            },
            inbox::add);
    thread = new Thread(this::run, "engine");
  }

  /**
   * Starts the engine's thread, with an empty account that ends with it.
   *
   * @param runtime stays its maker's to close, after the engine is closed
   */
  public static Engine start(EngineSettings settings, ServiceTime time, NodeRuntime runtime) {
    return start(new Account(), Keeper.NONE, settings, time, runtime);
  }

  /**
   * Starts the engine's thread with an account that may have been left by another one.
   *
   * @param keeper keeps the account; stays its maker's to close, after the engine is closed
   */
  public static Engine start(
      Account account,
      Keeper keeper,
      EngineSettings settings,
      ServiceTime time,
      NodeRuntime runtime) {
    Engine engine = new Engine(account, keeper, settings, time, runtime);
    engine.core.resume();
    engine.thread.start();
    return engine;
  }

  @Override
  public Answer answer(Call call) {
    Effect effect = Effect.of(call.operation());
    Supplier<Reply> question =
        () -> {
          if (effect == Effect.CHANGES && keeper.stuck()) {
            throw notKept();
          }
          return core.handle(call);
        };
    return ask(question, effect == Effect.READS).render();
  }

  @Override
  public <T> T read(Function<Account, T> question) {
    return ask(() -> core.read(question), true);
  }

  @Override
  public void preempt(String poolId, String nodeId) {
    ask(
        () -> {
          core.preempt(poolId, nodeId);
          return Reply.done();
        },
        false);
  }

  @Override
  public void makeUnusable(String poolId, String nodeId, Node.Problem problem) {
    ask(
        () -> {
          core.makeUnusable(poolId, nodeId, problem);
          return Reply.done();
        },
        false);
  }

  @Override
  public Quotas quotas() {
    return core.quotas().get();
  }

  @Override
  public void setQuotas(Quotas quotas) {
    core.quotas().set(quotas);
  }

  /**
   * Has something done by the engine's thread, and waits for it, and until it is kept: no answer
   * tells of anything that a restart would not know. Only what is merely read is answered all the
   * same while nothing can be kept, so that one sees what fills the disk, and can remove it.
   */
  private <T> T ask(Supplier<T> question, boolean reads) {
    CompletableFuture<T> reply = new CompletableFuture<>();
    inbox.add(
        () -> {
          try {
            T answer = question.get();
            var unused = told(reads).thenRun(() -> reply.complete(answer));
          } catch (RuntimeException | Error refused) {
            var unused = told(true).thenRun(() -> reply.completeExceptionally(refused));
          }
        });
    try {
      return reply.orTimeout(ANSWER.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException refused) {
      if (refused.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (refused.getCause() instanceof TimeoutException && keeper.stuck()) {
        throw notKept();
      }
      throw refused;
    }
  }

  /** Complete when it may be told what the account is like. */
  private CompletableFuture<Void> told(boolean reads) {
    return reads && keeper.stuck() ? CompletableFuture.completedFuture(null) : keeper.kept();
  }

  private static BatchError notKept() {
    return ErrorCode.SERVER_BUSY.error(
        Map.of("Reason", "The emulator can't write its state: its disk may be full."));
  }

  private void run() {
    while (!closed) {
      try {
        Runnable message = inbox.poll(wait(time.now()).toNanos(), TimeUnit.NANOSECONDS);
        if (message != null) {
          core.run(message);
        }
        core.tick();
        keeper.handOver();
      } catch (InterruptedException closing) {
        return;
      } catch (RuntimeException defect) {
        LOG.error("a message could not be handled", defect);
      }
    }
  }

  private Duration wait(Instant now) {
    Duration untilDue = core.nextDue().map(due -> Duration.between(now, due)).orElse(LONGEST_WAIT);
    if (untilDue.isNegative()) {
      return Duration.ZERO;
    }
    return untilDue.compareTo(LONGEST_WAIT) < 0 ? untilDue : LONGEST_WAIT;
  }

  /** Ends the thread; commands that run are killed by the runtime's own closing. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    workers.shutdownNow();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
