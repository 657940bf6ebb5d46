package dev.batchline.emulator.state;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.batchline.emulator.model.Document;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.JobSettings;
import dev.batchline.emulator.model.PoolSettings;
import dev.batchline.emulator.model.TaskSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Entries as JSON: the members are the components of the records. Of settings only what the user
 * said is kept, because the rest follows from it. Times are nanoseconds since 1970, or text if they
 * are centuries away.
 */
final class EntryJson {

  private static final long NANOS = 1_000_000_000L;

  private final ObjectWriter writer;
  private final ObjectReader reader;

  EntryJson() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.registerModule(new Jdk8Module());
    mapper.registerModule(module());
    mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT);
    writer = mapper.writerFor(mapper.getTypeFactory().constructArrayType(Entry.class));
    reader = mapper.readerFor(Entry[].class);
  }

  byte[] write(List<Entry> entries) {
    try {
      return writer.writeValueAsBytes(entries.toArray(Entry[]::new));
    } catch (JsonProcessingException defect) {
      throw new IllegalStateException("every entry can be written", defect);
    }
  }

  /**
   * @throws IOException if it isn't what {@link #write} has made
   */
  List<Entry> read(byte[] json) throws IOException {
    return List.of((Entry[]) reader.readValue(json));
  }

  private static SimpleModule module() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(Instant.class, writing(EntryJson::time));
    module.addDeserializer(Instant.class, reading(EntryJson::time));
    module.addKeyDeserializer(
        Instant.class,
        new KeyDeserializer() {
          @Override
          public Object deserializeKey(String key, DeserializationContext context) {
            return Instant.parse(key);
          }
        });
    module.addSerializer(Duration.class, writing((time, to) -> to.writeString(time.toString())));
    module.addDeserializer(Duration.class, reading(from -> Duration.parse(from.getText())));
    settings(module, PoolSettings.class, PoolSettings::document, PoolSettings::of);
    settings(module, JobSettings.class, JobSettings::document, JobSettings::of);
    settings(
        module,
        JobSchedule.Settings.class,
        JobSchedule.Settings::document,
        JobSchedule.Settings::of);
    module.addSerializer(TaskSettings.class, writing(EntryJson::task));
    module.addDeserializer(TaskSettings.class, reading(from -> task(from.readValueAsTree(), from)));
    return module;
  }

  private static void time(Instant time, JsonGenerator to) throws IOException {
    if (Math.abs(time.getEpochSecond()) < Long.MAX_VALUE / NANOS) {
      to.writeNumber(time.getEpochSecond() * NANOS + time.getNano());
    } else {
      to.writeString(time.toString());
    }
  }

  private static Instant time(JsonParser from) throws IOException {
    if (from.currentToken() == JsonToken.VALUE_STRING) {
      return Instant.parse(from.getText());
    }
    long nanos = from.getLongValue();
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  private static <T> void settings(
      SimpleModule module,
      Class<T> type,
      Function<T, Document> document,
      Function<ObjectNode, T> settings) {
    module.addSerializer(
        type, writing((value, to) -> to.writeRawValue(document.apply(value).json())));
    module.addDeserializer(type, reading(from -> settings.apply(from.readValueAsTree())));
  }

  private static void task(TaskSettings task, JsonGenerator to) throws IOException {
    to.writeStartObject();
    to.writeFieldName("said");
    to.writeRawValue(task.document().json());
    if (task.manager().isPresent()) {
      to.writeObjectField("manager", task.manager().get());
    }
    to.writeEndObject();
  }

  private static TaskSettings task(ObjectNode json, JsonParser from) throws IOException {
    JsonNode manager = json.path("manager");
    return TaskSettings.of(
        (ObjectNode) json.required("said"),
        manager.isMissingNode()
            ? Optional.empty()
            : Optional.of(from.getCodec().treeToValue(manager, TaskSettings.Manager.class)));
  }

  private interface Writing<T> {
    void write(T value, JsonGenerator to) throws IOException;
  }

  private static <T> JsonSerializer<T> writing(Writing<T> how) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator to, SerializerProvider unused)
          throws IOException {
        how.write(value, to);
      }
    };
  }

  private interface Reading<T> {
    T read(JsonParser from) throws IOException;
  }

  private static <T> JsonDeserializer<T> reading(Reading<T> how) {
    return new JsonDeserializer<>() {
      @Override
      public T deserialize(JsonParser from, DeserializationContext unused) throws IOException {
        return how.read(from);
      }
    };
  }
}
