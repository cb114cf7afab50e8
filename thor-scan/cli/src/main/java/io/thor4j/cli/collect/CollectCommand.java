package io.thor4j.cli.collect;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.StopOnSignal;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.ThorVersion;
import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import io.thor4j.thunderstorm.collector.AgeLimit;
import io.thor4j.thunderstorm.collector.CollectionReport;
import io.thor4j.thunderstorm.collector.Collector;
import io.thor4j.thunderstorm.collector.CollectorSettings;
import io.thor4j.thunderstorm.collector.CollectorTemplate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code thor collect}: sends the files of this machine to a Thunderstorm server. Used by one thread. */
@Command(
        name = "collect",
        description = {
            "Sends the files of this machine to a Thunderstorm server.",
            "Links, special files, pseudo file systems such as /proc and network file systems are left out."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all files were sent",
            "1:all were sent, and with --upload-synchronous some have findings at Warning or Alert",
            "2:could not start: bad option, no server there",
            "3:stopped before its end, or some files could not be read or sent"
        },
        footer = {
            "",
            "A template is a YAML file of long option names: max-age: 14d, extension: [.exe, .dll]. What the command line says"
                    + " goes first. --debug also says what becomes of each file."
        })
public final class CollectCommand extends HelpfulCommand implements Callable<Integer> {
    private static final String TEMPLATE = "config.yml";

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            description = "Where to look: / or C:\\ by default. May be repeated.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"-e", "--extension"},
            paramLabel = "EXT",
            description = "Send files whose names end so (.exe), beside those with a --magic. May be repeated.")
    private List<String> extensions = new ArrayList<>();

    @Option(
            names = "--magic",
            paramLabel = "HEX",
            description =
                    "Send files that begin with these bytes (4d5a), beside those with an --extension. May be repeated.")
    private List<String> magics = new ArrayList<>();

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description = "Leave out paths and what is below them: *, ? and ** are known. May be repeated.")
    private List<String> excludes = new ArrayList<>();

    @Option(
            names = {"-a", "--max-age"},
            paramLabel = "AGE",
            description =
                    "Leave out files not changed, written or read for longer: 14d, 12h, 30m, 90s; days without a unit.")
    private @Nullable String maxAge;

    @Option(
            names = {"-m", "--max-filesize"},
            paramLabel = "MB",
            description = "Leave out larger files; 100 MB by default.")
    private long maxFileSize = CollectorSettings.MAX_FILE_SIZE >> 20;

    @Option(
            names = {"-r", "--threads"},
            paramLabel = "N",
            description = "Send so many files at once, 1 by default; 0 is one a core, -2 all cores but two.")
    private int threads = 1;

    @Option(names = "--upload-synchronous", description = "Wait for each file's result and show it.")
    private boolean synchronous;

    @Option(
            names = "--uploads-per-minute",
            paramLabel = "N",
            description = "Send no more files than that; 0, the default, is as fast as it goes.")
    private int uploadsPerMinute;

    @Option(names = "--all-filesystems", description = "Enter network and pseudo file systems too.")
    private boolean allFilesystems;

    @Option(names = "--dry-run", description = "Show what would be sent, and send nothing. Needs no server.")
    private boolean dryRun;

    @Option(
            names = {"-l", "--logfile"},
            paramLabel = "FILE",
            description = "Add all messages to FILE.")
    private @Nullable String logFile;

    @Option(
            names = {"-t", "--template"},
            paramLabel = "FILE",
            description = "Read options from FILE; config.yml of the current folder by default, if it is there.")
    private @Nullable String template;

    @Option(
            names = "--resume",
            paramLabel = "FILE",
            description =
                    "Keep a list of the files that were sent: a collection that was stopped or killed goes on where it was. The list is"
                            + " removed when everything was sent.")
    private @Nullable String state;

    @Option(names = "--no-markers", description = "Do not tell the server when the collection begins and ends.")
    private boolean noMarkers;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    /**
     * Makes the command.
     *
     * @param terminal where it writes
     * @param environment where proxy and token may be
     */
    public CollectCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        ParseResult parsed = spec.commandLine().getParseResult();
        boolean debug = applyTemplate(parsed) || parsed.hasMatchedOption("--debug");
        CollectorSettings settings = settings();
        try (CollectionLog log =
                new CollectionLog(terminal, debug, dryRun, logFile == null ? null : Path.of(logFile))) {
            if (dryRun && !server.named()) {
                return collect(new Collector(settings, null, "", log), log);
            }
            try (ThunderstormClient client = server.client(environment)) {
                return collect(
                        new Collector(
                                settings,
                                dryRun ? null : client,
                                server.address().toString(),
                                log),
                        log);
            }
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private int collect(Collector collector, CollectionLog log) {
        StopOnSignal signal = new StopOnSignal(() -> collector.stop("signal"));
        try {
            CollectionReport report = collector.run();
            log.endProgress();
            print(log, report);
            return !report.complete()
                    ? ExitCodes.INCOMPLETE
                    : report.suspicious() > 0 ? ExitCodes.FINDINGS : ExitCodes.OK;
        } catch (ThorException | IOException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCodes.INCOMPLETE, "thor: interrupted");
        } finally {
            signal.close();
        }
    }

    private void print(CollectionLog log, CollectionReport report) {
        String interruption = report.interruption();
        log.message(interruption == null ? "Collection finished" : "Collection stopped: " + interruption);
        log.message("  files seen       " + report.seen());
        log.message((dryRun ? "  would be sent    " : "  sent             ") + report.sent() + " (" + report.bytes()
                + " bytes)");
        log.message("  sent before      " + report.sentBefore());
        log.message("  left out         " + report.skipped());
        log.message("  failed           " + report.failed());
        if (synchronous) {
            log.message("  with findings    " + report.suspicious());
        }
        log.message("  seconds          " + report.elapsed().toMillis() / 1000.0);
        new TreeMap<>(report.reasons()).forEach((reason, count) -> log.message("    " + reason + ": " + count));
    }

    private CollectorSettings settings() {
        try {
            CollectorSettings.Builder builder = CollectorSettings.builder()
                    .extensions(extensions)
                    .magics(magics)
                    .excludes(excludes)
                    .maxAge(maxAge == null || maxAge.isBlank() ? null : AgeLimit.parse(maxAge))
                    .maxFileSize(Math.multiplyExact(maxFileSize, 1L << 20))
                    .threads(threads)
                    .synchronous(synchronous)
                    .uploadsPerMinute(uploadsPerMinute)
                    .allFilesystems(allFilesystems)
                    .dryRun(dryRun)
                    .markers(!noMarkers)
                    .state(state == null ? null : Path.of(state))
                    .source(server.source())
                    .collector("thor/" + ThorVersion.text());
            if (!paths.isEmpty()) {
                builder.paths(paths.stream().map(Path::of).toList());
            }
            for (String path : paths) {
                if (!Files.exists(Path.of(path))) {
                    throw CommandFailure.usage("there is no such path: " + path);
                }
            }
            return builder.build();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    /** Sets what the template says and the command line does not; returns whether it asks for debug messages. */
    private boolean applyTemplate(ParseResult parsed) {
        Path file = Path.of(template == null ? TEMPLATE : template);
        if (template == null && !Files.exists(file)) {
            return false;
        }
        Set<String> names = new HashSet<>();
        for (OptionSpec option : spec.options()) {
            if (!option.usageHelp()) {
                names.add(option.longestName().substring(2));
            }
        }
        names.remove("template");
        boolean debug = false;
        try {
            for (Map.Entry<String, List<String>> entry :
                    CollectorTemplate.read(file, names).entrySet()) {
                OptionSpec option = spec.findOption("--" + entry.getKey());
                if (entry.getKey().equals("debug")) {
                    debug = truth(file, "debug", entry.getValue());
                } else if (option != null && !parsed.hasMatchedOption(option)) {
                    option.setValue(value(file, option, entry.getKey(), entry.getValue()));
                }
            }
            return debug;
        } catch (IOException e) {
            throw CommandFailure.usage("could not read file: " + file, e);
        } catch (ThorException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private static Object value(Path file, OptionSpec option, String name, List<String> values) {
        Class<?> type = option.type();
        if (List.class.isAssignableFrom(type)) {
            return new ArrayList<>(values);
        }
        if (type == boolean.class) {
            return truth(file, name, values);
        }
        if (values.size() != 1) {
            throw CommandFailure.usage(file + ": " + name + " takes one value");
        }
        String text = values.get(0);
        try {
            if (type == int.class) {
                return Integer.valueOf(text);
            }
            return type == long.class ? (Object) Long.valueOf(text) : text;
        } catch (NumberFormatException e) {
            throw CommandFailure.usage(file + ": " + name + " is not a number: " + text, e);
        }
    }

    private static boolean truth(Path file, String name, List<String> values) {
        if (values.size() == 1 && (values.get(0).equals("true") || values.get(0).equals("false"))) {
            return values.get(0).equals("true");
        }
        throw CommandFailure.usage(file + ": " + name + " is true or false");
    }
}
