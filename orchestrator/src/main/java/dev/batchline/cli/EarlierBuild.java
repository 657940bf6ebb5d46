package dev.batchline.cli;

import dev.batchline.base.Blame;
import dev.batchline.base.RunException;
import dev.batchline.cli.console.Console;
import dev.batchline.devops.AzureDevOps;
import dev.batchline.devops.BuildArtifact;
import dev.batchline.devops.PipelineContext;
import java.nio.file.Path;
import java.util.List;

/**
 * Brings the executables of an earlier build of Azure DevOps to where the job file expects them.
 */
final class EarlierBuild {

  private EarlierBuild() {}

  /**
   * @param artifact its name; empty if the build has only one
   * @param directory files that are there already are replaced
   */
  static void fetch(
      long build, String artifact, Path directory, Surroundings surroundings, Console console) {
    PipelineContext context = PipelineContext.from(surroundings.environment());
    try (AzureDevOps devOps = AzureDevOps.of(context, surroundings.timeline())) {
      String name = artifact.isEmpty() ? onlyArtifact(build, devOps) : artifact;
      console.note("Fetching artifact " + name + " of build " + build);
      devOps.download(build, name, directory);
    }
  }

  private static String onlyArtifact(long build, AzureDevOps devOps) {
    List<String> names = devOps.artifacts(build).stream().map(BuildArtifact::name).toList();
    if (names.size() != 1) {
      throw new RunException(
          Blame.USER,
          "choose an artifact of build " + build,
          names.isEmpty() ? "it has none" : "it has " + String.join(", ", names),
          "Name one with --artifact.");
    }
    return names.get(0);
  }
}
