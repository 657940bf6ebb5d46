package dev.batchline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WordingTest {

  @Test
  void tasksWhoseResultsWereThereAlreadyAreNotAmongThoseThatCouldSucceed() {
    assertThat(Wording.succeeded(3, 0, 4)).isEqualTo("3 of 4 tasks succeeded");
    assertThat(Wording.succeeded(1, 3, 4)).isEqualTo("1 of 1 task succeeded, 3 more reused");
    assertThat(Wording.succeeded(0, 3, 4)).isEqualTo("0 of 1 task succeeded, 3 more reused");
    assertThat(Wording.succeeded(0, 4, 4)).isEqualTo("all 4 tasks reused");
    assertThat(Wording.succeeded(0, 1, 1)).isEqualTo("1 task reused");
  }

  @Test
  void theFirstOfManyNamesAreTold() {
    assertThat(Wording.names(List.of("a"), 3)).isEqualTo("a");
    assertThat(Wording.names(List.of("a", "b", "c"), 3)).isEqualTo("a, b and c");
    assertThat(Wording.names(List.of("a", "b", "c", "d"), 2)).isEqualTo("a, b and 2 more");
  }
}
