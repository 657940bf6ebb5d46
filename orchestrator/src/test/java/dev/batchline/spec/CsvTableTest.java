package dev.batchline.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CsvTableTest {

  @Test
  void fieldsAreCutAtCommas() {
    assertThat(rows("id,desk\n1,rates\n2,\n"))
        .containsExactly(List.of("1", "rates"), List.of("2", ""));
  }

  @Test
  void quotesHoldCommasQuotesAndLineEnds() {
    assertThat(
            rows("id,text\r\n1,\"a,b\"\r\n2,\"say \"\"yes\"\"\"\r\n3,\"two\nlines\"\r\n4,\"\"\r\n"))
        .extracting(row -> row.get(1))
        .containsExactly("a,b", "say \"yes\"", "two\nlines", "");
  }

  @Test
  void theLastLineNeedsNoEndAndEmptyLinesAreNoRows() {
    assertThat(rows("id\n\n1\n\r\n2")).containsExactly(List.of("1"), List.of("2"));
  }

  @Test
  void namesOfColumnsAreStripped() {
    assertThat(table(" id , desk \n1,2\n").columns()).containsExactly("id", "desk");
  }

  private static List<List<String>> rows(String text) {
    CsvTable table = table(text);
    return IntStream.range(0, table.rowCount())
        .mapToObj(row -> table.columns().stream().map(name -> table.value(row, name)).toList())
        .toList();
  }

  private static CsvTable table(String text) {
    Problems problems = new Problems("x.csv");
    CsvTable table = CsvTable.parse(text, problems);
    assertThat(problems.count()).isZero();
    return table;
  }
}
