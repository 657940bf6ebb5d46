package dev.batchline.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;

/** {@code telemetry.json}: the record as it is, times in ISO 8601. */
public final class TelemetryJson {

  /** What the file is called in a report. */
  public static final String FILE = "telemetry.json";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  private TelemetryJson() {}

  public static byte[] bytes(Telemetry telemetry) {
    try {
      return JSON.writeValueAsBytes(telemetry);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws IOException if it is not what {@link #bytes} writes
   */
  public static Telemetry read(byte[] json) throws IOException {
    return JSON.readValue(json, Telemetry.class);
  }
}
