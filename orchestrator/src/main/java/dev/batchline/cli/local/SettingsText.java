package dev.batchline.cli.local;

import java.util.Map;
import java.util.stream.Collectors;

/** Settings as a person, or a POSIX shell, reads them. */
public final class SettingsText {

  private SettingsText() {}

  /** Lines for {@code eval}: each value quoted, whatever is in it. */
  public static String exports(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(e -> "export " + e.getKey() + "='" + e.getValue().replace("'", "'\\''") + "'")
        .collect(Collectors.joining("\n"));
  }

  /** Names and values in two columns. */
  public static String table(Map<String, String> settings) {
    int width = settings.keySet().stream().mapToInt(String::length).max().orElse(0);
    return settings.entrySet().stream()
        .map(e -> "  " + e.getKey() + " ".repeat(width - e.getKey().length()) + "  " + e.getValue())
        .collect(Collectors.joining("\n"));
  }
}
