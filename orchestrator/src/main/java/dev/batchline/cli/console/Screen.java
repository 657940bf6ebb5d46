package dev.batchline.cli.console;

import java.util.Map;

/**
 * What is known of the terminal.
 *
 * @param columns its width; 0 when standard error is not a terminal
 * @param outputIsTerminal whether standard output is one
 * @param colour whether colours may be used
 */
public record Screen(int columns, boolean outputIsTerminal, boolean colour) {

  /** No terminal at all. */
  public static final Screen NONE = new Screen(0, false, false);

  private static final int NARROWEST = 20;

  /**
   * @param columns as the launcher found it, 0 for no terminal
   * @param environment of the process: {@code NO_COLOR} and {@code TERM} are looked at
   */
  public static Screen of(int columns, boolean outputIsTerminal, Map<String, String> environment) {
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean plain = !environment.getOrDefault("NO_COLOR", "").isEmpty();
    int usable = dumb || columns <= 0 ? 0 : Math.max(columns, NARROWEST);
    return new Screen(usable, outputIsTerminal, usable > 0 && !plain);
  }

  /** Whether a display can be redrawn in place. */
  public boolean canRedraw() {
    return columns > 0;
  }
}
