package io.thor4j.cli.license;

import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thor license}: the commands about licences. */
@Command(
        name = "license",
        description = "Licences: host hashes, licence files, retrieval from ASGARD and the portal, issuing own ones.")
public final class LicenseCommand extends HelpfulCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private LicenseCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param terminal where they write
     * @param environment the environment variables
     */
    public static CommandLine commandLine(Terminal terminal, Map<String, String> environment) {
        return new CommandLine(new LicenseCommand())
                .addSubcommand(new HashCommand(terminal))
                .addSubcommand(new ShowCommand(terminal, environment))
                .addSubcommand(new VerifyCommand(terminal))
                .addSubcommand(new FetchCommand(terminal, environment))
                .addSubcommand(new KeygenCommand(terminal, environment))
                .addSubcommand(new IssueCommand(terminal, environment))
                .addSubcommand(new ServeCommand(terminal, environment));
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "say which command: hash, show, verify, fetch, keygen, issue or serve");
    }
}
