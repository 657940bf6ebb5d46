package dev.batchline.emulator.http.odata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {

  private static final Map<String, PropertyKind> PROPERTIES =
      Map.of(
          "id", PropertyKind.TEXT,
          "state", PropertyKind.CHOICE,
          "creationTime", PropertyKind.TIME,
          "enableAutoScale", PropertyKind.FLAG,
          "executionInfo/exitCode", PropertyKind.NUMBER,
          "executionInfo/result", PropertyKind.CHOICE,
          "name", PropertyKind.PREFIX);

  private static final Map<String, Object> FAILED =
      Map.of(
          "id", "Build-7",
          "state", "completed",
          "creationTime", Instant.parse("2024-03-01T12:00:00.5Z"),
          "enableAutoScale", true,
          "executionInfo/exitCode", 3L,
          "executionInfo/result", "failure",
          "name", "wd/it's.txt");

  private static boolean matches(String filter, Map<String, Object> element) {
    return FilterParser.parse(filter, PROPERTIES).test(element::get);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "id eq 'build-7' | true",
        "id ne 'build-7' | false",
        "id gt 'build-6' | true",
        "id lt 'build-6' | false",
        "startswith(id,'BUILD-') | true",
        "startswith( id , 'x' ) | false",
        "startswith(name,'wd/it''s') | true",
        "state eq 'active' or state eq 'completed' | true",
        "state eq 'active' and state eq 'completed' | false",
        "(executionInfo/exitCode lt 0) or (executionInfo/exitCode gt 0) | true",
        "executionInfo/exitCode ge 3 and executionInfo/exitCode le 3.0 | true",
        "executionInfo/exitCode eq -3 | false",
        "executionInfo/result eq 'Failure' | true",
        "creationTime gt DateTime'2024-03-01T12:00:00Z' | true",
        "creationTime lt datetime'2024-03-01T12:00:00.4Z' | false",
        "creationTime ge DateTime'Fri, 01 Mar 2024 12:00:00 GMT' | true",
        "creationTime ge DateTime'2024-03-01T14:00:00+02:00' | true",
        "creationTime ge DateTime'2024-03-02' | false",
        "creationTime ge DateTime'2024-03-01T12:00:00' | true",
        "enableAutoScale eq true | true",
        "enableAutoScale ne true | false",
        "not state eq 'active' | true",
        "not (state eq 'completed') | false",
      })
  void elementsMatch(String filter, boolean expected) {
    assertThat(matches(filter, FAILED)).isEqualTo(expected);
  }

  @Test
  void andBindsTighterThanOr() {
    assertThat(matches("id eq 'build-7' or id eq 'x' and state eq 'x'", FAILED)).isTrue();
    assertThat(matches("(id eq 'build-7' or id eq 'x') and state eq 'x'", FAILED)).isFalse();
  }

  @Test
  void whatAnElementDoesNotHaveIsNeitherSmallerNorGreater() {
    Map<String, Object> waiting = Map.of("id", "t", "state", "active");

    assertThat(matches("executionInfo/exitCode lt 0", waiting)).isFalse();
    assertThat(matches("executionInfo/exitCode ge 0", waiting)).isFalse();
    assertThat(matches("executionInfo/exitCode eq 0", waiting)).isFalse();
    assertThat(matches("executionInfo/exitCode ne 0", waiting)).isTrue();
    assertThat(matches("startswith(name,'')", waiting)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "id eq",
        "id eq 'x",
        "id eq x",
        "id eq 5",
        "ID eq 'x'",
        "id is 'x'",
        "id EQ 'x'",
        "state gt 'active'",
        "state eq 'active' or",
        "state eq 'active' state eq 'x'",
        "(state eq 'active'",
        "state eq 'active')",
        "startswith(state,'a')",
        "startswith(id)",
        "name eq 'wd'",
        "creationTime gt '2024-03-01'",
        "creationTime gt DateTime'yesterday'",
        "creationTime gt DateTime''",
        "enableAutoScale eq 'true'",
        "enableAutoScale gt true",
        "executionInfo/exitCode eq '1'",
        "executionInfo/exitCode eq 1.2.3",
        "executionInfo/exitCode eq -",
        "executionInfo eq 'x'",
        "id eq 'x' & state eq 'y'",
        "and",
        "()",
        "not",
      })
  void whatTheListDoesNotSupportIsRefused(String filter) {
    assertThatThrownBy(() -> FilterParser.parse(filter, PROPERTIES))
        .isInstanceOf(FilterException.class)
        .hasMessageStartingWith("At position ");
  }

  @Test
  void aRefusalSaysWhereAndWhatIsThere() {
    assertThatThrownBy(() -> FilterParser.parse("id eq 'x' and vmsize eq 'y'", PROPERTIES))
        .hasMessageStartingWith("At position 15: can't filter by 'vmsize'")
        .hasMessageContaining("executionInfo/exitCode");
  }

  @Test
  void deepNestingIsRefusedAndLongChainsAreNot() {
    String deep = "(".repeat(10_000) + "id eq 'x'" + ")".repeat(10_000);
    String chain = "id eq 'x'" + " or id eq 'y'".repeat(2_000);

    assertThatThrownBy(() -> FilterParser.parse(deep, PROPERTIES))
        .isInstanceOf(FilterException.class);
    assertThat(matches(chain, FAILED)).isFalse();
  }
}
