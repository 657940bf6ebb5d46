package dev.batchline.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.emulator.model.BatchError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our tables against what the real service was recorded to answer. */
class RecordedTablesTest {

  /** Answered 501 with their name: operations that versions before ours had. */
  private static final Set<String> FORMER =
      Set.of("Pool_GetAllLifetimeStatistics", "ComputeNode_GetRemoteDesktop");

  private static final List<JsonNode> RECORDED = new ArrayList<>();

  private final Routes routes = new Routes();

  @BeforeAll
  static void read() throws IOException {
    Optional<Path> directory = Fixtures.find("batch/recordings");
    Assumptions.assumeTrue(directory.isPresent());
    RECORDED.clear();
    try (Stream<Path> files = Files.list(directory.get())) {
      files.filter(file -> file.toString().endsWith(".json")).forEach(RecordedTablesTest::add);
    }
  }

  private static void add(Path file) {
    try {
      new ObjectMapper().readTree(file.toFile()).path("interactions").forEach(RECORDED::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String path(JsonNode interaction) {
    String path = interaction.at("/request/path").asText();
    return interaction.at("/request/rawPath").asText(path);
  }

  private static boolean succeeded(JsonNode interaction) {
    return interaction.at("/response/status").asInt() < 300;
  }

  private Optional<Routes.Route> route(JsonNode interaction) {
    try {
      return Optional.of(
          routes.find(interaction.at("/request/method").asText(), path(interaction)));
    } catch (BatchError e) {
      assertThat(FORMER).as(path(interaction)).contains(e.values().get("Operation"));
      return Optional.empty();
    }
  }

  @Test
  void everyRecordedSuccessHasTheStatusOfItsOperation() {
    int checked = 0;
    for (JsonNode interaction : RECORDED) {
      Optional<Routes.Route> route = route(interaction);
      if (route.isPresent() && succeeded(interaction)) {
        assertThat(route.get().operation().successStatus())
            .as(route.get().operation().id())
            .isEqualTo(interaction.at("/response/status").asInt());
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(100);
  }

  @Test
  void bodiesAreAnnouncedAsRecorded() {
    int checked = 0;
    for (JsonNode interaction : RECORDED) {
      String metadata = interaction.at("/response/body/odata.metadata").asText();
      Optional<Routes.Route> route = route(interaction);
      // Counts of tasks had another form before version 2020-03.
      boolean old = metadata.endsWith("#taskcounts/@Element");
      if (route.isPresent() && succeeded(interaction) && !metadata.isEmpty() && !old) {
        assertThat(Traits.of(route.get().operation()).metadata())
            .as(route.get().operation().id())
            .isEqualTo(metadata.substring(metadata.indexOf('#') + 1));
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(80);
  }

  @Test
  void dataServiceIdStandsWhereItWasRecorded() {
    for (JsonNode interaction : RECORDED) {
      Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      interaction.at("/response/headers").fieldNames().forEachRemaining(headers::add);
      Optional<Routes.Route> route = route(interaction);
      // Where a recording has a Date, it has all headers.
      if (route.isPresent() && succeeded(interaction) && headers.contains("Date")) {
        assertThat(Traits.hasDataServiceId(route.get().operation()))
            .as(route.get().operation().id())
            .isEqualTo(headers.contains("DataServiceId"));
      }
    }
  }

  @Test
  void recordedQueriesAreUnderstood() {
    int checked = 0;
    for (JsonNode interaction : RECORDED) {
      Optional<Routes.Route> route = route(interaction);
      if (route.isPresent() && succeeded(interaction)) {
        // The place in a list is the service's own and means nothing here.
        Query sent = Query.of(interaction.at("/request/query").asText());
        Query query = Query.of(sent.rawWithout(ListQuery.SKIP_TOKEN));
        Traits traits = Traits.of(route.get().operation());
        ListQuery.selection(query, traits);
        assertThat(ListQuery.page(query, traits).size()).isPositive();
        checked++;
      }
    }
    assertThat(checked).isGreaterThan(100);
  }
}
