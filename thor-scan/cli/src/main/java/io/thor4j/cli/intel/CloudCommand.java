package io.thor4j.cli.intel;

import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thor cloud}: Thor Cloud. */
@Command(name = "cloud", description = "Thor Cloud: pulls the logs of scans.")
public final class CloudCommand extends HelpfulCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private CloudCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param terminal where they write
     */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new CloudCommand()).addSubcommand(new CloudPullCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command: pull");
    }
}
