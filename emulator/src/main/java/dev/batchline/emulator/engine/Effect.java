package dev.batchline.emulator.engine;

import dev.batchline.emulator.model.Operation;

/** What an operation does to the account, which matters when changes can't be kept. */
enum Effect {
  /** Nothing: what there is can be told at any time. */
  READS,
  /** It ends or removes something, which may be just what a full disk needs. */
  FREES,
  /** It adds or changes something. */
  CHANGES;

  static Effect of(Operation operation) {
    return switch (operation) {
      case FILE_DELETE_FROM_TASK, FILE_DELETE_FROM_COMPUTE_NODE -> READS; // of the account
      case JOB_TERMINATE, TASK_TERMINATE, JOB_SCHEDULE_TERMINATE, JOB_DISABLE, POOL_REMOVE_NODES ->
          FREES;
      default ->
          switch (operation.verb()) {
            case "GET", "HEAD" -> READS;
            case "DELETE" -> FREES;
            default -> CHANGES;
          };
    };
  }
}
