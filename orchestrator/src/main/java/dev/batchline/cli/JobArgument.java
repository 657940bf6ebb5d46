package dev.batchline.cli;

import dev.batchline.spec.JobFile;
import dev.batchline.spec.RunSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A job file and the values of its parameters. */
final class JobArgument {

  @Parameters(paramLabel = "JOB", description = "The job file.")
  Path file = Path.of("job.yaml");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "The value of a parameter of the job file; may be given several times.")
  Map<String, String> sets = new LinkedHashMap<>();

  /** Where the executables are; empty for the job file's directory. */
  Optional<Path> app = Optional.empty();

  /** Reads the file; nothing is created. */
  RunSpec read(Surroundings surroundings) {
    return JobFile.read(file, sets, new JobFile.Places(List.of(templates(surroundings)), app));
  }

  static Path templates(Surroundings surroundings) {
    return surroundings.install().resolve("pool-templates");
  }
}
