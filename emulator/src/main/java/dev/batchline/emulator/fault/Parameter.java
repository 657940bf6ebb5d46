package dev.batchline.emulator.fault;

import java.util.Optional;
import java.util.stream.Stream;

/** What can be said about a fault besides its kind. */
public enum Parameter {
  STATUS("status"),
  CODE("code"),
  RETRY_AFTER("retryAfter"),
  DELAY("delay"),
  WITHIN("within"),
  NODES("nodesThatCome"),
  EXIT_CODE("exitCode");

  private final String member;

  Parameter(String member) {
    this.member = member;
  }

  /** Its name in a rule's JSON. */
  public String member() {
    return member;
  }

  static Optional<Parameter> of(String member) {
    return Stream.of(values()).filter(one -> one.member.equals(member)).findFirst();
  }
}
