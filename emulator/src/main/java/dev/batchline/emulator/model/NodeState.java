package dev.batchline.emulator.model;

/** State of a compute node. */
public enum NodeState implements Wire {
  CREATING,
  STARTING,
  WAITINGFORSTARTTASK,
  STARTTASKFAILED,
  IDLE,
  RUNNING,
  REBOOTING,
  REIMAGING,
  UNUSABLE,
  UNKNOWN,
  LEAVINGPOOL,
  OFFLINE,
  PREEMPTED,
  UPGRADINGOS,
  DEALLOCATING,
  DEALLOCATED
}
