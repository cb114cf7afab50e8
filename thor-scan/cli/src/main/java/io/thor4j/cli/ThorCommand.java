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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
    private static final String COMPLETIONS = "completions";

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
        String first = args.length == 0 ? "" : args[0];
        CommandLine line = commandLine(terminal, first);
        int exitCode;
        try {
            exitCode = line.execute(TemplateArguments.expand(() -> commandLine(terminal, first), args));
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
        return commandLine(terminal, "");
    }

    /** Returns how each command below {@code thor} is made, in the order of the help. */
    private static Map<String, Supplier<Object>> commands(Terminal terminal) {
        Map<String, Supplier<Object>> result = new LinkedHashMap<>();
        result.put("scan", () -> new ScanCommand(terminal));
        result.put("report", () -> new ReportCommand(terminal));
        result.put("logconvert", () -> new LogConvertCommand(terminal));
        result.put("yara", () -> YaraCommand.commandLine(terminal));
        result.put("license", () -> LicenseCommand.commandLine(terminal, System.getenv()));
        result.put("intel", () -> IntelCommand.commandLine(terminal));
        result.put("cloud", () -> CloudCommand.commandLine(terminal));
        result.put("signatures", () -> SignaturesCommand.commandLine(terminal));
        result.put("ioc", () -> IocCommand.commandLine(terminal));
        result.put("thunderstorm", () -> new ThunderstormCommand(terminal, System.getenv()));
        result.put("collect", () -> new CollectCommand(terminal, System.getenv()));
        result.put("submit", () -> new SubmitCommand(terminal, System.getenv()));
        result.put("update", () -> UpdateCommand.commandLine(terminal, System.getenv()));
        result.put(COMPLETIONS, () -> new CompletionsCommand(terminal));
        return result;
    }

    /**
     * Returns the tree of commands, or of it only what the first word leads to: reading the annotations of all commands is a third of the start
     * of a short one.
     */
    static CommandLine commandLine(Terminal terminal, String first) {
        ThorCommand root = new ThorCommand();
        CommandLine line = new CommandLine(root);
        Map<String, Supplier<Object>> commands = commands(terminal);
        // Completions are made of the whole tree.
        boolean one = commands.containsKey(first) && !first.equals(COMPLETIONS);
        commands.forEach((name, command) -> {
            if (!one || name.equals(first)) {
                line.addSubcommand(command.get());
            }
        });
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
