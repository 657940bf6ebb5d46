package dev.batchline.cli.autoscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.batchline.autoscale.simulation.Arrival;
import dev.batchline.autoscale.simulation.NodeModel;
import dev.batchline.autoscale.simulation.TaskKind;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The work that a simulation plays, and the nodes that it meets, as a YAML file tells them; what is
 * left out has a default.
 *
 * @param arrivals at least one
 */
public record WorkloadFile(
    @Nullable Instant start,
    @Nullable Duration horizon,
    @Nullable Long seed,
    @Nullable Duration sampleDelay,
    @Nullable Nodes nodes,
    @Nullable Quota quota,
    @Nullable List<Work> arrivals) {

  private static final int MOST_REPEATS = 100_000;
  private static final int NO_QUOTA = 100_000;
  private static final YAMLMapper YAML =
      YAMLMapper.builder().addModule(new JavaTimeModule()).build();

  /**
   * What nodes are like.
   *
   * @param price of a node for an hour
   */
  public record Nodes(
      @Nullable Duration bootTime,
      @Nullable Double preemptionsPerHour,
      @Nullable Duration preemptionPause,
      @Nullable Integer cores,
      @Nullable Price price) {}

  /** Of a node for an hour, in any currency. */
  public record Price(@Nullable Double dedicated, @Nullable Double lowPriority) {}

  /** Nodes that the account may have. */
  public record Quota(@Nullable Integer dedicated, @Nullable Integer lowPriority) {}

  /**
   * Tasks that arrive together, once or again and again.
   *
   * @param at since the pool's creation
   * @param every time between two arrivals of {@code times}
   */
  public record Work(
      @Nullable Duration at,
      @Nullable Integer tasks,
      @Nullable Duration duration,
      @Nullable Double spread,
      @Nullable Integer slots,
      @Nullable Duration every,
      @Nullable Integer times) {

    public Work {
      int repeats = times == null ? 1 : times;
      if (repeats < 1 || repeats > MOST_REPEATS || (repeats > 1 && every == null)) {
        throw new IllegalArgumentException(
            "times is 1 to " + MOST_REPEATS + ", and more than 1 needs every");
      }
    }

    /** Not checked when it is made: the reader tells unknown keys after that. */
    private void addTo(List<Arrival> arrivals) {
      if (tasks == null || duration == null) {
        throw new IllegalArgumentException(
            "an arrival needs tasks and a duration, such as 200 and PT5M");
      }
      TaskKind kind =
          new TaskKind(orElse(duration, Duration.ZERO), orElse(spread, 0.0), orElse(slots, 1));
      for (int repeat = 0; repeat < orElse(times, 1); repeat++) {
        Duration later = orElse(every, Duration.ZERO).multipliedBy(repeat);
        arrivals.add(new Arrival(orElse(at, Duration.ZERO).plus(later), orElse(tasks, 0), kind));
      }
    }
  }

  /**
   * @throws RunException with the place of the first mistake
   */
  public static WorkloadFile read(String file) throws IOException {
    try {
      String text = TextFile.read(file);
      if (text.isBlank()) {
        throw wrong(file, "it is empty");
      }
      WorkloadFile workload = YAML.readValue(text, WorkloadFile.class);
      if (workload == null || workload.allArrivals().isEmpty()) {
        throw wrong(file, "it has no arrivals");
      }
      return workload;
    } catch (JsonMappingException e) {
      throw wrong(file, place(e) + reason(e));
    } catch (JsonProcessingException e) {
      throw wrong(file, place(e) + e.getOriginalMessage());
    } catch (IllegalArgumentException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : "line "
            + e.getLocation().getLineNr()
            + ", column "
            + e.getLocation().getColumnNr()
            + ": ";
  }

  /** What a constructor says is better than what the reader says of it. */
  private static String reason(JsonMappingException e) {
    if (e.getCause() instanceof IllegalArgumentException cause && cause.getMessage() != null) {
      return cause.getMessage();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return "there is no \"%s\" here, but %s"
          .formatted(unknown.getPropertyName(), known(unknown.getKnownPropertyIds()));
    }
    return e instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
        ? named(mismatch) + " must be " + form(mismatch.getTargetType())
        : e.getOriginalMessage();
  }

  private static String known(Collection<Object> properties) {
    return properties.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  /** The innermost key that the mistake is under. */
  private static String named(JsonMappingException e) {
    List<JsonMappingException.Reference> path = e.getPath();
    for (int index = path.size() - 1; index >= 0; index--) {
      if (path.get(index).getFieldName() != null) {
        return "\"" + path.get(index).getFieldName() + "\"";
      }
    }
    return "the workload";
  }

  private static String form(Class<?> type) {
    if (type == Instant.class) {
      return "a time such as 2026-01-05T08:00:00Z";
    }
    if (type == Duration.class) {
      return "a duration such as PT5M or PT1H30M";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    return Number.class.isAssignableFrom(type) ? "a number" : "a mapping: { name: value }";
  }

  private static RunException wrong(String file, String reason) {
    return new RunException(
        Blame.USER,
        "read the workload " + TextFile.shown(file),
        reason,
        "Such as: arrivals: [{ at: PT0S, tasks: 200, duration: PT5M, every: PT1H, times: 8 }]");
  }

  public List<Arrival> allArrivals() {
    List<Arrival> all = new ArrayList<>();
    orElse(arrivals, List.<Work>of()).forEach(work -> work.addTo(all));
    return all;
  }

  /**
   * @param coresOfSize what the VM size's name says
   */
  public NodeModel nodeModel(int coresOfSize) {
    Nodes given = orElse(nodes, new Nodes(null, null, null, null, null));
    Price price = orElse(given.price(), new Price(null, null));
    return new NodeModel(
        orElse(given.bootTime(), Duration.ofMinutes(4)),
        orElse(given.preemptionsPerHour(), 0.0),
        orElse(given.preemptionPause(), Duration.ofMinutes(10)),
        orElse(given.cores(), coresOfSize),
        orElse(price.dedicated(), 0.0),
        orElse(price.lowPriority(), 0.0));
  }

  public int mostDedicatedNodes() {
    return quota == null ? NO_QUOTA : orElse(quota.dedicated(), NO_QUOTA);
  }

  public int mostLowPriorityNodes() {
    return quota == null ? NO_QUOTA : orElse(quota.lowPriority(), NO_QUOTA);
  }

  /** As given, or until a day after the last arrival. */
  public Duration horizonOrDefault() {
    Duration last =
        allArrivals().stream().map(Arrival::after).max(Duration::compareTo).orElse(Duration.ZERO);
    return orElse(horizon, last.plusDays(1));
  }

  private static <T> T orElse(@Nullable T given, T otherwise) {
    return Optional.ofNullable(given).orElse(otherwise);
  }
}
