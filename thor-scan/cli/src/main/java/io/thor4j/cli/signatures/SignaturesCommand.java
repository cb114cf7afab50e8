package io.thor4j.cli.signatures;

import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code thor signatures}: checks and encrypts signature files. */
@Command(
        name = "signatures",
        description = {
            "Checks and encrypts the files of a signature folder, as 'thor scan --custom-signatures DIR' uses it.",
            "",
            "The extension says what is in a file: .yar .yara YARA rules, .txt indicators one a line, .yml .yaml indicators as of THOR 11,"
                    + " .json STIX 2; encrypted .yas .dat .yms .jsos.",
            "A word in the name of a .txt file says what its indicators are: c2 domains filename hash keyword trusted-hash handles pipes"
                    + " (my-c2-iocs.txt, not my_c2_iocs.txt).",
            "A word in the name of a YARA file says what its rules look at: meta keyword log registry process memory; without one, the"
                    + " contents of files."
        })
public final class SignaturesCommand extends HelpfulCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private SignaturesCommand() {}

    /**
     * Returns the command with its subcommands.
     *
     * @param terminal where they write
     */
    public static CommandLine commandLine(Terminal terminal) {
        return new CommandLine(new SignaturesCommand())
                .addSubcommand(new SignatureCheckCommand(terminal))
                .addSubcommand(new SignatureEncryptCommand(terminal));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command: check or encrypt");
    }
}
