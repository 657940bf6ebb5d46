package dev.batchline.emulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {

  private final Routes routes = new Routes();

  @ParameterizedTest
  @EnumSource(Operation.class)
  void everyOperationIsFound(Operation operation) {
    Routes.Route route =
        routes.find(operation.verb(), operation.path().replaceAll("\\{(\\w+)}", "my-$1"));

    assertThat(route.operation()).isEqualTo(operation);
    route.names().forEach((name, value) -> assertThat(value).isEqualTo("my-" + name));
  }

  @Test
  void aFilesPathHoldsSlashesEncodedOrNot() {
    assertThat(routes.find("GET", "/jobs/j/tasks/t/files/wd%2Fa%20b").names())
        .containsEntry("filePath", "wd/a b");
    assertThat(routes.find("GET", "/pools/p/nodes/n/files/wd/a/b%25.txt").names())
        .containsEntry("filePath", "wd/a/b%.txt");
  }

  @Test
  void anEncodedSlashDoesNotEndAnId() {
    assertThat(routes.find("GET", "/pools/a%2Fb").names()).containsEntry("poolId", "a/b");
  }

  @Test
  void anUnknownPathIsNotFound() {
    for (String path : new String[] {"/", "", "//", "/pools/", "/pools/p/nothing", "/x", "/pool"}) {
      assertThatThrownBy(() -> routes.find("GET", path))
          .isInstanceOfSatisfying(
              BatchError.class, error -> assertThat(error.status()).isEqualTo(404));
    }
  }

  @Test
  void aVerbThatAPathDoesNotKnowIsRefused() {
    assertThatThrownBy(() -> routes.find("PUT", "/pools/p"))
        .isInstanceOfSatisfying(
            BatchError.class, error -> assertThat(error.code()).isEqualTo("UnsupportedHttpVerb"));
  }

  @Test
  void anOperationIsGoneFromTheVersionThatDroppedIt() {
    Operation desktop = Operation.COMPUTE_NODE_GET_REMOTE_DESKTOP;
    assertThat(desktop.in("2024-02-01.19.0")).isTrue();
    assertThat(desktop.in("2024-07-01.20.0")).isFalse();
    assertThat(Operation.JOB_GET_ALL_LIFETIME_STATISTICS.in("2022-10-01.16.0")).isTrue();
    assertThat(Operation.JOB_GET_ALL_LIFETIME_STATISTICS.in("2023-05-01.17.0")).isFalse();
    assertThat(Operation.POOL_ADD.in("2024-07-01.20.0")).isTrue();
  }
}
