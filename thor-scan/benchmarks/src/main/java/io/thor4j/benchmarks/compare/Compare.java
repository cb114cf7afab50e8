package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import io.thor4j.core.spi.YaraEngineProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times thor's YARA engine beside libyara in one process and YARA-X in another, on the same rules and the same bytes, and their commands
 * beside each other. No figure is printed before the answers were compared. Used by one thread.
 */
@Command(
        name = "compare",
        description =
                "Times YARA engines side by side and prints tables in Markdown. CPU time is user and system time.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all answers agree", "1:answers differ", "2:wrong options, or it could not go on"})
public final class Compare implements Callable<Integer> {
    private static final int MEGA = 1_000_000;
    private static final int COULD_NOT = 2;

    /** A part of the comparison. */
    private enum Group {
        MIXED,
        READ,
        LARGE,
        GIANT,
        PE,
        TINY,
        THREADS,
        WORST,
        SINGLE,
        SHORT,
        MANY,
        LOAD,
        COLD
    }

    @Option(
            names = "--rules",
            required = true,
            paramLabel = "DIR",
            description = "The rules: all .yar and .yara files below.")
    private Path rules = Path.of("");

    @Option(
            names = "--tree",
            required = true,
            paramLabel = "DIR",
            description = "Small files are taken from here; may be repeated.")
    private List<Path> trees = List.of();

    @Option(names = "--pe", paramLabel = "DIR", description = "PE files are taken from here.")
    private @Nullable Path pe;

    @Option(
            names = "--yara-x",
            paramLabel = "DIR",
            description = "YARA-X takes part: a folder in which npm install @litko/yara-x-linux-x64-gnu was run, "
                    + "or that of another system.")
    private @Nullable Path yaraX;

    @Option(names = "--node", paramLabel = "FILE", description = "The Node that runs YARA-X; default ${DEFAULT-VALUE}.")
    private String node = "node";

    @Option(names = "--megabytes", description = "Size of the mixed tree; default ${DEFAULT-VALUE}.")
    private int megabytes = 310;

    @Option(names = "--giant-megabytes", description = "Size of the one giant file; default ${DEFAULT-VALUE}.")
    private int giant = 1_000;

    @Option(
            names = "--rounds",
            description = "Passes of each engine, one after the other; the best counts. 0 compares only the answers. "
                    + "Default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--threads", description = "Threads of the rows for all cores; default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--thor", paramLabel = "FILE", description = "The thor launcher, for the rows of whole commands.")
    private @Nullable Path launcher;

    @Option(names = "--only", split = ",", description = "Only these groups of rows: ${COMPLETION-CANDIDATES}.")
    private Set<Group> only = EnumSet.allOf(Group.class);

    private final List<YaraEngineProvider> engines;
    private final AnswerCheck check;
    private final Targets targets = new Targets();

    /* One rival that lies is enough to see that this is noticed: tests bring engines of their own. */
    Compare(List<YaraEngineProvider> engines, KnownDifferences known) {
        this.engines = engines;
        this.check = new AnswerCheck(known);
    }

    /** Runs the comparison; exits with 1 when answers differ, with 2 when it could not be made. */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        List<YaraEngineProvider> engines = ServiceLoader.load(YaraEngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        System.exit(run(new Compare(engines, KnownDifferences.read()), args));
    }

