package dev.batchline.emulator.fault;

/** What a fault may concern, and a rule may be limited to. */
public enum Subject {
  OPERATION("operations"),
  POOL("pools"),
  NODE("nodes"),
  JOB("jobs"),
  TASK("tasks"),
  PATH("paths");

  private final String member;

  Subject(String member) {
    this.member = member;
  }

  /** The member of a rule's JSON that limits it. */
  public String member() {
    return member;
  }
}
