package dev.batchline.emulator.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.batchline.emulator.model.Answer;
import dev.batchline.emulator.model.BatchError;
import dev.batchline.emulator.model.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tasks may leave in their directories, as the API for files shows it. */
class NodeFilesTest {

  @TempDir private Path machine;
  private Path node = Path.of("");
  private Path task = Path.of("");
  private NodeFiles files = new NodeFiles(task, node, "");

  @BeforeEach
  void makeFiles() throws IOException {
    node = Files.createDirectories(machine.toRealPath().resolve("node"));
    task = Files.createDirectories(node.resolve("workitems/job/job-1/task"));
    Files.createDirectories(task.resolve("wd"));
    files = new NodeFiles(task, node, "http://here/files");
    Files.writeString(machine.resolve("secret"), "of the machine");
    Files.createDirectories(machine.resolve("elsewhere"));
    Files.writeString(machine.resolve("elsewhere/file"), "of the machine");
    Files.createDirectories(node.resolve("shared"));
    Files.writeString(node.resolve("shared/data"), "of the node");
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(task.resolve("wd").resolve(name), target);
  }

  private Answer.FileContent content(String name) {
    return (Answer.FileContent) files.content(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wd/out", "wd/away", "wd/away/file", "wd/loop", "wd/nowhere"})
  void whatLinksLeadOutOfTheNodeToIsNoFileOfATask(String name) throws IOException {
    link("out", machine.resolve("secret"));
    link("away", machine.resolve("elsewhere"));
    link("loop", Path.of("loop"));
    link("nowhere", Path.of("missing"));

    assertThatThrownBy(() -> files.content(name))
        .isInstanceOfSatisfying(
            BatchError.class, refused -> assertThat(refused.code()).isEqualTo("FileNotFound"));
  }

  @Test
  void linksWithinTheNodeAreFollowed() throws IOException {
    link("data", node.resolve("shared/data"));
    assertThat(content("wd/data").length()).isEqualTo("of the node".length());
    assertThat(sizes()).contains("wd/data 11");
  }

  @Test
  void nothingOutsideOfTheNodeIsDeleted() throws IOException {
    link("away", machine.resolve("elsewhere"));

    assertThatThrownBy(() -> files.delete("wd/away/file", false)).isInstanceOf(BatchError.class);
    files.delete("wd/away", true);

    assertThat(machine.resolve("elsewhere/file")).exists();
    assertThat(task.resolve("wd/away")).doesNotExist();
  }

  @Test
  void aDirectoryThatItsTaskHasClosedToItselfIsDeletedToo() throws IOException {
    Path closed = Files.createDirectories(task.resolve("wd/closed"));
    Files.writeString(closed.resolve("file"), "");
    Files.setPosixFilePermissions(closed, Set.of());

    files.delete("wd/closed", true);

    assertThat(closed).doesNotExist();
  }

  @Test
  void aPipeIsAnEmptyFile() throws Exception {
    Path pipe = task.resolve("wd/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(content("wd/pipe").length()).isZero();
    assertThat(sizes()).contains("wd/pipe 0");
  }

  @Test
  void pagesOfAListGoThroughAllFilesInOrder() throws IOException {
    for (int i = 100; i < 125; i++) {
      Files.writeString(task.resolve("wd/" + i), "");
    }
    List<String> names = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Answer.Listing page =
          (Answer.Listing) files.list(new Page(properties -> true, after, 10), true);
      page.elements().forEach(file -> names.add(file.path("name").asText()));
      after = page.next();
    } while (after.isPresent());
    assertThat(names).hasSize(26).isSorted().contains("wd", "wd/100", "wd/124");
  }

  private List<String> sizes() {
    Answer.Listing all = (Answer.Listing) files.list(Page.first(100), true);
    return all.elements().stream()
        .map(
            file ->
                file.path("name").asText()
                    + " "
                    + file.path("properties").path("contentLength").asText())
        .toList();
  }
}
