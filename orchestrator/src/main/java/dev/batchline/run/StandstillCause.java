package dev.batchline.run;

import java.util.Locale;

/** Why nothing of a run runs, or not all of it; the words in documents are part of the contract. */
public enum StandstillCause {
  NOT_DRIVEN,
  CANCELLING,
  UPLOADING,
  COLLECTING,
  /** Azure Batch does not answer whoever asks. */
  UNREACHABLE("check the network, and AZURE_BATCH_ENDPOINT; the run goes on there meanwhile"),
  JOB_GONE,
  JOB_ENDED,
  JOB_DISABLED,
  /** Tasks run: no standstill at all. */
  RUNNING,
  /** Tasks run in all slots there are, others wait for one. */
  SLOTS_TAKEN,
  POOL_GONE,
  START_TASK_FAILS(
      "correct the start task of the pool template, and rerun with --refresh; what it wrote on nodes that were taken out is in logs/nodes/ of the run"),
  STAGING_FAILS(
      "look at the code: a blob that was removed, or a firewall between nodes and Storage"),
  NODES_UNUSABLE(
      "wait for those that replace them; if these break as well, look at the image and the network of the pool template"),
  FORMULA_FAILS(
      "correct the formula of the pool template (try it with: batchline autoscale evaluate), and rerun with --refresh"),
  /** Nothing is in use of it, and it is too small for one node. */
  QUOTA_TOO_SMALL("another vmSize (rerun with --refresh), or a higher quota for the Batch account"),
  QUOTA_USED_UP(
      "remove what nobody needs with: batchline clean; or another vmSize, or a higher quota"),
  NO_CAPACITY("wait, or another vmSize or region"),
  RESIZE_STOPPED("az batch pool resize --pool-id POOL --target-dedicated-nodes N"),
  RESIZE_FAILED(
      "look at the code; if it is about the pool template, correct that and rerun with --refresh"),
  NODES_BOOTING("wait: a boot takes some minutes"),
  NODES_PREEMPTED("wait, or dedicated nodes (retry.lastAttempts: dedicated)"),
  POOL_RESIZING("wait: Azure takes some minutes to find machines"),
  FORMULA_WANTS_NONE(
      "wait for the next evaluation; if it wants none then either, correct the formula"),
  FORMULA_NOT_EVALUATED("wait for the first evaluation"),
  POOL_EMPTY,
  NODES_OFFLINE("az batch node scheduling enable --pool-id POOL --node-id NODE"),
  NODES_IDLE,
  WAITING_FOR_RETRY,
  WAITING_FOR_GROUP,
  SETTLING,
  UNKNOWN;

  private final String help;

  StandstillCause() {
    this("");
  }

  StandstillCause(String help) {
    this.help = help;
  }

  /** What helps, without a capital or a full stop; empty where the sentence says it. */
  public String help() {
    return help;
  }

  /** As in documents: {@code quota-used-up}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
