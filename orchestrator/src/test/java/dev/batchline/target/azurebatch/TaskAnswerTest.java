package dev.batchline.target.azurebatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.batch.protocol.models.TaskAddStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What adding a collection is answered with. */
class TaskAnswerTest {

  @Test
  void eachTaskHasAnAnswerOfItsOwn() throws Exception {
    assertThat(
            read(
                """
                {"odata.metadata": "https://account/$metadata#taskaddresult", "value": [
                  {"status": "Success", "taskId": "risk-1-1", "eTag": "0x8D4BCC2E4835CD0",
                   "lastModified": "2026-11-21T06:00:00.1234567Z",
                   "location": "https://account/jobs/j/tasks/risk-1-1"},
                  {"status": "clienterror", "taskId": "risk-2-1", "error": {
                    "code": "TaskExists",
                    "message": {"lang": "en-US", "value": "The task exists.\\nRequestId:1"},
                    "values": [{"key": "code", "value": "none"}]}},
                  {"status": "ServerError", "taskId": "risk-3-1", "error": null}]}"""))
        .containsExactly(
            new TaskAnswer("risk-1-1", TaskAddStatus.SUCCESS, "", ""),
            new TaskAnswer(
                "risk-2-1", TaskAddStatus.CLIENT_ERROR, "TaskExists", "The task exists."),
            new TaskAnswer("risk-3-1", TaskAddStatus.SERVER_ERROR, "", ""));
  }

  @Test
  void aStatusThatIsNotKnownIsNoSuccess() throws Exception {
    assertThat(read("{'value': [{'status': 'Postponed', 'taskId': 't'}]}".replace('\'', '"')))
        .extracting(TaskAnswer::status)
        .containsExactly(TaskAddStatus.CLIENT_ERROR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "<html>", "{\"value\": [{\"status\": \"Success\""})
  void whatIsNoSuchAnswerIsAnError(String answer) {
    assertThatThrownBy(() -> read(answer)).isInstanceOf(IOException.class);
  }

  private static List<TaskAnswer> read(String answer) throws IOException {
    return TaskAnswer.read(answer.getBytes(StandardCharsets.UTF_8));
  }
}
