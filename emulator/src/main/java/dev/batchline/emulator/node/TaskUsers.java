package dev.batchline.emulator.node;

import dev.batchline.emulator.node.CommandUser.Known;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs commands as the users that their tasks name, where this machine can: on Linux, for the
 * administrator. Users are numbers only; nobody has to be made on this machine, and nobody is.
 *
 * <p>All users of tasks are in one group, to which belongs what they share on a node.
 *
 * @param setpriv the program that changes the user; nothing, if all commands run as who started
 *     this program
 */
public record TaskUsers(Optional<Path> setpriv) {

  /** All commands run as who started this program. */
  public static final TaskUsers NONE = new TaskUsers(Optional.empty());

  /** Number of the group that all users of tasks are in, and of the first user. */
  public static final int FIRST = 60_000;

  private static final String FOR_THE_GROUP = "rwxrwxr-x";

  /**
   * Finds what is needed.
   *
   * @throws IOException if this machine or who runs this program can't do it
   */
  public static TaskUsers find() throws IOException {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    Optional<Path> program = Sessions.program("setpriv", path, Path.of("/"));
    if (program.isEmpty()) {
      throw new IOException(
          "tasks can't be run as other users: there is no setpriv (of util-linux) on the PATH");
    }
    if (!Integer.valueOf(CommandUser.ROOT)
        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
      throw new IOException("tasks can be run as other users only by root, as on a node");
    }
    return new TaskUsers(program);
  }

  /** The words that start a program as a user. */
  List<String> as(Optional<CommandUser> user, List<String> words) {
    Optional<Known> other = other(user);
    if (other.isEmpty()) {
      return words;
    }
    List<String> all = new ArrayList<>();
    all.add(setpriv.orElseThrow().toString());
    all.add("--reuid=" + other.get().uid());
    all.add("--regid=" + other.get().gid());
    all.add("--groups=" + FIRST);
    all.add("--");
    all.addAll(words);
    return all;
  }

  /** What a user's processes know of who they are. */
  Map<String, String> environment(Optional<CommandUser> user) {
    boolean told = setpriv.isPresent() && user.isPresent();
    return told ? Map.of("USER", user.get().name(), "LOGNAME", user.get().name()) : Map.of();
  }

  /** Gives a task's directory, and what was put there for it, to its user. */
  void own(Optional<CommandUser> user, Path directory) throws IOException {
    if (other(user).isPresent()) {
      give(directory, other(user).get().uid(), FIRST);
    }
  }

  /** Makes a directory one that all users may write to. */
  void share(Path directory) throws IOException {
    if (setpriv.isPresent()) {
      give(directory, CommandUser.ROOT, FIRST);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(FOR_THE_GROUP));
    }
  }

  /** Lets all users pass through a directory of ours. */
  void open(Path directory) throws IOException {
    if (setpriv.isPresent()) {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      permissions.add(PosixFilePermission.OTHERS_EXECUTE);
      permissions.add(PosixFilePermission.GROUP_EXECUTE);
      Files.setPosixFilePermissions(directory, permissions);
    }
  }

  /** As {@link #open}, for the directory that ours is in: it is of the same state. */
  void openAbove(Path directory) throws IOException {
    Path above = directory.getParent();
    if (above != null) {
      open(above);
    }
  }

  /**
   * Checks that users get as far as a directory.
   *
   * @throws IOException naming the directory above it that nobody else may enter
   */
  void checkReachable(Path directory) throws IOException {
    for (Path above = directory.getParent();
        setpriv.isPresent() && above != null;
        above = above.getParent()) {
      if (!Files.getPosixFilePermissions(above).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        throw new IOException(
            "other users can't enter " + above + ", so their tasks can't have files beneath it");
      }
    }
  }

  private Optional<Known> other(Optional<CommandUser> user) {
    return setpriv.isPresent()
            && user.orElse(null) instanceof Known known
            && known.uid() != CommandUser.ROOT
        ? Optional.of(known)
        : Optional.empty();
  }

  private static void give(Path directory, int uid, int gid) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes)
              throws IOException {
            return give(one);
          }

          @Override
          public FileVisitResult visitFile(Path one, BasicFileAttributes attributes)
              throws IOException {
            return give(one);
          }

          private FileVisitResult give(Path one) throws IOException {
            Files.setAttribute(one, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(one, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
