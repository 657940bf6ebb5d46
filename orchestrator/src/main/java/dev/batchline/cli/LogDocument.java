package dev.batchline.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.batchline.cli.AttemptLogs.Source;
import dev.batchline.cli.AttemptLogs.Text;
import dev.batchline.storage.RunBlobs;
import dev.batchline.target.AttemptId;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Logs as one JSON document, written as they are read: a gigabyte of them needs no memory. */
final class LogDocument {

  private final AttemptLogs logs;
  private final PrintStream out;

  LogDocument(AttemptLogs logs, PrintStream out) {
    this.logs = logs;
    this.out = out;
  }

  /**
   * @return whether there was anything; if not, nothing is printed
   */
  boolean print(List<AttemptId> attempts, List<String> files) throws IOException {
    @Nullable JsonGenerator json = null;
    for (AttemptId attempt : attempts) {
      for (String file : files) {
        Optional<Text> text = logs.open(attempt, file);
        if (text.isPresent()) {
          json = json == null ? begin() : json;
          write(json, attempt, file, text.get());
        }
      }
    }
    if (json == null) {
      return false;
    }
    json.writeEndArray();
    json.close();
    out.println();
    return true;
  }

  private JsonGenerator begin() throws IOException {
    JsonGenerator json = new JsonMapper().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setCharacterEscapes(new Hashes());
    json.useDefaultPrettyPrinter();
    json.writeStartArray();
    return json;
  }

  private static void write(JsonGenerator json, AttemptId attempt, String file, Text text)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", RunBlobs.logs(attempt.taskId(), attempt.number()) + file);
    json.writeStringField("task", attempt.taskId());
    json.writeNumberField("attempt", attempt.number());
    json.writeStringField("file", file);
    json.writeStringField("source", text.source() == Source.NODE ? "node" : "storage");
    json.writeFieldName("text");
    try (Reader reader = new InputStreamReader(text.content(), StandardCharsets.UTF_8)) {
      json.writeString(reader, -1);
    }
    json.writeEndObject();
  }

  /** No two hashes in a row, which might begin a command of Azure Pipelines. */
  private static final class Hashes extends CharacterEscapes {

    private static final long serialVersionUID = 1;
    private static final SerializableString HASH = new SerializedString("\\u0023");

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes['#'] = ESCAPE_CUSTOM;
      return codes;
    }

    @Override
    public SerializableString getEscapeSequence(int character) {
      return HASH;
    }
  }
}
