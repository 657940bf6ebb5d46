package dev.batchline.spec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static final Pattern SET = Pattern.compile(".*\\[--set ([^=]*)=(.*)]");

  @TempDir Path temporary;

  @TestFactory
  Stream<DynamicTest> eachMistakeIsToldWithItsPlaceAndWhatToDo() throws IOException {
    JobDirectory directory = JobDirectory.in(temporary);
    furnish(directory);
    return MessageTable.read("broken-jobs.txt").stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.title(),
                    () -> one.check(problems(directory, job(one.text()), sets(one.title())))));
  }

  private static List<String> problems(
      JobDirectory directory, String job, Map<String, String> sets) {
    return directory.problems(job, sets).stream()
        .map(problem -> problem.replace(directory.path().toString(), "<directory>"))
        .toList();
  }

  private static String job(String text) {
    return text.replaceFirst("(?m)^HEAD$", "name: job\npool: { template: cpu-autoscale }")
        .replaceFirst("(?m)^TASKS$", "tasks: [{ name: a, command: \"true\" }]");
  }

  private static Map<String, String> sets(String title) {
    Matcher set = SET.matcher(title);
    return set.matches() ? Map.of(set.group(1), set.group(2)) : Map.of();
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
}
