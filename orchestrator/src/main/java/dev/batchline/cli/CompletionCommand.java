package dev.batchline.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what a shell needs to complete command lines. */
@Command(
    name = "completion",
    description = "Print completion for bash and zsh.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(batchline completion)",
      "  batchline completion > ~/.local/share/bash-completion/completions/batchline"
    })
final class CompletionCommand implements Callable<Integer> {

  private final Surroundings surroundings;

  @Mixin Common common = new Common();

  @Spec CommandSpec spec = CommandSpec.create();

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(AutoComplete.bash("batchline", spec.root().commandLine()));
    surroundings.out().flush();
    return 0;
  }
}
