package io.thor4j.cli;

import io.thor4j.cli.collect.CollectCommand;
import io.thor4j.cli.collect.SubmitCommand;
import io.thor4j.cli.intel.CloudCommand;
import io.thor4j.cli.intel.IntelCommand;
import io.thor4j.cli.license.LicenseCommand;
import io.thor4j.cli.report.LogConvertCommand;
import io.thor4j.cli.report.ReportCommand;
import io.thor4j.cli.signatures.IocCommand;
import io.thor4j.cli.signatures.SignaturesCommand;
import io.thor4j.cli.thunderstorm.ThunderstormCommand;
import io.thor4j.cli.update.UpdateCommand;
import io.thor4j.cli.yara.YaraCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The {@code thor} command. */
@Command(
        name = "thor",
        description = "Looks at files and judges them with YARA rules and indicators of compromise.",
        versionProvider = ThorVersion.class,
        subcommandsRepeatable = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:finished; a scan found nothing at Warning or Alert",
            "1:a scan finished with findings at Warning or Alert; a thor yara command failed",
            "2:could not start: bad option, missing file, no usable rule",
            "3:the scan was stopped before its end, or output could not be written"
        },
        footer = {
            "",
            "A command's own help: thor scan --help, thor yara scan --help.",
            "THOR_DEBUG=1 in the environment does the same as --debug."
        })
public final class ThorCommand extends HelpfulCommand implements Runnable {
    private static final int HELP_COLUMNS = 100;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean debug;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    private ThorCommand() {}

    /**
     * Runs the command and ends the process with its exit code.
     *
     * @param args the words after {@code thor}
     */
    public static void main(String[] args) {
        Terminal terminal = Terminal.system();
        int exitCode = run(terminal, args);
        System.exit(exitCode);
    }

    /**
     * Runs the command inside this process.
     *
     * @param terminal where it writes
     * @param args the words after {@code thor}
     * @return the exit code
     */
    public static int run(Terminal terminal, String... args) {
        CommandLine line = commandLine(terminal);
        int exitCode;
        try {
            exitCode = line.execute(TemplateArguments.expand(() -> commandLine(terminal), args));
        } catch (CommandFailure e) {
            terminal.message(String.valueOf(e.getMessage()));
            exitCode = e.exitCode();
        }
        terminal.out().flush();
        terminal.err().flush();
        return exitCode;
    }

    /** Returns the whole tree of commands. */
    static CommandLine commandLine(Terminal terminal) {
        ThorCommand root = new ThorCommand();
        CommandLine line = new CommandLine(root);
        line.addSubcommand(new ScanCommand(terminal));
        line.addSubcommand(new ReportCommand(terminal));
        line.addSubcommand(new LogConvertCommand(terminal));
        line.addSubcommand(YaraCommand.commandLine(terminal));
        line.addSubcommand(LicenseCommand.commandLine(terminal, System.getenv()));
        line.addSubcommand(IntelCommand.commandLine(terminal));
        line.addSubcommand(CloudCommand.commandLine(terminal));
        line.addSubcommand(SignaturesCommand.commandLine(terminal));
        line.addSubcommand(IocCommand.commandLine(terminal));
        line.addSubcommand(new ThunderstormCommand(terminal, System.getenv()));
        line.addSubcommand(new CollectCommand(terminal, System.getenv()));
        line.addSubcommand(new SubmitCommand(terminal, System.getenv()));
        line.addSubcommand(UpdateCommand.commandLine(terminal, System.getenv()));
        line.addSubcommand(new CompletionsCommand(terminal));
        FailureLine failures = new FailureLine(terminal, () -> root.debug || System.getenv("THOR_DEBUG") != null);
        line.setOut(new java.io.PrintWriter(terminal.out(), true, java.nio.charset.StandardCharsets.UTF_8));
        line.setErr(new java.io.PrintWriter(terminal.err(), true, java.nio.charset.StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.interactive() ? Ansi.AUTO : Ansi.OFF));
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setExecutionExceptionHandler(failures);
        line.setParameterExceptionHandler(failures);
        // yara's options are one letter and may stand together: -sg.
        line.setExpandAtFiles(false);
        line.setPosixClusteredShortOptionsAllowed(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say which command: " + String.join(", ", spec.subcommands().keySet()));
    }
}
