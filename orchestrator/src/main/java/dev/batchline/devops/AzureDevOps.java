package dev.batchline.devops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.base.Secret;
import dev.batchline.base.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** Azure DevOps' REST API, version 7.1: the artifacts of a build. */
public final class AzureDevOps implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI projectUrl;
  private final DevOpsCall call;

  /**
   * @param collection base URL of the organisation, ended by a slash
   * @param token a personal access token, or a job's own
   */
  public AzureDevOps(URI collection, String project, Secret token, Timeline timeline) {
    this.projectUrl =
        collection.resolve(
            URLEncoder.encode(project, StandardCharsets.UTF_8).replace("+", "%20") + "/");
    this.call = new DevOpsCall(collection, token, timeline);
  }

  /** Connects with what a pipeline's step, or the environment of a person, holds. */
  public static AzureDevOps of(PipelineContext context, Timeline timeline) {
    return new AzureDevOps(
        context.collection().orElseThrow(() -> missing("the organisation", "AZURE_DEVOPS_ORG_URL")),
        context.project().orElseThrow(() -> missing("the project", "AZURE_DEVOPS_PROJECT")),
        context
            .token()
            .orElseThrow(
                () -> missing("an access token", "SYSTEM_ACCESSTOKEN or AZURE_DEVOPS_EXT_PAT")),
        timeline);
  }

  /**
   * What a build published, in the service's order.
   *
   * @throws RunException USER when there is no such build, SERVICE when Azure DevOps refuses
   */
  public List<BuildArtifact> artifacts(long buildId) {
    String action = "list the artifacts of build " + buildId;
    URI url = projectUrl.resolve("_apis/build/builds/" + buildId + "/artifacts?api-version=7.1");
    try (Response response = call.get(url, "application/json", action)) {
      List<BuildArtifact> artifacts = new ArrayList<>();
      for (JsonNode value : JSON.readTree(body(response).byteStream()).path("value")) {
        JsonNode resource = value.path("resource");
        artifacts.add(
            new BuildArtifact(
                value.path("name").asText(),
                resource.path("type").asText(),
                URI.create(resource.path("downloadUrl").asText())));
      }
      return List.copyOf(artifacts);
    } catch (IOException | IllegalArgumentException broken) {
      throw new RunException(
          Blame.SERVICE, action, "the answer can't be read: " + broken.getMessage(), "", broken);
    }
  }

  /**
   * Unpacks one artifact of a build.
   *
   * @param name of the artifact
   * @param directory made when missing; the artifact's files come directly into it
   * @return the directory that holds the artifact's files
   * @throws RunException USER when the build has no artifact of that name
   */
  public Path download(long buildId, String name, Path directory) {
    List<BuildArtifact> artifacts = artifacts(buildId);
    BuildArtifact artifact =
        artifacts.stream()
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow(() -> unknownArtifact(buildId, name, artifacts));
    String action = "download artifact " + name + " of build " + buildId;
    try (Response response = call.get(artifact.download(), "application/zip", action);
        InputStream zip = body(response).byteStream()) {
      return ZipFiles.unpack(zip, name, directory);
    } catch (IOException broken) {
      throw new RunException(
          Blame.SERVICE, action, String.valueOf(broken.getMessage()), "Run it again.", broken);
    }
  }

  @Override
  public void close() {
    call.close();
  }

  private static ResponseBody body(Response response) throws IOException {
    ResponseBody body = response.body();
    if (body == null) {
      throw new IOException("the answer has no body");
    }
    return body;
  }

  private static RunException unknownArtifact(
      long buildId, String name, List<BuildArtifact> artifacts) {
    List<String> names = artifacts.stream().map(BuildArtifact::name).toList();
    return new RunException(
        Blame.USER,
        "download artifact " + name + " of build " + buildId,
        names.isEmpty() ? "the build has no artifacts" : "the build has only " + names,
        "Name one of them with --artifact.");
  }

  private static RunException missing(String what, String variable) {
    return new RunException(
        Blame.USER,
        "reach Azure DevOps",
        what + " is not known",
        "Set " + variable + " (in a pipeline most of it is there; the token must be mapped).");
  }
}
