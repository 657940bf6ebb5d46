package dev.batchline.plan;

import java.util.List;

/** What a task executes, with every parameter filled in. */
public sealed interface Invocation {

  /** One string, run by the node's shell. */
  record Shell(String line) implements Invocation {}

  /** A program and its arguments, run as they are. */
  record Arguments(List<String> arguments) implements Invocation {
    public Arguments {
      arguments = List.copyOf(arguments);
    }
  }
}
