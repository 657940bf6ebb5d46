package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.engine.Recording.Interaction;
import dev.batchline.emulator.http.Fixtures;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the real service was asked and answered, asked here over HTTP.
 *
 * <p>All recordings of the fixtures are replayed, and those of the directory that the system
 * property {@code batchline.recordings} names, in the same form.
 */
class RecordingReplayTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private String nextLink = "";

  /** One question, and in what its answer differed. */
  private record Replayed(String recording, String operation, Set<String> differences) {

    boolean same() {
      return differences.isEmpty();
    }
  }

  @Test
  void recordedQuestionsGetTheRecordedAnswers() throws Exception {
    Optional<Path> recordings = Fixtures.find("batch/recordings");
    if (recordings.isEmpty()) {
      return;
    }
    KnownDifferences known = KnownDifferences.read();
    List<Replayed> all = replayAll(recordings.get());
    List<String> unknown = unknown(all, known);
    System.out.printf(
        "replayed %d recorded questions: %d answered as recorded, %d with known differences%n",
        all.size(),
        all.stream().filter(Replayed::same).count(),
        all.stream().filter(each -> !each.same()).count() - unknown.size());

    assertThat(unknown).isEmpty();
    assertThat(all).hasSizeGreaterThan(200);
    known.unseen().forEach(reason -> System.out.println("no longer differs: " + reason));
  }

  @Test
  void otherRecordingsGetTheRecordedAnswersToo() throws Exception {
    String others = System.getProperty("batchline.recordings");
    if (others == null) {
      return;
    }
    assertThat(unknown(replayAll(Path.of(others)), KnownDifferences.read())).isEmpty();
  }

  private static List<String> unknown(List<Replayed> all, KnownDifferences known) {
    List<String> unknown = new ArrayList<>();
    for (Replayed each : all) {
      List<String> left =
          each.differences().stream()
              .filter(found -> !known.explain(each.recording(), each.operation(), found))
              .toList();
      if (!left.isEmpty()) {
        unknown.add(
            each.recording() + ": " + each.operation() + "\n    " + String.join("\n    ", left));
      }
    }
    return unknown;
  }

  private List<Replayed> replayAll(Path recordings) throws Exception {
    List<Replayed> all = new ArrayList<>();
    try (ReplayedAccount account = new ReplayedAccount(directory)) {
      for (Recording recording : Recording.readAll(recordings)) {
        replay(account, recording, all);
      }
    }
    return all;
  }

  private void replay(ReplayedAccount account, Recording recording, List<Replayed> all)
      throws Exception {
    account.begin(Files.createDirectory(directory.resolve(recording.name())));
    RecordedState state = new RecordedState(account, recording);
    RecordedRequests requests = new RecordedRequests(recording);
    for (Interaction interaction : recording.interactions()) {
      Set<String> differences;
      try {
        state.prepare(interaction);
        JsonNode body = requests.body(interaction);
        differences = ask(account, recording, interaction, state, body);
      } catch (RecordedState.UnreachableException e) {
        differences = Set.of("unreachable: " + e.getMessage());
      }
      all.add(new Replayed(recording.name(), interaction.operation(), differences));
    }
  }

  private Set<String> ask(
      ReplayedAccount account,
      Recording recording,
      Interaction interaction,
      RecordedState state,
      JsonNode body)
      throws IOException, InterruptedException {
    JsonNode sent = body.isContainerNode() ? JSON.readTree(state.translate(body.toString())) : body;
    if (interaction.query().contains("skiptoken") && nextLink.isEmpty()) {
      throw new RecordedState.UnreachableException("there was no next page");
    }
    // A place in a list is the service's own; ours is where the answer before this ended.
    String target =
        interaction.query().contains("skiptoken")
            ? nextLink.substring(account.url().length())
            : state.translate(interaction.rawPath()) + "?" + query(interaction);
    HttpResponse<String> answer =
        account.send(interaction.method(), target, RecordedRequests.headers(interaction), sent);
    Optional<JsonNode> json = json(answer);
    nextLink = json.map(it -> it.path("odata.nextLink").asText(nextLink)).orElse(nextLink);
    return new AnswerComparison(recording, interaction, answer).differences(json);
  }

  private static Optional<JsonNode> json(HttpResponse<String> answer) throws IOException {
    String type = answer.headers().firstValue("content-type").orElse("");
    return type.startsWith("application/json") && !answer.body().isEmpty()
        ? Optional.of(JSON.readTree(answer.body()))
        : Optional.empty();
  }

  /** The recorded query, in the encoding that a client would use; some recordings decoded it. */
  private static String query(Interaction interaction) {
    List<String> parts = new ArrayList<>();
    for (String part : interaction.query().split("&", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).replace("$", "%24");
      String value = equals < 0 ? "" : part.substring(equals + 1);
      boolean decoded = !value.contains("%") && value.matches(".*[ '{}<>].*");
      parts.add(name + "=" + (decoded ? URLEncoder.encode(value, StandardCharsets.UTF_8) : value));
    }
    return String.join("&", parts);
  }
}
