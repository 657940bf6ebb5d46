package dev.batchline.cli;

import dev.batchline.spec.JobFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
  public Integer call() throws IOException {
    try (InputStream schema = JobFile.class.getResourceAsStream("job.schema.json")) {
      if (schema == null) {
        throw new IllegalStateException("the build left out the schema");
      }
      surroundings.out().print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
    }
    surroundings.out().flush();
    return 0;
  }
}
