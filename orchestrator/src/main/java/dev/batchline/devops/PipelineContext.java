package dev.batchline.devops;

import dev.batchline.base.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Azure Pipelines tells a step about itself, from its predefined variables.
 *
 * @param collection base URL of the organisation, ended by a slash
 * @param project name or id
 * @param token the job's access token; empty unless the step maps {@code SYSTEM_ACCESSTOKEN}
 */
public record PipelineContext(
    boolean insidePipeline,
    Optional<URI> collection,
    Optional<String> project,
    Optional<String> buildId,
    Optional<Secret> token,
    Map<String, String> facts) {

  private static final Map<String, String> FACTS =
      Map.of(
          "build", "BUILD_BUILDID",
          "buildNumber", "BUILD_BUILDNUMBER",
          "definition", "BUILD_DEFINITIONNAME",
          "reason", "BUILD_REASON",
          "branch", "BUILD_SOURCEBRANCH",
          "commit", "BUILD_SOURCEVERSION",
          "requestedFor", "BUILD_REQUESTEDFOR",
          "stage", "SYSTEM_STAGENAME",
          "stageAttempt", "SYSTEM_STAGEATTEMPT");

  public PipelineContext {
    facts = Map.copyOf(facts);
  }

  /**
   * Reads the environment of a step.
   *
   * <p>Outside a pipeline the organisation, project and token come from {@code
   * AZURE_DEVOPS_ORG_URL}, {@code AZURE_DEVOPS_PROJECT} and {@code AZURE_DEVOPS_EXT_PAT} (the name
   * that Azure's CLI reads).
   */
  public static PipelineContext from(Map<String, String> environment) {
    boolean inside = "true".equalsIgnoreCase(environment.getOrDefault("TF_BUILD", ""));
    Map<String, String> facts = new LinkedHashMap<>();
    FACTS.forEach(
        (name, variable) -> value(environment, variable).ifPresent(v -> facts.put(name, v)));
    Optional<URI> collection =
        value(environment, "SYSTEM_COLLECTIONURI")
            .or(() -> value(environment, "AZURE_DEVOPS_ORG_URL"))
            .map(url -> URI.create(url.endsWith("/") ? url : url + "/"));
    Optional<String> project =
        value(environment, "SYSTEM_TEAMPROJECTID")
            .or(() -> value(environment, "SYSTEM_TEAMPROJECT"))
            .or(() -> value(environment, "AZURE_DEVOPS_PROJECT"));
    if (inside) {
      buildUrl(collection, value(environment, "SYSTEM_TEAMPROJECT"), facts)
          .ifPresent(url -> facts.put("url", url));
    }
    return new PipelineContext(
        inside,
        collection,
        project,
        value(environment, "BUILD_BUILDID"),
        value(environment, "SYSTEM_ACCESSTOKEN")
            .or(() -> value(environment, "AZURE_DEVOPS_EXT_PAT"))
            .map(Secret::of),
        inside ? facts : Map.of());
  }

  private static Optional<String> buildUrl(
      Optional<URI> collection, Optional<String> project, Map<String, String> facts) {
    String build = facts.get("build");
    if (build == null || collection.isEmpty() || project.isEmpty()) {
      return Optional.empty();
    }
    String name = project.get().replace(" ", "%20");
    return Optional.of(collection.get() + name + "/_build/results?buildId=" + build);
  }

  private static Optional<String> value(Map<String, String> environment, String name) {
    String value = environment.get(name);
    return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
  }
}
