package io.thor4j.cli.signatures;

import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thor ioc}: tries indicator files out. */
@Command(name = "ioc", description = "Tries files with indicators of compromise out before a scan uses them.")
public final class IocCommand extends HelpfulCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private IocCommand() {}

    /**
     * Returns the command with its subcommand.
     *
     * @param terminal where it writes
     */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new IocCommand()).addSubcommand(new IocCheckCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command: check");
    }
}
