package dev.batchline.cli;

import dev.batchline.spec.JobFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints the JSON schema of job files. */
@Command(
    name = "schema",
    description = "Print the JSON schema of job files, for editors.",
    footerHeading = "%nExample:%n",
    footer = "  batchline schema > job.schema.json")
final class SchemaCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  SchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(JobFile.schema());
    surroundings.out().flush();
    return 0;
  }
}
