package dev.batchline.base;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Who this process is, and whether another one of this machine still lives.
 *
 * @param host name of the machine, for people
 * @param machine differs between machines, after a restart of one, and between containers; empty
 *     where that can't be told
 */
public record ThisProcess(String host, long pid, String machine) {

  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path NAMESPACE = Path.of("/proc/self/ns/pid");

  /**
   * @param environment of this process
   */
  public static ThisProcess of(Map<String, String> environment) {
    return new ThisProcess(hostName(environment), ProcessHandle.current().pid(), machineName());
  }

  /** Whether a process of that number certainly runs no more on this machine. */
  public boolean isDead(String otherMachine, long otherPid) {
    return !machine.isEmpty()
        && machine.equals(otherMachine)
        && ProcessHandle.of(otherPid).map(process -> !process.isAlive()).orElse(true);
  }

  /** Whether a process of that number runs on this machine. */
  public boolean isAlive(String otherMachine, long otherPid) {
    return !machine.isEmpty()
        && machine.equals(otherMachine)
        && ProcessHandle.of(otherPid).map(ProcessHandle::isAlive).orElse(false);
  }

  private static String hostName(Map<String, String> environment) {
    for (String variable : new String[] {"HOSTNAME", "COMPUTERNAME"}) {
      String value = environment.getOrDefault(variable, "");
      if (!value.isBlank()) {
        return value;
      }
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  private static String machineName() {
    try {
      return Files.readString(BOOT).strip() + " " + Files.readSymbolicLink(NAMESPACE);
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
