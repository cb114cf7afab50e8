package io.thor4j.cli.yara;

import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.conformance.ConformanceCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thor yara}: the YARA engine alone. */
@Command(
        name = "yara",
        description = "The YARA engine alone: compile, check and scan as yara and yarac do.",
        exitCodeOnInvalidInput = 1)
public final class YaraCommand extends HelpfulCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private YaraCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param terminal where they write
     */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new YaraCommand())
                .addSubcommand(new YaraScanCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new CompileCommand(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new ConformanceCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command: scan, check, compile, explain or verify");
    }
}
