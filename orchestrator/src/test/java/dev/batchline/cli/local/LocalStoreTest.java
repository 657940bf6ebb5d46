package dev.batchline.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.batchline.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest {

  @TempDir Path home;

  @Test
  void twoRunsAtOnceGetStoresOfTheirOwn() throws IOException {
    LocalStores stores = new LocalStores(home);
    try (LocalStore first = stores.openFree();
        LocalStore second = stores.openFree()) {
      assertThat(second.directory()).isNotEqualTo(first.directory());
    }
  }

  @Test
  void aStoreThatIsClosedIsUsedAgain() throws IOException {
    LocalStores stores = new LocalStores(home);
    Path first;
    try (LocalStore store = stores.openFree()) {
      first = store.directory();
    }
    try (LocalStore again = stores.openFree()) {
      assertThat(again.directory()).isEqualTo(first);
    }
  }

  @Test
  void aRunIsFoundByItsId() throws IOException {
    LocalStores stores = new LocalStores(home);
    RunId run = new RunId("tiny-20261121-060001-k3f9");
    try (LocalStore busy = stores.openFree();
        LocalStore store = stores.openFree()) {
      store.remember(run);
      assertThat(stores.find(run)).contains(store.directory()).isNotEqualTo(busy.directory());
    }
    assertThat(stores.find(new RunId("tiny-20261121-060001-zzzz"))).isEmpty();
  }

  @Test
  void servicesThatAreAboutToEndAreNotOfferedToOthers() throws IOException {
    Path directory = home.resolve("local/1");
    try (LocalStore store = LocalStore.tryOpen(directory).orElseThrow()) {
      Files.writeString(
          directory.resolve("services.json"), "{\"processes\": [], \"settings\": {\"A\": \"b\"}}");
      assertThat(LocalStore.published(directory)).contains(Map.of("A", "b"));

      store.withdraw();

      assertThat(LocalStore.published(directory)).isEmpty();
    }
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("lock"));
    }
  }
}
