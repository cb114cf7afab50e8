package io.thor4j.cli.intel;

import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thor intel}: threat intelligence. */
@Command(
        name = "intel",
        description =
                "Threat intelligence: brings indicators of feeds into a store, keeps them live, and exports them.")
public final class IntelCommand extends HelpfulCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private IntelCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param terminal where they write
     */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new IntelCommand())
                .addSubcommand(new IntelSyncCommand(terminal))
                .addSubcommand(new IntelRunCommand(terminal))
                .addSubcommand(new IntelStatusCommand(terminal))
                .addSubcommand(new IntelExportCommand(terminal))
                .addSubcommand(new IntelFeedsCommand(terminal))
                .addSubcommand(new ServeStubCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say which command: sync, run, status, export, feeds or serve-stub");
    }
}
