package dev.batchline.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

  @Test
  void theDocumentHasTheSameRowsAsTheTable() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("..", "docs", "failure-policy.md")).stream()
            .filter(line -> line.matches("\\| `[a-zA-Z]+` \\| (\\*|`[\\w-]+`) \\|.*"))
            .toList();

    assertThat(documented)
        .isEqualTo(FailurePolicy.rows().stream().map(FailurePolicyTest::documented).toList());
  }

  /** A row as the document has it. */
  private static String documented(FailureRow row) {
    String code = row.code().equals(FailureRow.ANY) ? row.code() : "`" + row.code() + "`";
    String attempts =
        row.attempts() == FailureRow.OF_JOB
            ? "`retry.attempts`"
            : row.attempts() == 0 ? "" : String.valueOf(row.attempts());
    return "| `%s` | %s | %s | `%s` | %s | %s |"
        .formatted(
            row.happening().word(),
            code,
            row.meaning().word(),
            row.action().word(),
            attempts,
            row.why());
  }

  @Test
  void aCodeWithoutARowHasTheMeaningOfItsHappening() {
    FailureRow row = FailurePolicy.row(Happening.INPUT, "SomethingNew");

    assertThat(row.code()).isEqualTo(FailureRow.ANY);
    assertThat(row.meaning()).isEqualTo(Meaning.SERVICE);
  }

  @Test
  void noCodeOfAnAttemptStandsForTwoHappenings() {
    List<String> codes =
        FailurePolicy.rows().stream()
            .filter(row -> row.happening().endsAttempt() && !row.code().equals(FailureRow.ANY))
            .map(FailureRow::code)
            .toList();

    assertThat(codes).doesNotHaveDuplicates();
  }

  @Test
  void whatEndsAnAttemptIsTriedAgainOrGivenUp() {
    assertThat(FailurePolicy.rows())
        .filteredOn(row -> row.happening().endsAttempt())
        .allSatisfy(
            row ->
                assertThat(row.action())
                    .isIn(Action.RETRY_NOW, Action.RETRY, Action.RETRY_ELSEWHERE, Action.GIVE_UP))
        .allSatisfy(
            row -> assertThat(row.attempts() == 0).isEqualTo(row.action() == Action.GIVE_UP));
  }
}
