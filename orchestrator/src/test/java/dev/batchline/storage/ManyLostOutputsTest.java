package dev.batchline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose outputs someone has removed, after a manifest listed them. */
class ManyLostOutputsTest {

  private static final RunId RUN = new RunId("test-20261121-060000-abcd");
  private static final int COUNT = 20_000;

  @TempDir private Path directory;

  private final AtomicInteger read = new AtomicInteger();
  private final AtomicInteger readWhenFirstTold = new AtomicInteger();

  @Test
  void theyAreListedWhileTheManifestIsReadAndNotHeld() {
    Collector collector =
        new Collector(
            List.of(new Collector.Source(store(), task -> OptionalInt.of(1))),
            directory,
            progress -> readWhenFirstTold.compareAndSet(0, read.get()));

    assertThatThrownBy(() -> collector.collect(new Interruption()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("output/a-0/x");

    assertThat(readWhenFirstTold.get()).isBetween(1, COUNT / 2);
    assertThat(read.get()).isEqualTo(COUNT);
  }

  /** Its manifest is made as it is read. */
  private RunStore store() {
    RunStore empty = new MemoryFileStore().run(RUN);
    return (RunStore)
        Proxy.newProxyInstance(
            RunStore.class.getClassLoader(),
            new Class<?>[] {RunStore.class},
            (proxy, method, arguments) ->
                method.getName().equals("manifest")
                    ? Optional.of(manifest())
                    : method.invoke(empty, arguments));
  }

  private InputStream manifest() {
    List<InputStream> entries =
        new AbstractList<>() {
          @Override
          public InputStream get(int index) {
            return bytes(entry(index));
          }

          @Override
          public int size() {
            return COUNT;
          }
        };
    InputStream listed = new SequenceInputStream(Collections.enumeration(entries));
    InputStream begun = new SequenceInputStream(bytes("{\"outputs\":["), listed);
    return new SequenceInputStream(begun, bytes("]}"));
  }

  private String entry(int number) {
    read.incrementAndGet();
    return (number == 0 ? "" : ",")
        + "{\"path\":\"output/a-%d/x\",\"size\":1,\"sha256\":\"00\",\"task\":\"a-%d\"}"
            .formatted(number, number);
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }
}
