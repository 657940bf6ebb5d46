package dev.batchline.target.azurebatch;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.microsoft.azure.batch.protocol.models.TaskAddStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What Batch says of one task of a collection.
 *
 * <p>It is read member by member: the SDK's type would parse a date for each task, which takes
 * longer than all else that is done with an answer, and which nobody asks for.
 *
 * @param task its id
 * @param code of what is wrong, such as {@code TaskExists}; empty if nothing is
 * @param text the first line of what is wrong, in English; empty if nothing is
 */
record TaskAnswer(String task, TaskAddStatus status, String code, String text) {

  /**
   * The answers in a {@code TaskAddCollectionResult}, in its order.
   *
   * @throws IOException if it is no JSON, or not that
   */
  static List<TaskAnswer> read(byte[] answer) throws IOException {
    List<TaskAnswer> answers = new ArrayList<>(TaskCollection.LARGEST);
    try (JsonParser json = RequestJson.MAPPER.getFactory().createParser(answer)) {
      expect(json, JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean values = json.currentName().equals("value");
        if (json.nextToken() == JsonToken.START_ARRAY && values) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            answers.add(one(json));
          }
        } else {
          json.skipChildren();
        }
      }
    }
    return answers;
  }

  private static TaskAnswer one(JsonParser json) throws IOException {
    String task = "";
    String status = "";
    String code = "";
    String text = "";
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String member = json.currentName();
      JsonToken value = json.nextToken();
      if (member.equals("error") && value == JsonToken.START_OBJECT) {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
          String ofError = json.currentName();
          json.nextToken();
          code = ofError.equals("code") ? json.getValueAsString("") : code;
          text = ofError.equals("message") ? message(json) : text;
          json.skipChildren();
        }
      } else {
        task = member.equals("taskId") ? json.getValueAsString("") : task;
        status = member.equals("status") ? json.getValueAsString("") : status;
        json.skipChildren();
      }
    }
    return new TaskAnswer(task, status(status), code, text);
  }

  /** {@code {"lang": "en-US", "value": "…"}}. */
  private static String message(JsonParser json) throws IOException {
    String text = "";
    if (json.currentToken() != JsonToken.START_OBJECT) {
      return text;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean value = json.currentName().equals("value");
      json.nextToken();
      text = value ? json.getValueAsString("") : text;
      json.skipChildren();
    }
    return text.lines().findFirst().orElse("");
  }

  /** One that is not known is no success. */
  private static TaskAddStatus status(String word) {
    TaskAddStatus status = TaskAddStatus.fromString(word);
    return status == null ? TaskAddStatus.CLIENT_ERROR : status;
  }

  private static void expect(JsonParser json, JsonToken token) throws IOException {
    if (json.nextToken() != token) {
      throw new IOException("not what adding a collection of tasks is answered with");
    }
  }
}
