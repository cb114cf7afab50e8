package io.thor4j.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thor completions}: lets a shell complete commands and options. Used by one thread. */
@Command(
        name = "completions",
        description = {
            "Prints a script with which bash completes thor's commands and options: source <(thor completions).",
            "zsh takes it after: autoload -U +X bashcompinit && bashcompinit."
        })
final class CompletionsCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    CompletionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(AutoComplete.bash("thor", spec.root().commandLine()));
        return ExitCodes.OK;
    }
}
