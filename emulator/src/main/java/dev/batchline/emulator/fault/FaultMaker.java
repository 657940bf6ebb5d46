package dev.batchline.emulator.fault;

import dev.batchline.emulator.model.BatchError;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a fault of what was said about it. */
final class FaultMaker {

  private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

  /** The code that the service gives with a status, where it is always the same. */
  private static final Map<Integer, String> CODES =
      Map.of(429, "TooManyRequests", 500, "InternalError", 503, "ServerBusy");

  private final FaultKind kind;
  private final Map<Parameter, String> values;

  private FaultMaker(FaultKind kind, Map<Parameter, String> values) {
    this.kind = kind;
    this.values = values;
  }

  /**
   * @param values of all parameters of the kind; empty for what isn't given
   * @throws IllegalArgumentException when a value can't be; the message says why
   */
  static Fault make(FaultKind kind, Map<Parameter, String> values) {
    return new FaultMaker(kind, values).make();
  }

  private Fault make() {
    return switch (kind) {
      case THROTTLE, ERROR -> refusal();
      case QUOTA_REACHED -> new Fault.QuotaReached();
      case DROP_BEFORE -> new Fault.Drop(false);
      case DROP_AFTER -> new Fault.Drop(true);
      case DELAY_ANSWER -> new Fault.Delay(delay());
      case LATE_COUNTS -> new Fault.LateCounts(delay());
      case ALLOCATION_FAILED ->
          new Fault.AllocationFailed(resizeError(), number(Parameter.NODES, 0, 100_000));
      case SLOW_BOOT -> new Fault.SlowBoot(required(Parameter.DELAY));
      case UNUSABLE -> new Fault.Unusable(text(Parameter.CODE), duration(Parameter.WITHIN));
      case PREEMPTED -> new Fault.Preempted(required(Parameter.WITHIN));
      case START_TASK_FAILED -> new Fault.StartTaskFailed(number(Parameter.EXIT_CODE, 1, 255));
      case DOWNLOAD_FAILED -> new Fault.DownloadFailed(transfer(true));
      case UPLOAD_FAILED -> new Fault.UploadFailed(transfer(false));
      case DISK_FULL -> new Fault.DiskFull();
    };
  }

  private Fault refusal() {
    int status = number(Parameter.STATUS, 400, 599);
    String code =
        text(Parameter.CODE).isEmpty()
            ? CODES.getOrDefault(status, "InternalError")
            : text(Parameter.CODE);
    BatchError error =
        new BatchError(status, code, "This error was asked for.", Map.of("Reason", "Fault rule"));
    return new Fault.Refuse(error, duration(Parameter.RETRY_AFTER));
  }

  private Duration delay() {
    Duration delay = required(Parameter.DELAY);
    if (delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("delay must be at most " + LONGEST_DELAY);
    }
    return delay;
  }

  private ResizeErrorCode resizeError() {
    return ResizeErrorCode.of(text(Parameter.CODE))
        .orElseThrow(() -> unknownCode(Stream.of(ResizeErrorCode.values()).map(Object::toString)));
  }

  private TransferFailure transfer(boolean download) {
    return TransferFailure.of(download, text(Parameter.CODE))
        .orElseThrow(() -> unknownCode(TransferFailure.all(download).map(TransferFailure::code)));
  }

  private IllegalArgumentException unknownCode(Stream<String> known) {
    return new IllegalArgumentException(
        "%s has no code %s, but %s"
            .formatted(kind.word(), text(Parameter.CODE), known.collect(Collectors.joining(", "))));
  }

  private String text(Parameter parameter) {
    return values.getOrDefault(parameter, "");
  }

  private int number(Parameter parameter, int least, int most) {
    try {
      int number = Integer.parseInt(text(parameter));
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(parameter.member() + " must be a whole number", e);
    }
    throw new IllegalArgumentException(
        "%s must be from %d to %d".formatted(parameter.member(), least, most));
  }

  private Duration required(Parameter parameter) {
    return duration(parameter)
        .orElseThrow(
            () -> new IllegalArgumentException(kind.word() + " needs " + parameter.member()));
  }

  private Optional<Duration> duration(Parameter parameter) {
    String text = text(parameter);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(parse(parameter.member(), text));
  }

  static Duration parse(String name, String text) {
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(name + " must be a duration such as PT2S", e);
    }
    throw new IllegalArgumentException(name + " can't be negative");
  }
}
