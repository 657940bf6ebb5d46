package dev.batchline.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns Ctrl-C and SIGTERM into a call; the second one ends the process at once.
 *
 * <p>A shutdown hook can't do this: once hooks run, a further Ctrl-C waits for them. The JDK's way
 * to handle signals, {@code sun.misc.Signal}, may be used but not compiled against without a
 * warning, hence the reflection.
 */
final class Interrupts {

  private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

  /** A terminal that takes nothing more must not keep a process that is to end. */
  private static final Duration LAST_WORDS = Duration.ofMillis(500);

  private final Runnable first;
  private final Runnable second;
  private final AtomicInteger received = new AtomicInteger();

  private Interrupts(Runnable first, Runnable second) {
    this.first = first;
    this.second = second;
  }

  /**
   * From now on calls {@code first} on the first signal, on a thread of the JVM's own.
   *
   * @param first must return soon
   */
  static void handle(Runnable first) {
    handle(first, () -> {});
  }

  /**
   * The same, and says something before the second signal ends the process.
   *
   * @param second is not waited for if it takes long
   */
  static void handle(Runnable first, Runnable second) {
    Interrupts interrupts = new Interrupts(first, second);
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object receiver =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> interrupts.invoked(proxy, method, arguments));
      for (String name : SIGNALS) {
        handle.invoke(null, signal.getConstructor(String.class).newInstance(name), receiver);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // A platform without such a signal, or one that the JVM was told to leave alone: hooks do.
      Runtime.getRuntime().addShutdownHook(new Thread(first, "interrupt"));
    }
  }

  private void tellBriefly() {
    Thread teller = new Thread(second, "last-words");
    teller.setDaemon(true);
    teller.start();
    try {
      teller.join(LAST_WORDS.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Object invoked(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        if (received.incrementAndGet() > 1) {
          tellBriefly();
          Runtime.getRuntime().halt(ExceptionMapper.INTERRUPTED);
        }
        first.run();
        yield 0;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "handler of " + SIGNALS;
    };
  }
}
