package dev.batchline.cli;

import dev.batchline.base.Timeline;
import java.util.Map;

/**
 * Where the process begins.
 *
 * <p>The version is answered before anything else is loaded, so that a script may ask for it often.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) {
    Surroundings surroundings =
        Surroundings.ofProcess(Map.copyOf(System.getenv()), Timeline.system());
    if (arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"))) {
      surroundings.out().println(Version.sentence());
      surroundings.out().flush();
      return;
    }
    System.exit(CommandTree.execute(surroundings, arguments));
  }
}
