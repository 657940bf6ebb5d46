package dev.batchline.emulator.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.batchline.emulator.model.JobSchedule;
import dev.batchline.emulator.model.JobScheduleState;
import dev.batchline.emulator.model.Transition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final Instant TIME = Instant.parse("2026-03-02T08:00:00.1234567Z");

  @TempDir private Path parent;

  private Path directory() {
    return parent.resolve("state");
  }

  private Path log() {
    return directory().resolve("account-1.log");
  }

  private static JobSchedule schedule(String id) {
    ObjectNode said = new ObjectMapper().createObjectNode().put("id", id);
    said.putObject("schedule").put("doNotRunUntil", "9000-01-01T00:00:00Z");
    return new JobSchedule(
        JobSchedule.Settings.of(said),
        TIME,
        TIME,
        Transition.first(JobScheduleState.ACTIVE, TIME),
        Optional.of(Instant.parse("9000-01-01T00:00:00Z")),
        0,
        Optional.empty());
  }

  /** Keeps schedules, one line each. */
  private void keep(String... ids) throws IOException {
    try (Journal journal = Journal.open(directory())) {
      for (String id : ids) {
        journal.account().put(schedule(id));
        journal.handOver();
        journal.kept().join();
      }
    }
  }

  private Iterable<String> kept() throws IOException {
    try (Journal journal = Journal.open(directory())) {
      return journal.account().schedules().keySet().stream().toList();
    }
  }

  @Test
  void whatWasKeptIsThereAgain() throws IOException {
    keep("one", "two");
    try (Journal journal = Journal.open(directory())) {
      JobSchedule one = journal.account().schedule("one");
      assertThat(one).usingRecursiveComparison().isEqualTo(schedule("one"));
      journal.account().remove(one);
    }
    assertThat(kept()).containsExactly("two");
  }

  @Test
  void whatHasChangedIsKeptBeforeItIsTold() throws IOException {
    try (Journal journal = Journal.open(directory())) {
      assertThat(journal.kept()).isCompleted();
      journal.account().put(schedule("one"));
      CompletableFuture<Void> kept = journal.kept();
      assertThat(kept).isNotDone();
      journal.handOver();
      kept.join();
      assertThat(Files.readString(log())).contains("\"one\"");
    }
  }

  @Test
  void whatWasCutShortIsWrittenOver() throws IOException {
    keep("one", "two");
    byte[] whole = Files.readAllBytes(log());
    Files.write(log(), java.util.Arrays.copyOf(whole, whole.length - 5));
    assertThat(kept()).containsExactly("one");
    keep("three");
    assertThat(kept()).containsExactly("one", "three");
  }

  @Test
  void anEmptyLogIsAnEmptyAccount() throws IOException {
    Files.createDirectories(directory());
    Files.createFile(log());
    assertThat(kept()).isEmpty();
    keep("one");
    assertThat(kept()).containsExactly("one");
  }

  @Test
  void damageInTheMiddleIsToldWithWhatCanBeDone() throws IOException {
    keep("one", "two", "three");
    String text = Files.readString(log());
    int second = text.indexOf("\"two\"");
    Files.writeString(log(), text.substring(0, second) + "\"TWO\"" + text.substring(second + 5));
    int lines = text.lastIndexOf('\n', second) + 1;
    assertThatThrownBy(this::kept)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("account-1.log is damaged at byte " + lines)
        .hasMessageEndingWith("truncate -s " + lines + " " + log());

    Files.writeString(log(), text.substring(0, lines));
    assertThat(kept()).containsExactly("one");
  }

  @Test
  void anotherProcessIsKeptOut() throws IOException {
    try (Journal journal = Journal.open(directory())) {
      assertThatThrownBy(() -> Journal.open(directory()))
          .isInstanceOf(StateException.class)
          .hasMessageContaining("another emulator uses the state in " + directory());
      assertThat(journal.account().schedules()).isEmpty();
    }
  }

  @Test
  void aNewerFormatIsNotTouched() throws IOException {
    Files.createDirectories(directory());
    byte[] newer = Line.of("{\"format\":2}".getBytes(StandardCharsets.UTF_8));
    Files.write(log(), newer);
    assertThatThrownBy(this::kept)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("written by a newer emulator (format 2;");
    assertThat(log()).hasBinaryContent(newer);
  }

  @Test
  void anEntryOfALaterKindIsNotTouched() throws IOException {
    keep("one");
    byte[] later = Line.of("[{\"is\":\"later\"}]".getBytes(StandardCharsets.UTF_8));
    Files.write(log(), later, StandardOpenOption.APPEND);
    assertThatThrownBy(this::kept)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("isn't understood");
  }

  @Test
  void aDirectoryWithOtherThingsIsRefused() throws IOException {
    Files.createDirectories(directory());
    Files.writeString(directory().resolve("thesis.txt"), "important");
    assertThatThrownBy(this::kept)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("it contains thesis.txt");
  }

  @Test
  void aSnapshotThatIsCutShortIsRefused() throws IOException {
    Files.createDirectories(directory());
    Files.write(
        directory().resolve("account-3.snapshot"),
        Line.of("{\"format\":1}".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(this::kept)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("account-3.snapshot is damaged");
  }

  @Test
  void aMissingLogIsNoticed() throws IOException {
    keep("one");
    Files.move(log(), directory().resolve("account-2.log"));
    assertThatThrownBy(this::kept)
        .isInstanceOf(StateException.class)
        .hasMessageContaining("account-1.log is missing");
  }
}
