package dev.batchline.emulator.fault;

import static dev.batchline.emulator.fault.Subject.JOB;
import static dev.batchline.emulator.fault.Subject.NODE;
import static dev.batchline.emulator.fault.Subject.OPERATION;
import static dev.batchline.emulator.fault.Subject.PATH;
import static dev.batchline.emulator.fault.Subject.POOL;
import static dev.batchline.emulator.fault.Subject.TASK;

import java.util.EnumSet;
import java.util.Set;

/** When the emulator asks whether something goes wrong, and what is known at that moment. */
public enum FaultPoint {
  /** A request was found to be in order, and nothing of it has been done yet. */
  REQUEST(OPERATION, POOL, NODE, JOB, TASK, PATH),
  /** A pool, a job or a job schedule is about to be added. */
  ADDITION(OPERATION, POOL, JOB),
  /** The task counts of a job are asked for. */
  TASK_COUNTS(JOB),
  /** A pool is about to get nodes of one kind. */
  ALLOCATION(POOL),
  /** A node boots. */
  BOOT(POOL, NODE),
  /** A Spot node boots. */
  SPOT_BOOT(POOL, NODE),
  /** A start task is about to run. */
  START_TASK(POOL, NODE),
  /** A start, preparation, release or other task is about to get its resource files. */
  DOWNLOAD(POOL, NODE, JOB, TASK),
  /** A task that uploads output files is about to run. */
  UPLOAD(POOL, NODE, JOB, TASK),
  /** A task is about to run. */
  TASK_RUN(POOL, NODE, JOB, TASK);

  @SuppressWarnings("ImmutableEnumChecker") // never changed once it is made
  private final Set<Subject> subjects;

  FaultPoint(Subject first, Subject... more) {
    subjects = EnumSet.of(first, more);
  }

  /** What a rule may be limited by. */
  public Set<Subject> subjects() {
    return EnumSet.copyOf(subjects);
  }
}
