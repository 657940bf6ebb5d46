package dev.batchline.run;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.target.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** How records and journals are written: times in ISO 8601, nothing for what is absent. */
final class RunJson {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .addMixIn(RunEvent.class, NamedEvents.class)
          .addMixIn(RunEvent.Success.class, Row.class)
          .addMixIn(Outcome.class, NamedOutcomes.class)
          .build();

  private static final ObjectWriter RECORD = MAPPER.writerWithDefaultPrettyPrinter();
  private static final ObjectWriter EVENT = MAPPER.writerFor(RunEvent.class);
  private static final ObjectReader EVENTS = MAPPER.readerFor(RunEvent.class);

  private RunJson() {}

  static byte[] bytes(RunRecord record) {
    try {
      return RECORD.writeValueAsBytes(record);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws RunException if these are not a record that this version understands
   */
  static RunRecord record(byte[] bytes) {
    RunRecord record;
    try {
      record = MAPPER.readValue(bytes, RunRecord.class);
    } catch (IOException e) {
      throw damaged("run.json is damaged", e);
    }
    if (record.version() > RunRecord.VERSION) {
      throw new RunException(
          Blame.USER,
          "read the record of run " + record.runId(),
          "it was written by a later version of Batchline",
          "Update Batchline on this machine.");
    }
    return record;
  }

  /** One line, without its end. */
  static byte[] line(RunEvent event) {
    try {
      return EVENT.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static RunEvent event(String line) {
    try {
      return EVENTS.readValue(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw damaged("a line of its journal is damaged", e);
    }
  }

  private static RunException damaged(String reason, IOException cause) {
    return new RunException(
        Blame.SERVICE,
        "read the record of the run",
        reason,
        "Start the job again with: batchline run",
        cause);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = RunEvent.TakenOver.class, name = "takenOver"),
    @JsonSubTypes.Type(value = RunEvent.Reused.class, name = "reused"),
    @JsonSubTypes.Type(value = RunEvent.LeftOut.class, name = "leftOut"),
    @JsonSubTypes.Type(value = RunEvent.Submitting.class, name = "submitting"),
    @JsonSubTypes.Type(value = RunEvent.Postponed.class, name = "postponed"),
    @JsonSubTypes.Type(value = RunEvent.Extending.class, name = "extending"),
    @JsonSubTypes.Type(value = RunEvent.NodeBroken.class, name = "nodeBroken"),
    @JsonSubTypes.Type(value = RunEvent.TakingOut.class, name = "takingOut"),
    @JsonSubTypes.Type(value = RunEvent.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = RunEvent.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = RunEvent.WillRetry.class, name = "willRetry"),
    @JsonSubTypes.Type(value = RunEvent.GaveUp.class, name = "gaveUp"),
    @JsonSubTypes.Type(value = RunEvent.Skipped.class, name = "skipped"),
    @JsonSubTypes.Type(value = RunEvent.Observed.class, name = "observed"),
    @JsonSubTypes.Type(value = RunEvent.PoolGone.class, name = "poolGone"),
    @JsonSubTypes.Type(value = RunEvent.CreatedAgain.class, name = "createdAgain"),
    @JsonSubTypes.Type(value = RunEvent.Resting.class, name = "resting"),
    @JsonSubTypes.Type(value = RunEvent.Woken.class, name = "woken"),
    @JsonSubTypes.Type(value = RunEvent.StoodStill.class, name = "stoodStill"),
    @JsonSubTypes.Type(value = RunEvent.Closed.class, name = "closed"),
    @JsonSubTypes.Type(value = RunEvent.Finished.class, name = "finished"),
    @JsonSubTypes.Type(value = RunEvent.CancelRequested.class, name = "cancelRequested")
  })
  private interface NamedEvents {}

  /** Without names: there are as many of these as tasks. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  private interface Row {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_OBJECT)
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "succeeded"),
    @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed")
  })
  private interface NamedOutcomes {}
}
