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
 * Fetches the executables of an earlier build of Azure DevOps.
 *
 * <p>They go to a directory of their own below Batchline's home, where an attach finds them, and
 * never over files of the person.
 */
final class EarlierBuild {

  private EarlierBuild() {}

  /**
   * @param artifact its name; empty if the build has only one
   * @return the directory that holds the artifact's files
   */
  static Path fetch(long build, String artifact, Surroundings surroundings, Console console) {
    PipelineContext context = PipelineContext.from(surroundings.environment());
    try (AzureDevOps devOps = AzureDevOps.of(context, surroundings.timeline())) {
      String name = artifact.isEmpty() ? onlyArtifact(build, devOps) : artifact;
      console.note("Fetching artifact " + name + " of build " + build);
      Path builds = surroundings.home().resolve("builds").resolve(String.valueOf(build));
      Path directory = builds.resolve(name.replaceAll("[^A-Za-z0-9_-]", "_"));
      return devOps.download(build, name, directory.toAbsolutePath().normalize());
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
