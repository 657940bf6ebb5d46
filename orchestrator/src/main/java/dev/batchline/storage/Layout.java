package dev.batchline.storage;

import dev.batchline.base.RunId;

/** Names in the container that runs share; the only class that knows them. */
final class Layout {

  static final String RUNS = "runs/";
  static final String OBJECTS = "objects/";

  /** Begins the names of containers that nodes of runs write to. */
  static final String RUN_CONTAINERS = "batchline-";

  private Layout() {}

  static String object(String sha256) {
    return OBJECTS + sha256;
  }

  static String run(RunId run) {
    return RUNS + run + "/";
  }

  static String record(RunId run) {
    return run(run) + "run.json";
  }

  static String plan(RunId run) {
    return run(run) + "plan.ndjson.gz";
  }

  /**
   * How long the tasks of the last run took.
   *
   * @param name of the job, which is letters, digits and hyphens
   */
  static String durations(String name) {
    return "durations/" + name + ".gz";
  }

  /** Which files of the machine that planned the run it needs: to go on after a kill. */
  static String uploads(RunId run) {
    return run(run) + "uploads.json";
  }

  /**
   * A part of the journal.
   *
   * @param part from 1
   */
  static String journal(RunId run, int part) {
    return run(run) + (part == 1 ? "journal.ndjson" : "journal-" + part + ".ndjson");
  }

  /** What tells for each task whether a later one does the same. */
  static String keys(RunId run) {
    return run(run) + "keys";
  }

  /** What the run was planned from, but for the contents of its files. */
  static String source(RunId run) {
    return run(run) + "source.zip";
  }

  /** Someone wishes the run to end; its content says why. */
  static String cancel(RunId run) {
    return run(run) + "cancel.txt";
  }

  static String manifest(RunId run) {
    return run(run) + "manifest.json";
  }

  static String report(RunId run, String name) {
    return run(run) + "report/" + name;
  }

  /** The container that the run's nodes may write to. */
  static String runContainer(RunId run) {
    return RUN_CONTAINERS + run;
  }
}
