package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import io.thor4j.yara.YaraRules;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor yara compile}: what yarac does. Used by one thread. */
@Command(
        name = "compile",
        description = "Compiles rules into a file that 'thor yara scan -C' loads, as yarac does.",
        customSynopsis = "thor yara compile [OPTION]... [NAMESPACE:]RULES... OUT",
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 1,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the file was written",
            "1:it was not: errors in rules, bad options, unreadable or unwritable files"
        })
final class CompileCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "2..*",
            paramLabel = "RULES... OUT",
            hideParamSyntax = true,
            description = {
                "Rule files and folders as for 'thor yara scan'; last the file to write.",
                "The file can be read by this version of thor only, not by yara."
            })
    private List<String> arguments = List.of();

    @Mixin
    private CompilerOptions options = new CompilerOptions();

    @Option(
            names = "--thor-externals",
            description = "Define the external variables that 'thor scan' knows (filename, filepath...).")
    private boolean thorExternals;

    CompileCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        String out = arguments.get(arguments.size() - 1);
        RuleSources sources = RuleSources.read(arguments.subList(0, arguments.size() - 1), System.in);
        YaraRules rules = sources.compile(options.externals(), options.strictEscape(), thorExternals);
        if (!CompilerMessages.print(terminal, rules, options)) {
            return ExitCodes.FINDINGS;
        }
        try {
            write(rules, Path.of(out));
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(ExitCodes.FINDINGS, "error: could not write file: " + out + ": " + e.getMessage());
        }
        return ExitCodes.OK;
    }

    /** Writes beside the file and moves: a scan that loads the file meanwhile sees the old one or the new one. */
    private static void write(YaraRules rules, Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (Files.exists(absolute) && !Files.isRegularFile(absolute)) {
            // A device or pipe such as /dev/stdout cannot be replaced.
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(absolute))) {
                rules.save(out);
            }
            return;
        }
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new IOException("not a file");
        }
        // Not a temporary file of the JDK: those are private to their owner, and so would be the rules.
        Path draft = folder.resolve(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft))) {
                rules.save(out);
            }
            Files.move(draft, absolute, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
