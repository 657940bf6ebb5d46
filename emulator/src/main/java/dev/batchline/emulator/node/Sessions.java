package dev.batchline.emulator.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How this machine starts a program as leader of a new session, whose process group then has the
 * program's process id.
 *
 * <p>Linux has {@code setsid} (util-linux, busybox). macOS has not; there the system's Perl makes
 * the session and becomes the program. Without either a tree of processes couldn't be killed
 * reliably, so then there is no runtime at all.
 *
 * @param prefix words in front of the program
 * @param prlimit what gives a process its {@link Mark}, where that is possible
 */
record Sessions(List<String> prefix, Optional<Path> prlimit) {

  private static final Mark TRIAL = new Mark("9".repeat(18));

  /** In the order of preference. */
  static final List<List<String>> WAYS =
      List.of(
          List.of("setsid"),
          List.of(
              "perl", "-e", "use POSIX; POSIX::setsid(); exec { $ARGV[0] } @ARGV; exit 126", "--"));

  Sessions {
    prefix = List.copyOf(prefix);
  }

  /**
   * Finds the way of this machine.
   *
   * @throws IOException if there is none
   */
  static Sessions find() throws IOException {
    return find(WAYS);
  }

  static Sessions find(List<List<String>> ways) throws IOException {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    for (List<String> way : ways) {
      Optional<Path> program = program(way.get(0), path, Path.of("/"));
      if (program.isPresent()) {
        List<String> prefix = new ArrayList<>(way);
        prefix.set(0, program.get().toString());
        return new Sessions(prefix, program("prlimit", path, Path.of("/")).filter(Sessions::marks));
      }
    }
    throw new IOException(
        "could not find a way to start a session: neither setsid nor perl is on the PATH " + path);
  }

  /** A container may forbid it, or this machine not show it. */
  private static boolean marks(Path prlimit) {
    try {
      List<String> words = new ArrayList<>(marking(prlimit, TRIAL));
      words.addAll(List.of("cat", "/proc/self/limits"));
      ProcessBuilder trial = new ProcessBuilder(words);
      trial.redirectError(ProcessBuilder.Redirect.DISCARD);
      Process process = trial.start();
      String limits =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return limits.contains(" " + TRIAL.digits() + " ");
    } catch (IOException e) {
      return false;
    }
  }

  private static List<String> marking(Path prlimit, Mark mark) {
    return List.of(prlimit.toString(), "--locks=" + mark.digits() + ":", "--");
  }

  List<String> leading(List<String> words) {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(words);
    return command;
  }

  /** The same, for a program whose processes are to be found again by a mark. */
  List<String> leading(List<String> words, Mark mark) {
    List<String> command = new ArrayList<>(prefix);
    prlimit.ifPresent(program -> command.addAll(marking(program, mark)));
    command.addAll(words);
    return command;
  }

  /**
   * Finds a program the way the system does.
   *
   * @param directory that relative names are relative to
   * @return a file that exists; perhaps not executable if it was named by a path
   */
  static Optional<Path> program(String name, String searchPath, Path directory) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (name.indexOf('/') >= 0) {
      return Optional.of(directory.resolve(name)).filter(Files::isRegularFile);
    }
    for (String entry : searchPath.split(":", -1)) {
      Path candidate = directory.resolve(entry).resolve(name);
      if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** Variables of this machine that a task sees; no others, so that no secret leaks into tasks. */
  static Map<String, String> inherited() {
    Map<String, String> kept = new TreeMap<>();
    kept.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    for (String name : List.of("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "USER", "JAVA_HOME")) {
      Optional.ofNullable(System.getenv(name)).ifPresent(value -> kept.put(name, value));
    }
    return kept;
  }
}
