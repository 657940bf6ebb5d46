package dev.batchline.emulator.model;

/**
 * That something in an account has changed, was added or is gone; named by keys, so that whoever is
 * told can look at what is there now, and so that many changes of one thing can be taken as one.
 */
public sealed interface Change {

  /** A pool, without its nodes. When it is gone, they are. */
  record OfPool(String pool) implements Change {}

  record OfNode(String pool, String node) implements Change {}

  /** A job, without its tasks. When it is gone, all that is told of here is gone with it. */
  record OfJob(String job) implements Change {}

  /** How a task fares. */
  record OfTask(String job, String task) implements Change {}

  /** What a user said about a task; told before the task itself. */
  record OfTaskSettings(String job, String task) implements Change {}

  /** The other instances of a multi-instance task. */
  record OfSubtasks(String job, String task) implements Change {}

  /** How preparation and release of a job went on a node. */
  record OfJobOnNode(String job, String node) implements Change {}

  /** That tasks which depend on this one need wait for it no longer; this is never undone. */
  record OfSatisfied(String job, String task) implements Change {}

  record OfSchedule(String schedule) implements Change {}

  /** What a pool that is gone has used. */
  record OfUsage(PoolUsage usage) implements Change {}
}
