package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.ExternalVariable;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor yara verify}: compares this engine with the yara command on the user's own rules and files. Used by one thread. */
@Command(
        name = "verify",
        description = "Scans files with thor and with the yara command of this system, and prints every difference.",
        customSynopsis = "thor yara verify --against yara --rules [NAMESPACE:]RULES... [OPTION]... FILE|DIR...",
        exitCodeOnInvalidInput = 2,
        exitCodeOnExecutionException = 2,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:both agree on every file",
            "1:they differ",
            "2:no comparison: yara is not installed, no rule that both take, bad options, a file that cannot be scanned"
        },
        footer = {
            "",
            "Compared are the rules that match, and the offsets and lengths of their strings, but for private strings, which",
            "yara does not print. Lengths above 512 bytes count as 512, as yara prints them. Differences that are known of the",
            "installed version of yara are named."
        })
final class VerifyCommand extends HelpfulCommand implements Callable<Integer> {
    private static final String YARA = "yara";

    private final Terminal terminal;

    @Option(
            names = "--against",
            required = true,
            paramLabel = "yara",
            description = "What to compare with; only yara is known.")
    private String against = YARA;

    @Option(
            names = "--yara",
            paramLabel = "COMMAND",
            description =
                    "The yara command, when it is not the one on the PATH; yarac beside it is used when there is one.")
    private String command = YARA;

    @Option(
            names = "--rules",
            required = true,
            paramLabel = "RULES",
            description = "A rule file or folder as for 'thor yara scan', but not standard input. May be repeated.")
    private List<String> ruleArguments = List.of();

    @Option(
            names = {"-a", "--timeout"},
            paramLabel = "SECONDS",
            description = "Time for one file with each of the two, and for yara to compile (default: 60).")
    private long timeout = 60;

    @Mixin
    private ModuleDataFiles moduleData = new ModuleDataFiles();

    @Option(
            names = {"-d", "--define"},
            paramLabel = "VAR=VALUE",
            converter = ExternalVariable.Converter.class,
            description = "Define an external variable for both. May be repeated.")
    private List<ExternalVariable> externals = new ArrayList<>();

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            hideParamSyntax = true,
            description = "Files, and folders with all files below them.")
    private List<String> targets = List.of();

    VerifyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (!against.equals(YARA)) {
            throw CommandFailure.usage("--against knows only yara, not " + against);
        }
        if (timeout < 1
                || ruleArguments.stream().anyMatch(argument -> argument.equals("-") || argument.endsWith(":-"))) {
            throw CommandFailure.usage("--timeout takes a positive number, --rules files and folders");
        }
        Duration perFile = Duration.ofSeconds(timeout);
        try (SystemYara yara = SystemYara.find(command, perFile)) {
            RuleSources sources = RuleSources.read(ruleArguments, InputStream.nullInputStream());
            Verification verification = new Verification(terminal, yara, sources, externals, moduleData, perFile);
            verification.compile();
            for (TargetFiles.Target target : files()) {
                verification.compare(target);
            }
            return verification.finish();
        } catch (CommandFailure e) {
            throw e.exitCode() == ExitCodes.USAGE
                    ? e
                    : new CommandFailure(ExitCodes.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.usage("interrupted", e);
        }
    }

    private List<TargetFiles.Target> files() {
        List<TargetFiles.Target> files = new ArrayList<>();
        for (String name : targets) {
            Path path;
            try {
                path = Path.of(name);
            } catch (InvalidPathException e) {
                throw CommandFailure.usage("not a file name: " + name, e);
            }
            TargetFiles.Target target = new TargetFiles.Target(path, name);
            if (Files.isDirectory(path)) {
                new TargetFiles(target, true, true, 0, terminal::message).forEachRemaining(files::add);
            } else if (Files.isReadable(path)) {
                files.add(target);
            } else {
                throw CommandFailure.usage("could not open file: " + name);
            }
        }
        return files;
    }
}
