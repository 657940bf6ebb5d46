package dev.batchline.emulator.engine;

import dev.batchline.emulator.engine.Run.Kind;
import dev.batchline.emulator.fault.Fault;
import dev.batchline.emulator.fault.FaultPoint;
import dev.batchline.emulator.fault.Faults;
import dev.batchline.emulator.fault.Occasion;
import dev.batchline.emulator.fault.Subject;
import dev.batchline.emulator.fault.TransferFailure;
import dev.batchline.emulator.model.Account;
import dev.batchline.emulator.node.CommandEvent.Failure;
import dev.batchline.emulator.node.NodeCommand;
import dev.batchline.emulator.node.NodeCommand.OnRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What goes wrong on request with a command on a node.
 *
 * <p>Tasks have a stream of faults each, by their id without their job's; start, preparation and
 * release tasks have one for each node number. So a run that is repeated meets the same.
 */
final class CommandFaults {

  private static final List<Map.Entry<String, String>> REASON =
      List.of(Map.entry("Reason", "This failure was asked for."));

  private final Faults faults;
  private final Account account;
  private final Consumer<Run> diskFull;

  /**
   * @param diskFull makes the node of a command unusable
   */
  CommandFaults(Faults faults, Account account, Consumer<Run> diskFull) {
    this.faults = faults;
    this.account = account;
    this.diskFull = diskFull;
  }

  /** A command that filled its node's disk has ended. */
  void diskFull(Run run) {
    diskFull.accept(run);
  }

  /**
   * A command as it will run.
   *
   * @param fillsDisk whether its node can't be used any more after it
   */
  record Faulty(NodeCommand command, boolean fillsDisk) {}

  Faulty strike(Run run, NodeCommand command) {
    if (faults == Faults.NONE) {
      return new Faulty(command, false);
    }
    Occasion occasion = occasion(run);
    boolean fillsDisk =
        run.kind() == Kind.TASK
            && faults.strike(occasion.at(FaultPoint.TASK_RUN), Fault.DiskFull.class).isPresent();
    NodeCommand struck = run.kind() == Kind.START ? startTask(occasion, command) : command;
    OnRequest failures =
        new OnRequest(
            fillsDisk
                ? Optional.of(failure(TransferFailure.DISK_FULL))
                : download(occasion, command),
            upload(occasion, command));
    return new Faulty(struck.failing(failures), fillsDisk);
  }

  private Occasion occasion(Run run) {
    String stream =
        run.kind() == Kind.TASK
            ? "task " + run.task().orElse("")
            : run.kind().name().toLowerCase(java.util.Locale.ROOT) + " task of node " + number(run);
    return Occasion.of(FaultPoint.TASK_RUN, stream)
        .with(Subject.POOL, run.pool())
        .with(Subject.NODE, run.node())
        .with(Subject.JOB, run.job())
        .with(Subject.TASK, run.task());
  }

  /** Of its node in its pool. */
  private int number(Run run) {
    return account
        .findPool(run.pool())
        .flatMap(pool -> pool.find(run.node()))
        .map(node -> node.origin().number())
        .orElse(-1);
  }

  private NodeCommand startTask(Occasion occasion, NodeCommand command) {
    return faults
        .strike(occasion.at(FaultPoint.START_TASK), Fault.StartTaskFailed.class)
        .map(
            fault ->
                command.withCommandLine(
                    "/bin/sh -c 'echo This start task fails on request. >&2; exit %d'"
                        .formatted(fault.exitCode())))
        .orElse(command);
  }

  private Optional<Failure> download(Occasion occasion, NodeCommand command) {
    return command.resourceFiles().isEmpty()
        ? Optional.empty()
        : faults
            .strike(occasion.at(FaultPoint.DOWNLOAD), Fault.DownloadFailed.class)
            .map(fault -> failure(fault.failure()));
  }

  private Optional<Failure> upload(Occasion occasion, NodeCommand command) {
    return command.outputFiles().isEmpty()
        ? Optional.empty()
        : faults
            .strike(occasion.at(FaultPoint.UPLOAD), Fault.UploadFailed.class)
            .map(fault -> failure(fault.failure()));
  }

  private static Failure failure(TransferFailure failure) {
    return new Failure(failure.category(), failure.code(), failure.message(), REASON);
  }
}
