package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.SizeConverter;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.ThorVersion;
import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.YaraRules;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor yara scan}: what the yara command does. Used by one thread. */
@Command(
        name = "scan",
        description = "Scans a file or folder with rules and prints as the yara command does.",
        customSynopsis = "thor yara scan [OPTION]... [NAMESPACE:]RULES... FILE|DIR",
        versionProvider = ThorVersion.class,
        sortOptions = false,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 1,
        exitCodeListHeading = "%nExit codes, as yara's:%n",
        exitCodeList = {
            "0:scanned, whether rules match or not; files of a folder that cannot be read are named on stderr",
            "1:errors in rules, bad options, a target that cannot be scanned"
        },
        footer = {
            "",
            "What differs from yara: files of a folder come in the order of their names, whatever -p says; control characters",
            "in file names are printed escaped; of several rule files each is a namespace of its own; processes are not scanned;",
            "-n with -s shows no strings."
        })
final class YaraScanCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(
            arity = "2..*",
            paramLabel = "RULES... FILE|DIR",
            hideParamSyntax = true,
            description = {
                "Rule files, folders of .yar and .yara files, NAMESPACE:FILE, or - for standard input; last the target.",
                "One rule file is in the namespace 'default'. Of several, and in folders, each file is a namespace of its own, named by the"
                        + " file's name or its path below the folder."
            })
    private List<String> arguments = List.of();

    @Option(
            names = {"-s", "--print-strings"},
            description = "Print matching strings.")
    private boolean strings;

    @Option(
            names = {"-L", "--print-string-length"},
            description = "Print the length of matched strings.")
    private boolean length;

    @Option(
            names = {"-X", "--print-xor-key"},
            description = "Print the xor key and the plaintext of matched strings.")
    private boolean xorKey;

    @Option(
            names = {"-m", "--print-meta"},
            description = "Print metadata.")
    private boolean meta;

    @Option(
            names = {"-g", "--print-tags"},
            description = "Print tags.")
    private boolean tags;

    @Option(
            names = {"-e", "--print-namespace"},
            description = "Print the rules' namespace.")
    private boolean namespace;

    @Option(
            names = {"-n", "--negate"},
            description = "Print only rules that do not match.")
    private boolean negate;

    @Option(
            names = {"-c", "--count"},
            description = "Print only the number of matching rules.")
    private boolean count;

    @Option(
            names = {"-q", "--disable-console-logs"},
            description = "Do not print what rules write with console.log.")
    private boolean quietConsole;

    @Option(
            names = {"-t", "--tag"},
            paramLabel = "TAG",
            description = "Print only rules tagged as TAG. May be repeated.")
    private Set<String> tagChoice = new LinkedHashSet<>();

    @Option(
            names = {"-i", "--identifier"},
            paramLabel = "IDENTIFIER",
            description = "Print only rules named IDENTIFIER. May be repeated.")
    private Set<String> identifiers = new LinkedHashSet<>();

    @Option(
            names = {"-l", "--max-rules"},
            paramLabel = "NUMBER",
            description = "Stop after NUMBER of rules have matched.")
    private long maxRules;

    @Option(
            names = {"-r", "--recursive"},
            description = "Scan folders inside the folder too.")
    private boolean recursive;

    @Option(
            names = {"-N", "--no-follow-symlinks"},
            description = "Do not follow symbolic links inside folders.")
    private boolean noFollow;

    @Option(names = "--scan-list", description = "The target is a list of files and folders to scan, one a line.")
    private boolean scanList;

    @Option(
            names = {"-z", "--skip-larger"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "In folders, skip files of SIZE or more; KB, MB and GB are understood.")
    private long skipLarger;

    @Option(
            names = {"-p", "--threads"},
            paramLabel = "NUMBER",
            description =
                    "Scan a folder, or a large file, with NUMBER threads; as many as there are processors unless said otherwise.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = {"-a", "--timeout"},
            paramLabel = "SECONDS",
            description = "Stop after SECONDS.")
    private long timeout;

    @Option(
            names = {"-f", "--fast-scan"},
            description = "Look only for the first match of strings that are only asked for their presence.")
    private boolean fast;

    @Option(
            names = {"-C", "--compiled-rules"},
            description = "RULES is one file that 'thor yara compile' wrote.")
    private boolean compiled;

    @Option(
            names = {"-x", "--module-data"},
            paramLabel = "MODULE=FILE",
            description = "Give FILE's content to MODULE. May be repeated.")
    private Map<String, String> moduleData = new LinkedHashMap<>();

    @Mixin
    private CompilerOptions options = new CompilerOptions();

    @Option(
            names = {"-k", "--stack-size"},
            paramLabel = "SLOTS",
            description = "No effect; accepted because yara has it.")
    @SuppressWarnings("unused") // said in its description
    private long stackSize;

    @Option(
            names = {"-v", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    @SuppressWarnings("unused") // picocli acts on it
    private boolean version;

    YaraScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        if (threads < 1 || maxRules < 0 || timeout < 0) {
            throw failure("error: -p, -l and -a take positive numbers");
        }
        List<String> ruleArguments = arguments.subList(0, arguments.size() - 1);
        String target = arguments.get(arguments.size() - 1);
        YaraRules rules = compiled ? load(ruleArguments) : compile(ruleArguments);
        if (rules == null) {
            return ExitCodes.FINDINGS;
        }
        MatchPrinter printer = new MatchPrinter(
                terminal.out(),
                rules,
                new MatchPrinter.Format(strings, length, xorKey, meta, tags, namespace, !quietConsole),
                new MatchPrinter.Choice(negate, count, tagChoice, identifiers, maxRules));
        YaraScan scan = new YaraScan(
                terminal,
                rules,
                printer,
                new YaraScan.Settings(
                        compiled ? options.externals() : List.of(),
                        readModuleData(),
                        fast,
                        Duration.ofSeconds(timeout),
                        threads,
                        recursive,
                        !noFollow,
                        skipLarger,
                        options.noWarnings()));
        return scan.run(target, scanList) ? ExitCodes.OK : ExitCodes.FINDINGS;
    }

    private @Nullable YaraRules compile(List<String> ruleArguments) {
        YaraRules rules =
                RuleSources.read(ruleArguments, System.in).compile(options.externals(), options.strictEscape(), false);
        return CompilerMessages.print(terminal, rules, options) ? rules : null;
    }

    private static YaraRules load(List<String> ruleArguments) {
        if (ruleArguments.size() != 1) {
            throw failure("error: can't accept multiple rules files if one of them is in compiled form.");
        }
        String file = ruleArguments.get(0);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            return YaraRules.load(in);
        } catch (MalformedInputException e) {
            throw failure("error: " + file + ": " + e.getMessage());
        } catch (IOException | InvalidPathException e) {
            throw failure("error: could not open file: " + file);
        }
    }

    private Map<String, byte[]> readModuleData() {
        Map<String, byte[]> data = new LinkedHashMap<>();
        List<String> unreadable = new ArrayList<>();
        moduleData.forEach((module, file) -> {
            try {
                data.put(module, Files.readAllBytes(Path.of(file)));
            } catch (IOException | InvalidPathException e) {
                unreadable.add(file);
            }
        });
        if (!unreadable.isEmpty()) {
            throw failure("error: could not open file \"" + unreadable.get(0) + "\".");
        }
        return data;
    }

    private static CommandFailure failure(String line) {
        return new CommandFailure(ExitCodes.FINDINGS, line);
    }
}
