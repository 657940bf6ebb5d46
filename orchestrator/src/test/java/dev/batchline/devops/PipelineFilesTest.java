package dev.batchline.devops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The pipeline and its step template agree with each other and with what the build leaves. */
class PipelineFilesTest {

  private static final Path PIPELINES = Path.of("..", "pipelines");

  @Test
  void theLastStageRunsTheSampleAndANightlyScheduleDoesToo() throws IOException {
    JsonNode pipeline = read("azure-pipelines.yml");
    JsonNode last = pipeline.path("stages").path(pipeline.path("stages").size() - 1);
    assertThat(last.path("stage").asText()).isEqualTo("Run");
    assertThat(steps(last)).anyMatch(step -> step.has("template"));
    assertThat(pipeline.path("schedules").path(0).path("always").asBoolean()).isTrue();
  }

  @Test
  void everyParameterGivenToTheStepTemplateIsOneOfItsParameters() throws IOException {
    JsonNode template = read("steps/batchline-run.yml");
    Set<String> declared = new HashSet<>();
    Set<String> required = new HashSet<>();
    for (JsonNode parameter : template.path("parameters")) {
      declared.add(parameter.path("name").asText());
      if (!parameter.has("default")) {
        required.add(parameter.path("name").asText());
      }
    }
    Set<String> given = new HashSet<>();
    for (JsonNode stage : read("azure-pipelines.yml").path("stages")) {
      for (JsonNode step : steps(stage)) {
        names(step.path("parameters"), given);
      }
    }
    assertThat(declared).containsAll(given);
    assertThat(given).containsAll(required);
  }

  @Test
  void whatTheRunStageDownloadsTheBuildStagePublishes() throws IOException {
    JsonNode stages = read("azure-pipelines.yml").path("stages");
    Set<String> published = new HashSet<>();
    Set<String> downloaded = new HashSet<>();
    for (JsonNode stage : stages) {
      for (JsonNode step : steps(stage)) {
        if (step.has("publish")) {
          published.add(step.path("artifact").asText());
        }
        if (step.has("download")) {
          downloaded.add(step.path("artifact").asText());
        }
      }
    }
    assertThat(downloaded).isNotEmpty().allMatch(published::contains);
  }

  @Test
  void noStepEchoesASecretOrTakesItOnTheCommandLine() throws IOException {
    for (JsonNode step : read("steps/batchline-run.yml").path("steps")) {
      String script = step.path("script").asText() + step.path("inputs").path("inlineScript");
      assertThat(script).doesNotContain("System.AccessToken", "SYSTEM_ACCESSTOKEN");
    }
  }

  private static void names(JsonNode parameters, Set<String> names) {
    for (Map.Entry<String, JsonNode> parameter : parameters.properties()) {
      if (parameter.getKey().startsWith("${{")) {
        names(parameter.getValue(), names);
      } else {
        names.add(parameter.getKey());
      }
    }
  }

  private static List<JsonNode> steps(JsonNode stage) {
    List<JsonNode> steps = new ArrayList<>();
    stage.path("jobs").forEach(job -> job.path("steps").forEach(steps::add));
    return steps;
  }

  private static JsonNode read(String name) throws IOException {
    return new YAMLMapper().readTree(PIPELINES.resolve(name).toFile());
  }
}
