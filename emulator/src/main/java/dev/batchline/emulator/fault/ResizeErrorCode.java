package dev.batchline.emulator.fault;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Why Azure gives a pool fewer nodes than it asked for; messages have a place for the kind. */
public enum ResizeErrorCode {
  ALLOCATION_FAILED("AllocationFailed", "Desired number of %s nodes could not be allocated"),
  ALLOCATION_TIMED_OUT(
      "AllocationTimedout",
      "Desired number of %s nodes could not be allocated as the resize timeout was reached"),
  ACCOUNT_CORE_QUOTA_REACHED(
      "AccountCoreQuotaReached", "The specified account has reached its quota of %s cores"),
  ACCOUNT_LOW_PRIORITY_CORE_QUOTA_REACHED(
      "AccountLowPriorityCoreQuotaReached",
      "The specified account has reached its quota of %s cores"),
  ACCOUNT_SPOT_CORE_QUOTA_REACHED(
      "AccountSpotCoreQuotaReached", "The specified account has reached its quota of %s cores"),
  ACCOUNT_VM_SERIES_CORE_QUOTA_REACHED(
      "AccountVMSeriesCoreQuotaReached",
      "The specified account has reached its quota of %s cores of this VM series"),
  UNKNOWN("Unknown", "Desired number of %s nodes could not be allocated for an unknown reason");

  private final String code;
  private final String message;

  ResizeErrorCode(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** The code for nodes of a kind: each has a quota of its own. */
  public String code(boolean dedicated) {
    return quota() ? (dedicated ? ACCOUNT_CORE_QUOTA_REACHED : lowPriority()).code : code;
  }

  private static ResizeErrorCode lowPriority() {
    return ACCOUNT_LOW_PRIORITY_CORE_QUOTA_REACHED;
  }

  private boolean quota() {
    return this == ACCOUNT_CORE_QUOTA_REACHED || this == lowPriority();
  }

  public String message(boolean dedicated) {
    return String.format(Locale.ROOT, message, dedicated ? "dedicated" : "low priority");
  }

  static Optional<ResizeErrorCode> of(String code) {
    return Stream.of(values()).filter(one -> one.code.equalsIgnoreCase(code)).findFirst();
  }

  @Override
  public String toString() {
    return code;
  }
}