    static int run(Compare compare, String... args) {
        return new CommandLine(compare)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IOException || failure instanceof IllegalArgumentException) {
                        System.err.println("compare: " + failure);
                    } else {
                        failure.printStackTrace();
                    }
                    return COULD_NOT;
                })
                .execute(args);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (Path folder : Stream.concat(Stream.of(rules), trees.stream()).toList()) {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("not a folder: " + folder);
            }
        }
        Path work = Files.createTempDirectory("thor-compare");
        try {
            compare(work);
        } finally {
            delete(work);
        }
        return check.differs() ? 1 : 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void compare(Path work) throws IOException, InterruptedException {
        YaraXInstall install = yaraX == null ? null : new YaraXInstall(node, yaraX);
        if (install == null) {
            System.err.println("compare: no YARA-X: --yara-x was not given");
        }
        System.out.printf(
                "JDK %s, %d processors, %s, CPU time = user + system%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"));
        RuleSet base = RuleSet.folder(rules);
        Corpus mixed = Corpora.mixed(trees, megabytes);
        Corpus programs = programs();
        Engines all = new Engines(engines, install, work);
        Rows rows = new Rows(check, rounds);
        Rows.printHead();
        if (wanted(
                Group.MIXED, Group.READ, Group.LARGE, Group.PE, Group.TINY, Group.THREADS, Group.WORST, Group.GIANT)) {
            all.with(base, (rivals, count) -> {
                BaseRows ofBase = new BaseRows(rows, rivals, base, targets);
                rowsOfBase(ofBase, mixed, programs);
            });
        }
        rowsOfOtherRules(all, rows, base, mixed.part(10));
        check.explained().forEach(line -> System.out.println("\nKnown difference: " + line));
        if (wanted(Group.LOAD)) {
            LoadRow.print(base, seen(mixed.part(10), programs), work, targets);
        }
        Path thor = launcher;
        if (wanted(Group.COLD) && thor != null) {
            new CommandRows(thor, install, base, rules, work, check).print(mixed, threads, targets);
        } else if (wanted(Group.COLD)) {
            System.err.println("compare: no rows of whole commands: --thor was not given");
        }
        System.out.println();
        System.out.print(targets.table());
    }

    private @Nullable Corpus programs() throws IOException {
        Path folder = pe;
        if (folder != null) {
            return wanted(Group.PE, Group.TINY, Group.LOAD) ? Corpora.portableExecutables(folder, 60) : null;
        }
        if (wanted(Group.PE, Group.TINY)) {
            System.err.println("compare: no rows of PE files: --pe was not given");
        }
        return null;
    }

    private static Corpus seen(Corpus some, @Nullable Corpus programs) {
        return programs == null
                ? some
                : new Corpus(
                        some.name(),
                        Stream.concat(some.files().stream(), programs.files().stream())
                                .toList(),
                        Stream.concat(some.paths().stream(), programs.paths().stream())
                                .toList());
    }

    private boolean wanted(Group... groups) {
        return Arrays.stream(groups).anyMatch(only::contains);
    }

    private void rowsOfBase(BaseRows rows, Corpus mixed, @Nullable Corpus programs)
            throws IOException, InterruptedException {
        if (wanted(Group.MIXED)) {
            rows.mixed(mixed);
        }
        if (wanted(Group.READ)) {
            rows.reading(mixed);
        }
        if (wanted(Group.THREADS)) {
            rows.threads(mixed, threads);
        }
        if (wanted(Group.LARGE)) {
            rows.large(
                    Corpora.pieces("1 MB files", mixed, MEGA, 100),
                    Corpora.pieces("20 MB files", mixed, 20 * MEGA, 10));
        }
        if (wanted(Group.PE) && programs != null) {
            rows.programs(programs);
        }
        if (wanted(Group.TINY)) {
            rows.tiny(Corpora.tiny("the first 64 bytes", mixed, 64, 2000));
            if (programs != null) {
                rows.tinyPrograms(Corpora.tiny("the first 2 KB of PE files", programs, 2048, 1000));
            }
        }
        if (wanted(Group.WORST)) {
            rows.worst(Corpora.ordinary(mixed));
        }
        if (wanted(Group.GIANT)) {
            rows.giant(Corpora.large(mixed, giant * MEGA));
        }
    }

    private void rowsOfOtherRules(Engines all, Rows rows, RuleSet base, Corpus some)
            throws IOException, InterruptedException {
        if (wanted(Group.SINGLE)) {
            RuleSet one = RuleSet.of(
                    "one rule", "rule one { strings: $a = \"this text is nowhere, or nearly\" condition: $a }");
            all.with(one, (rivals, count) -> rows.inMemory(rivals, one, some, ""));
        }
        if (wanted(Group.SHORT)) {
            RuleSet shorts = RuleSet.of("short or no atoms", """
                    rule two { strings: $a = "<%" $b = "%>" condition: #a > 3 and #b > 3 }
                    rule three { strings: $a = /[a-f]{3}[0-9]{2}Q/ condition: $a }
                    rule gap { strings: $a = { 4D [2] 5A ?? 9? } condition: $a }
                    """);
            all.with(shorts, (rivals, count) -> rows.inMemory(rivals, shorts, some, ""));
        }
        if (wanted(Group.MANY)) {
            ManyRows many = new ManyRows(all, rows, targets);
            many.print(base, some);
        }
    }
}
