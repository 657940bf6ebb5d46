package dev.batchline.emulator.node;

/** Whom a command runs as, as far as its user said. */
public sealed interface CommandUser {

  /** The administrator's number, and that of the administrator's group. */
  int ROOT = 0;

  /** As the user names it. */
  String name();

  /**
   * A user of the node.
   *
   * @param uid number of the user; {@link #ROOT} for one with elevated access
   * @param gid number of the user's own group
   */
  record Known(String name, int uid, int gid) implements CommandUser {}

  /** A user account that the pool doesn't have: the command can't run. */
  record Unknown(String name) implements CommandUser {}
}
