package dev.batchline.target;

import dev.batchline.base.RunException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A place that computes: it reports, the engine decides.
 *
 * <p>No method retries an attempt, waits for one, or prints. Calls to a service are retried inside
 * where that is safe; what then still fails is thrown as a {@link RunException}. One thread uses a
 * target at a time.
 */
public interface Target extends AutoCloseable {

  /** What the target is called in records and messages, such as {@code azurebatch}. */
  String kind();

  /**
   * Creates what the run needs (pool, job) or finds it there; doing it twice changes nothing.
   *
   * @return names of what there is now, for the run's record: {@code pool}, {@code job}
   */
  Map<String, String> prepare(RunSetup setup);

  /** Turns to a run that was prepared before, by whichever process; creates nothing. */
  void open(RunSetup setup);

  /**
   * Creates one of the plan's further pools and what else attempts need there, or finds it; doing
   * it twice changes nothing.
   *
   * @return names of what there is now, as those of {@link #prepare}
   */
  Map<String, String> extend(int place);

  /**
   * Creates a pool again that somebody has deleted; its job, and what waits there, stays.
   *
   * @return false as long as the old one is still on its way out: then it is to be asked again
   */
  boolean createAgain(int place);

  /** Lets a pool have no nodes while others need its cores; asked again, it does nothing more. */
  void rest(int place);

  /**
   * Gives a pool that was sent to {@link #rest} its nodes back.
   *
   * @return false if it can't be done right now: then it is to be asked again
   */
  boolean wake(int place);

  /**
   * Hands attempts over, in as few calls as the target has; doing it twice changes nothing.
   *
   * @param place number of the plan's pool that all of them are to run on
   */
  Submission submit(int place, List<Attempt> attempts);

  /**
   * Looks at what changed; the number of calls depends on that and not on how many tasks there are.
   *
   * @param known what the engine knows of ends, by which a target finds out whether one is missing
   * @param ended takes the attempts that ended since then, some thousand at a time; some may be
   *     repeated, none is left out
   */
  Observation observe(KnownEnds known, Consumer<List<AttemptEnd>> ended);

  /**
   * What it can tell about attempts that wait, for each pool, the first one first; asked for when
   * nothing has happened for a while.
   */
  List<Circumstances> circumstances();

  /**
   * Which of these attempts the target knows, running or ended; asked after a run was taken over.
   */
  List<AttemptId> known(List<AttemptId> attempts);

  /**
   * How many attempts each of the run's pools holds by its number, waiting, running and ended; it
   * may lag behind. Asked after a run was taken over: a target that was lost and made anew, as on
   * one machine, holds none.
   */
  Map<Integer, Long> held();

  /**
   * The last bytes that a running attempt wrote to {@code stdout.txt} or {@code stderr.txt}; empty
   * when the node or the file is not there (yet).
   */
  Optional<String> tail(AttemptId attempt, String file, int bytes);

  /**
   * The ends of what a node's start task wrote, by file name, without secrets; nothing when it
   * can't be read (any more).
   */
  Map<String, String> nodeLogs(int place, String node);

  /**
   * Takes a node out of its pool, so that the pool brings another; it may still be there when this
   * returns, and then be asked for again.
   *
   * @param state why, by the words of the table of failures
   */
  void takeOut(int place, String node, String state);

  /** Ends one attempt that waits or runs; nothing happens if it has ended. */
  void end(AttemptId attempt);

  /**
   * Ends the run's jobs with all that runs there; pools stay, so that nodes can still upload what
   * was written. Nothing happens if they have ended.
   */
  void stop(String reason);

  /** Ends the run's jobs, and removes its pools; the first one stays if the plan keeps it. */
  void finish(String reason);

  /** Frees memory and connections, nothing in the cloud. */
  @Override
  void close();
}
