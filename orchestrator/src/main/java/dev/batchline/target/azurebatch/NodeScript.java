package dev.batchline.target.azurebatch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The script that runs every attempt on a node, and how it gets there.
 *
 * <p>The job preparation task carries it in an environment variable, in base 64, and writes it into
 * its working directory: so the script belongs to the job, needs no blob and no right to read one,
 * can't be changed while the run goes on, and passes through no quoting. It is a few kilobytes;
 * Linux takes 128 KiB in one variable.
 */
final class NodeScript {

  /** Exit code of the script: nothing to read of an earlier group, or it can't be put in place. */
  static final int EARLIER_OUTPUT_MISSING = 65;

  /** Exit code of the script: the command ended with 0 without writing a declared output. */
  static final int DECLARED_OUTPUT_MISSING = 66;

  static final String VARIABLE = "BATCHLINE_SCRIPT";

  /** What the job preparation task runs, after its resource files were staged. */
  static final String WRITE =
      "/bin/sh -c 'set -e; mkdir -p app input; umask 022;"
          + " printf %s \"$BATCHLINE_SCRIPT\" | base64 -d > batchline-task.new;"
          + " mv -f batchline-task.new batchline-task.sh'";

  /** What each task runs. */
  static final String RUN =
      "/bin/sh -c 'exec /bin/sh \"$AZ_BATCH_JOB_PREP_WORKING_DIR/batchline-task.sh\"'";

  private static final String RESOURCE = "batchline-task.sh";

  private NodeScript() {}

  /** A hint for the two exit codes that the script itself uses; a program may use them as well. */
  static String meaningOf(OptionalInt exitCode) {
    return switch (exitCode.orElse(0)) {
      case EARLIER_OUTPUT_MISSING -> "; 65 is also said when outputs of earlier tasks are missing";
      case DECLARED_OUTPUT_MISSING -> "; 66 is also said when a declared output was not written";
      default -> "";
    };
  }

  static String text() {
    try (InputStream script = NodeScript.class.getResourceAsStream(RESOURCE)) {
      return new String(
          Objects.requireNonNull(script, RESOURCE).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String base64() {
    return Base64.getEncoder().encodeToString(text().getBytes(StandardCharsets.UTF_8));
  }
}
