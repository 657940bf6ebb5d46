package dev.batchline.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of the README: it is this class's own code, and gives what its comments say. */
class ReadmeTest {

  private static final Path README = Path.of("README.md");
  private static final Path THIS = Path.of("src/test/java/dev/batchline/autoscale/ReadmeTest.java");

  @Test
  void theExampleGivesWhatItsCommentsSay() throws IOException {
    List<Object> values = example();

    List<String> comments = new ArrayList<>();
    Matcher comment =
        Pattern.compile("^(?:evaluation|formula)\\.[^;]*; +// (.*)$", Pattern.MULTILINE)
            .matcher(block());
    while (comment.find()) {
      comments.add(comment.group(1));
    }
    assertThat(values).map(String::valueOf).isEqualTo(comments);
  }

  @Test
  void theExampleIsTheCodeThatRunsHere() throws IOException {
    String source = Files.readString(THIS);
    String body =
        source.substring(
            source.lastIndexOf("// example\n"), source.lastIndexOf("// end of example"));

    assertThat(plain(body.replaceAll("values\\.add\\((.*)\\);", "$1;"))).isEqualTo(plain(block()));
  }

  private static List<Object> example() {
    List<Object> values = new ArrayList<>();
    // example
    Instant now = Instant.parse("2026-01-05T08:30:00Z");
    Formula formula =
        Formula.parse(
            "$TargetDedicatedNodes = max($PendingTasks.GetSample(2)) / $TaskSlotsPerNode;");

    SampleHistory pending =
        SampleHistory.empty().with(now.minusSeconds(45), 12).with(now.minusSeconds(15), 18);
    Conditions conditions =
        Conditions.at(now)
            .withPool(new PoolSize(2, 0, 2, 0, 4))
            .withSamples(Samples.none().with(Metric.PENDING_TASKS, pending));

    Evaluation evaluation = formula.evaluate(conditions);
    values.add(evaluation.resultsString());
    values.add(evaluation.targets().dedicatedNodes());
    values.add(evaluation.error());
    values.add(formula.warnings().get(0));
    // end of example
    return values;
  }

  private static String block() throws IOException {
    String readme = Files.readString(README);
    int start = readme.indexOf("```java\n") + 8;
    return readme.substring(start, readme.indexOf("```\n", start));
  }

  private static String plain(String code) {
    return code.replaceAll("(?m) *//.*$", "").replaceAll("\\s+", "");
  }
}
