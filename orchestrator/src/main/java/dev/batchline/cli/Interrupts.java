package dev.batchline.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
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

  private final Runnable first;
  private final AtomicInteger received = new AtomicInteger();

  private Interrupts(Runnable first) {
    this.first = first;
  }

  /**
   * From now on calls {@code first} on the first signal, on a thread of the JVM's own.
   *
   * @param first must return soon
   */
  static void handle(Runnable first) {
    Interrupts interrupts = new Interrupts(first);
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

  private Object invoked(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "handle" -> {
        if (received.incrementAndGet() > 1) {
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
