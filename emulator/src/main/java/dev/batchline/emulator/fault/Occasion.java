package dev.batchline.emulator.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * One moment at which faults may strike.
 *
 * @param stream names what keeps its place among others of its like in every run, such as an
 *     operation or the number of a node: whether a fault strikes depends on how often there was an
 *     occasion of this stream, and on nothing that happens at the same time
 * @param subjects ids of what is concerned, as far as they are known
 */
public record Occasion(FaultPoint point, String stream, Map<Subject, String> subjects) {

  public Occasion {
    subjects = Map.copyOf(subjects);
  }

  /** An occasion that concerns nothing yet. */
  public static Occasion of(FaultPoint point, String stream) {
    return new Occasion(point, stream, Map.of());
  }

  public Occasion with(Subject subject, String id) {
    Map<Subject, String> more = new EnumMap<>(Subject.class);
    more.putAll(subjects);
    more.put(subject, id);
    return new Occasion(point, stream, more);
  }

  public Occasion with(Subject subject, Optional<String> id) {
    return id.map(known -> with(subject, known)).orElse(this);
  }

  /** The same moment seen as another point. */
  public Occasion at(FaultPoint other) {
    return new Occasion(other, stream, subjects);
  }
}
