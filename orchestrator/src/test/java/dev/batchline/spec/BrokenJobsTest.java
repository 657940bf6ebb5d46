package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Breaks job files in many ways and reads every message: the table is {@code broken-jobs.txt}. */
class BrokenJobsTest {

  private static final Pattern TITLE =
      Pattern.compile("=== (.*?)(?: \\[--set ([^=]*)=(.*)])?\\n", Pattern.DOTALL);

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> eachMistakeIsToldWithItsPlaceAndWhatToDo() throws IOException {
    JobDirectory directory = JobDirectory.in(temporary);
    furnish(directory);
    return cases().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.title(),
                    () ->
                        assertThat(String.join("\n", directory.problems(one.job(), one.sets())))
                            .isEqualTo(
                                one.messages().replace("<directory>", temporary.toString()))));
  }

  private static void furnish(JobDirectory directory) throws IOException {
    directory.write("other/a.csv", "another");
    directory.write("odd/x/y", "y");
    directory.write("plain/x", "x");
    directory.write("headonly.csv", "id,desk\n");
    directory.write("ragged.csv", "id,desk\n1,rates\n2\n3,fx,x\n");
    directory.write("twice.csv", "id,id,\n1,2,3\n");
    directory.write("semicolons.csv", "id;desk\n1;rates\n");
    directory.write("unclosed.csv", "id,desk\n1,\"rates\n2,fx\n");
    directory.write("empty.csv", "");
    Path latin1 = directory.path().resolve("latin1.csv");
    Files.write(latin1, "id\nZ\u00fcrich\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.createDirectories(directory.path().resolve("links"));
    Files.createSymbolicLink(directory.path().resolve("links/gone"), Path.of("nowhere"));
  }

  private static List<Case> cases() throws IOException {
    String all;
    try (InputStream in = BrokenJobsTest.class.getResourceAsStream("broken-jobs.txt")) {
      all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<Case> cases = new ArrayList<>();
    String[] texts = all.split("(?m)^(?==== )", -1);
    for (int i = 1; i < texts.length; i++) {
      cases.add(Case.of(texts[i]));
    }
    return cases;
  }

  private record Case(String title, String job, Map<String, String> sets, String messages) {

    static Case of(String text) {
      Matcher title = TITLE.matcher(text);
      if (!title.lookingAt()) {
        throw new IllegalArgumentException(text);
      }
      String rest = text.substring(title.end());
      int end = rest.lastIndexOf("---\n");
      String job =
          rest.substring(0, end)
              .replaceFirst("(?m)^HEAD$", "name: job\npool: { template: cpu-autoscale }")
              .replaceFirst("(?m)^TASKS$", "tasks: [{ name: a, command: \"true\" }]");
      Map<String, String> sets =
          title.group(2) == null ? Map.of() : Map.of(title.group(2), title.group(3));
      return new Case(title.group(1), job, sets, rest.substring(end + 4).strip());
    }
  }
}
