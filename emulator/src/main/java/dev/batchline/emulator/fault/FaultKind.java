package dev.batchline.emulator.fault;

import static dev.batchline.emulator.fault.Parameter.CODE;
import static dev.batchline.emulator.fault.Parameter.DELAY;
import static dev.batchline.emulator.fault.Parameter.EXIT_CODE;
import static dev.batchline.emulator.fault.Parameter.NODES;
import static dev.batchline.emulator.fault.Parameter.RETRY_AFTER;
import static dev.batchline.emulator.fault.Parameter.STATUS;
import static dev.batchline.emulator.fault.Parameter.WITHIN;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** All that can go wrong on request: where it strikes, and what can be said about it. */
public enum FaultKind {
  THROTTLE(FaultPoint.REQUEST, Map.of(STATUS, "429", CODE, "", RETRY_AFTER, "PT1S")),
  ERROR(FaultPoint.REQUEST, Map.of(STATUS, "500", CODE, "", RETRY_AFTER, "")),
  QUOTA_REACHED(FaultPoint.ADDITION, Map.of()),
  DROP_BEFORE(FaultPoint.REQUEST, Map.of()),
  DROP_AFTER(FaultPoint.REQUEST, Map.of()),
  DELAY_ANSWER(FaultPoint.REQUEST, Map.of(DELAY, "PT2S")),
  LATE_COUNTS(FaultPoint.TASK_COUNTS, Map.of(DELAY, "PT5S")),
  ALLOCATION_FAILED(FaultPoint.ALLOCATION, Map.of(CODE, "AllocationFailed", NODES, "0")),
  SLOW_BOOT(FaultPoint.BOOT, Map.of(DELAY, "PT5M")),
  UNUSABLE(FaultPoint.BOOT, Map.of(CODE, "Unknown", WITHIN, "")),
  PREEMPTED(FaultPoint.SPOT_BOOT, Map.of(WITHIN, "PT10M")),
  START_TASK_FAILED(FaultPoint.START_TASK, Map.of(EXIT_CODE, "1")),
  DOWNLOAD_FAILED(FaultPoint.DOWNLOAD, Map.of(CODE, "BlobDownloadMiscError")),
  UPLOAD_FAILED(FaultPoint.UPLOAD, Map.of(CODE, "FileUploadMiscError")),
  DISK_FULL(FaultPoint.TASK_RUN, Map.of());

  private final FaultPoint point;

  @SuppressWarnings("ImmutableEnumChecker") // never changed once it is made
  private final Map<Parameter, String> parameters = new EnumMap<>(Parameter.class);

  FaultKind(FaultPoint point, Map<Parameter, String> parameters) {
    this.point = point;
    this.parameters.putAll(parameters);
  }

  public FaultPoint point() {
    return point;
  }

  /** What can be said about it, and what holds unless it is said; empty for nothing. */
  public Map<Parameter, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** As rules name it. */
  public String word() {
    return this == DELAY_ANSWER ? "delay" : name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of that name; {@code dropBefore} is {@code drop-before}. */
  public static Optional<FaultKind> of(String name) {
    String plain = plain(name);
    return Stream.of(values()).filter(kind -> plain(kind.word()).equals(plain)).findFirst();
  }

  private static String plain(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
