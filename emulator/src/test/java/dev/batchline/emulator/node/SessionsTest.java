package dev.batchline.emulator.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SessionsTest {

  static Stream<List<String>> ways() {
    return Sessions.WAYS.stream();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aProgramLeadsItsSessionUnderItsOwnProcessId(List<String> way) throws Exception {
    assumeThat(Path.of("/proc/self/stat")).exists();
    assumeThat(Sessions.program(way.get(0), System.getenv("PATH"), Path.of("/"))).isPresent();

    List<String> words = List.of("sh", "-c", "cat /proc/$$/stat; exit 7", "unused", "-x --y");
    Process process = new ProcessBuilder(Sessions.find(List.of(way)).leading(words)).start();
    String stat = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).isEqualTo(7);
    // pid (name) state parent group session …
    String pid = String.valueOf(process.pid());
    assertThat(stat).startsWith(pid + " (sh) ");
    assertThat(List.of(stat.split(" ", 7))).element(4).isEqualTo(pid);
    assertThat(List.of(stat.split(" ", 7))).element(5).isEqualTo(pid);
  }

  @Test
  void aMachineWithoutAWayIsToldSo() {
    assertThatIOException()
        .isThrownBy(() -> Sessions.find(List.of(List.of("no-such-program"))))
        .withMessageContaining("neither setsid nor perl");
  }

  @Test
  void programsAreFoundAsTheSystemFindsThem() throws IOException {
    Path directory = Files.createTempDirectory("programs");
    Path script = Files.writeString(directory.resolve("script"), "");
    try {
      assertThat(Sessions.program("sh", "/nowhere:/bin", directory)).contains(Path.of("/bin/sh"));
      assertThat(Sessions.program("./script", "", directory)).isPresent();
      assertThat(Sessions.program("script", directory.toString(), directory))
          .as("not executable")
          .isEmpty();
      assertThat(Sessions.program("nothing", "/bin", directory)).isEmpty();
      assertThat(Sessions.program("", "/bin", directory)).isEmpty();
    } finally {
      Files.delete(script);
      Files.delete(directory);
    }
  }
}
