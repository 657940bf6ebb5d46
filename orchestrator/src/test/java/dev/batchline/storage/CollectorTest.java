package dev.batchline.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.batchline.base.Interruption;
import dev.batchline.base.RunException;
import dev.batchline.base.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectorTest {

  private static final RunId RUN = new RunId("test-20261121-060000-abcd");

  @TempDir private Path directory;

  private final MemoryFileStore files = new MemoryFileStore();

  @Test
  void outputsOfSucceededTasksAreCopiedAndListed() throws IOException {
    for (int i = 1; i <= 7; i++) {
      put("output/a-" + i + "/sub/x.txt", "content " + i);
    }
    put("output/failed/x.txt", "half");
    put("logs/failed/1/stderr.txt", "why");
    Collected collected = collect().orElseThrow();
    assertThat(collected.files()).isEqualTo(7);
    assertThat(collected.bytes()).isEqualTo(7 * 9);
    assertThat(directory.resolve("output/a-3/sub/x.txt")).hasContent("content 3");
    assertThat(directory.resolve("output/failed")).doesNotExist();
    assertThat(directory.resolve("logs/failed/1/stderr.txt")).hasContent("why");
    JsonNode manifest = new JsonMapper().readTree(directory.resolve("manifest.json").toFile());
    assertThat(manifest.get("files").asInt()).isEqualTo(7);
    JsonNode first = manifest.get("outputs").get(0);
    assertThat(first.get("path").asText()).isEqualTo("output/a-1/sub/x.txt");
    assertThat(first.get("task").asText()).isEqualTo("a-1");
    assertThat(first.get("attempt").asInt()).isEqualTo(2);
    assertThat(first.get("sha256").asText()).isEqualTo(sha256("content 1"));
    assertThat(files.run(RUN).manifest()).isPresent();
  }

  @Test
  void aNameThatLeadsOutOfTheDirectoryIsRefusedAndTold() {
    put("output/a-1/../../../evil.txt", "x");
    put("output/a-1/good.txt", "x");
    Collected collected = collect().orElseThrow();
    assertThat(collected.files()).isEqualTo(1);
    assertThat(collected.refusedCount()).isEqualTo(1);
    assertThat(collected.refused().get(0)).contains("evil.txt").contains("..");
    assertThat(directory.resolve("../evil.txt")).doesNotExist();
  }

  @Test
  void collectingAgainCopiesOnlyWhatIsMissing() throws IOException {
    put("output/a-1/x.txt", "one");
    put("output/a-2/x.txt", "two");
    collect();
    Path kept = directory.resolve("output/a-1/x.txt");
    Object key = Files.readAttributes(kept, BasicFileAttributes.class).fileKey();
    Files.delete(directory.resolve("output/a-2/x.txt"));
    assertThat(collect().orElseThrow().files()).isEqualTo(2);
    assertThat(Files.readAttributes(kept, BasicFileAttributes.class).fileKey()).isEqualTo(key);
    assertThat(directory.resolve("output/a-2/x.txt")).hasContent("two");
  }

  @Test
  void aFileThatWasCutOffIsCopiedAgain() throws IOException {
    put("output/a-1/x.txt", "whole");
    collect();
    Files.writeString(directory.resolve("output/a-1/x.txt"), "wh");
    collect();
    assertThat(directory.resolve("output/a-1/x.txt")).hasContent("whole");
  }

  @Test
  void aFileThatWasChangedIsCopiedAgainThoughItsSizeAndTimeAreTheSame() throws IOException {
    put("output/a-1/x.txt", "one");
    put("output/a-2/x.txt", "two");
    collect();
    Path changed = directory.resolve("output/a-1/x.txt");
    FileTime time = Files.getLastModifiedTime(changed);
    Files.writeString(changed, "0ne");
    Files.setLastModifiedTime(changed, time);
    assertThat(collect().orElseThrow().fetched()).isEqualTo(1);
    assertThat(changed).hasContent("one");
  }

  @Test
  void anOutputThatIsNotWhatTheManifestListsIsRefusedAndTheOthersAreCopied() throws IOException {
    put("output/a-1/x.txt", "one");
    put("output/a-2/x.txt", "two");
    put("output/a-3/x.txt", "three");
    collect();
    put("output/a-2/x.txt", "2wo");
    Files.delete(directory.resolve("output/a-3/x.txt"));
    assertThatThrownBy(this::collect).hasMessageContaining("output/a-2/x.txt");
    assertThat(directory.resolve("output/a-3/x.txt")).hasContent("three");
    // It is refused again: the manifest still lists what it was.
    assertThatThrownBy(this::collect)
        .isInstanceOf(RunException.class)
        .hasMessageContaining("output/a-2/x.txt")
        .hasMessageContaining("manifest");
  }

  @Test
  void anOutputOfAnotherSizeIsRefusedToo() {
    put("output/a-1/x.txt", "one");
    collect();
    put("output/a-1/x.txt", "longer than it was");
    assertThatThrownBy(this::collect).hasMessageContaining("output/a-1/x.txt");
    assertThat(directory.resolve("output/a-1/x.txt")).hasContent("one");
  }

  @Test
  void anOutputThatStorageHasLostIsToldAndStaysInTheManifest() throws IOException {
    put("output/a-1/x.txt", "one");
    put("output/a-2/x.txt", "two");
    put("output/a-3/x.txt", "three");
    collect();
    files.remove(RUN, "output/a-1/x.txt");
    files.remove(RUN, "output/a-3/x.txt");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(this::collect)
          .hasMessageContaining("output/a-1/x.txt, output/a-3/x.txt")
          .hasMessageContaining("manifest");
    }
    JsonNode outputs =
        new JsonMapper().readTree(directory.resolve("manifest.json").toFile()).get("outputs");
    assertThat(outputs)
        .extracting(each -> each.get("task").asText())
        .containsExactly("a-1", "a-2", "a-3");
    assertThat(outputs.get(0).get("sha256").asText()).isEqualTo(sha256("one"));
  }

  @Test
  void whatAnotherHandHasListedIsNoOutput() throws IOException {
    list("{\"outputs\":[{\"path\":\"notes\",\"size\":1}]}");

    assertThat(collect().orElseThrow().files()).isZero();
  }

  @Test
  void aManifestThatBreaksOffIsNotToldAsAFailureOfTheDisk() throws IOException {
    list("{\"outputs\":[{\"path\":\"output/a-1/x\",\"size\":1},{\"path\":\"out");

    assertThatThrownBy(this::collect).hasMessageContaining("could not read the manifest of run");
  }

  @Test
  void anOutputThatIsListedInAnotherPlaceIsNotLost() throws IOException {
    put("output/a-1/x.txt", "one");
    put("output/a-1.txt/x.txt", "dot");
    collect();
    Path manifest = directory.resolve("manifest.json");
    JsonNode json = new JsonMapper().readTree(manifest.toFile());
    ArrayNode outputs = (ArrayNode) json.get("outputs");
    outputs.add(outputs.remove(0)); // as an account with directories would have listed them
    new JsonMapper().writeValue(manifest.toFile(), json);
    files.run(RUN).writeManifest(manifest);

    assertThat(collect().orElseThrow().files()).isEqualTo(2);
  }

  @Test
  void whatAKilledCopyHasOfAFileIsGoneOnFrom() throws IOException {
    put("output/a-1/x.txt", "0123456789");
    collect();
    Path file = directory.resolve("output/a-1/x.txt");
    Path part = part("output/a-1/x.txt");
    Files.delete(file);
    Files.createDirectories(part.getParent());
    Files.writeString(part, "01234");

    assertThat(collect().orElseThrow().fetched()).isEqualTo(1);

    assertThat(file).hasContent("0123456789");
    assertThat(directory.resolve(".collecting")).doesNotExist();
  }

  @Test
  void aBeginningOfSomethingElseIsThrownAway() throws IOException {
    put("output/a-1/x.txt", "0123456789");
    collect();
    Files.delete(directory.resolve("output/a-1/x.txt"));
    Path part = part("output/a-1/x.txt");
    Files.createDirectories(part.getParent());
    Files.writeString(part, "abcde");

    collect();

    assertThat(directory.resolve("output/a-1/x.txt")).hasContent("0123456789");
  }

  @Test
  void aFileWhoseDirectoryIsAFileInStorageIsRefusedAndTold() {
    put("output/a-1/x", "file");
    put("output/a-1/x-y", "file");
    put("output/a-1/x/y", "below");
    Collected collected = collect().orElseThrow();
    assertThat(collected.files()).isEqualTo(2);
    assertThat(collected.refused()).singleElement().asString().contains("output/a-1/x is a file");
  }

  @Test
  void aDirectoryThatStandsInAFilesPlaceIsLeftAndTold() throws IOException {
    put("output/a-1/x", "file");
    put("output/a-2/x", "file");
    Files.createDirectories(directory.resolve("output/a-1/x/mine"));
    Collected collected = collect().orElseThrow();
    assertThat(collected.files()).isEqualTo(1);
    assertThat(collected.refused()).singleElement().asString().contains("there is a directory");
  }

  @Test
  void twoProcessesDoNotCopyToOneDirectory() throws IOException {
    put("output/a-1/x", "file");
    try (CopyParts other = CopyParts.open(directory)) {
      assertThatThrownBy(this::collect).hasMessageContaining("another process");
      other.complete();
    }
    assertThat(collect()).isPresent();
  }

  @Test
  void outputsThatAnEarlierRunMadeAreCopiedFromThereAndListedWithIt() throws IOException {
    RunId earlier = new RunId("test-20261120-060000-abcd");
    put("output/a-1/x.txt", "one");
    files.put(earlier, "output/a-1/x.txt", "stale".getBytes(UTF_8));
    files.put(earlier, "output/b/x.txt", "other".getBytes(UTF_8));
    Collector collector =
        new Collector(
            List.of(
                new Collector.Source(
                    files.run(RUN),
                    task -> task.equals("a-1") ? OptionalInt.of(2) : OptionalInt.empty()),
                new Collector.Source(
                    files.run(earlier),
                    task -> task.equals("b") ? OptionalInt.of(1) : OptionalInt.empty())),
            directory,
            progress -> {});
    collector.collect(new Interruption());
    assertThat(directory.resolve("output/a-1/x.txt")).hasContent("one");
    assertThat(directory.resolve("output/b/x.txt")).hasContent("other");
    JsonNode outputs =
        new JsonMapper().readTree(directory.resolve("manifest.json").toFile()).get("outputs");
    assertThat(outputs.get(0).get("run").asText()).isEqualTo(RUN.value());
    assertThat(outputs.get(1).get("run").asText()).isEqualTo(earlier.value());
  }

  @Test
  void outputsOfAnEarlierRunThatWasRemovedAreToldAndNotCopied() {
    RunId gone = new RunId("test-20261120-060000-gone");
    Collector collector =
        new Collector(
            List.of(
                new Collector.Source(files.run(RUN), task -> OptionalInt.empty()),
                new Collector.Source(files.run(gone), task -> OptionalInt.of(1))),
            directory,
            progress -> {});
    assertThat(collector.collect(new Interruption()).orElseThrow().refused())
        .singleElement()
        .asString()
        .contains(gone.value());
  }

  @Test
  void anInterruptedCollectionLeavesNoManifest() {
    put("output/a-1/x.txt", "one");
    Interruption interruption = new Interruption();
    interruption.request();
    assertThat(collector().collect(interruption)).isEmpty();
    assertThat(directory.resolve("manifest.json")).doesNotExist();
    assertThat(files.run(RUN).manifest()).isEmpty();
  }

  private Optional<Collected> collect() {
    return collector().collect(new Interruption());
  }

  private Collector collector() {
    return new Collector(
        List.of(
            new Collector.Source(
                files.run(RUN),
                task -> task.startsWith("a-") ? OptionalInt.of(2) : OptionalInt.empty())),
        directory,
        progress -> {});
  }

  /** Where a copy that was killed would have left the beginning of a file. */
  private Path part(String name) throws IOException {
    List<StoredFile> listed = new java.util.ArrayList<>();
    files.run(RUN).list(name, listed::addAll);
    try (CopyParts parts = CopyParts.open(directory)) {
      parts.complete();
      return parts.of(RUN.value(), listed.get(0));
    }
  }

  private void list(String manifest) throws IOException {
    files.run(RUN).writeManifest(Files.writeString(directory.resolve("listed.json"), manifest));
  }

  private void put(String name, String content) {
    files.put(RUN, name, content.getBytes(UTF_8));
  }

  private static String sha256(String content) {
    return HexFormat.of().formatHex(Digests.of("SHA-256").digest(content.getBytes(UTF_8)));
  }
}
