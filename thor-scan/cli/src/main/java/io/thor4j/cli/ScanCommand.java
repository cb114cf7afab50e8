package io.thor4j.cli;

import io.thor4j.core.Level;
import io.thor4j.core.LevelThresholds;
import io.thor4j.core.Limit;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.PluginDirectory;
import io.thor4j.scan.OutputException;
import io.thor4j.scan.ScanHandle;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.ThorScannerBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code thor scan}: scans files and folders and reports scored findings. Used by one thread. */
@Command(
        name = "scan",
        description = {
            "Scans files and folders and prints scored findings, an Alert, Warning, Notice or Info a line.",
            "Without --rules the starter rules are used: the EICAR test file, web shells, credential theft, offensive tools, double"
                    + " extensions and the like."
        },
        customSynopsis = "thor scan [OPTION]... PATH...",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:finished, nothing found at Warning or Alert",
            "1:finished, and something found at Warning or Alert",
            "2:could not start: bad option, no target there, no usable rule",
            "3:stopped before the end (Ctrl+C, time limit), or a log could not be written"
        },
        footer = {
            "",
            "Files that could not be read, or not whole, do not change the exit code: the last lines count every file that was seen by how"
                    + " it ended, on stderr and in the logs."
        })
final class ScanCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and folders to scan.")
    private List<Path> targets = new ArrayList<>();

    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            description = "The same as PATH. May be repeated.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private ScanRules rules = new ScanRules();

    @Option(
            names = {"--threads"},
            paramLabel = "NUMBER",
            description =
                    "Threads that scan; 0 for as many as there are processors, -1 for one less. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = {"--max-file-size", "--max_file_size", "--file-size-limit"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Scan only so much of each file, such as 500KB, 64MB or 1GB; 0 for no limit. Default: 30MB.")
    private @Nullable Long maxFileSize;

    @Option(
            names = {"--exclude", "--exclude-path"},
            paramLabel = "GLOB",
            description =
                    "Leave files and folders out: *.iso, node_modules, /var/cache, C:\\Users\\*\\AppData. * and ? stay inside one name,"
                            + " ** does not; case does not count. May be repeated.")
    private List<String> excludes = new ArrayList<>();

    @Option(names = "--follow-symlinks", description = "Follow symbolic links.")
    private boolean followSymlinks;

    @Option(names = "--network-file-systems", description = "Scan mounted network file systems below a PATH too.")
    private boolean networkFileSystems;

    @Option(
            names = "--limit",
            paramLabel = "NAME=NUMBER",
            description =
                    "Set a limit; 0 turns it off. Names: max-file-size (bytes), max-depth, max-entries, max-unpacked-bytes, max-ratio,"
                            + " max-element-seconds, yara-seconds, max-scan-seconds, max-matches, max-log-lines, max-reasons, string-context,"
                            + " meta-bytes. May be repeated.")
    private Map<String, Long> limits = new LinkedHashMap<>();

    @Option(
            names = "--plugins",
            paramLabel = "DIR",
            description = "Use the plugins (detectors, extractors, sinks) of the jars in DIR.")
    private @Nullable Path plugins;

    @Mixin
    private ScanOutputs outputs = new ScanOutputs();

    @Option(
            names = "--minimum-level",
            paramLabel = "LEVEL",
            description = "Report findings from this level on: info, notice, warning or alert. Default: info.")
    private String minimumLevel = Level.INFO.text();

    @Option(names = "--score-info", paramLabel = "N", description = "Lowest score of an Info. Default: 30.")
    private int scoreInfo = LevelThresholds.DEFAULT.info();

    @Option(names = "--score-notice", paramLabel = "N", description = "Lowest score of a Notice. Default: 40.")
    private int scoreNotice = LevelThresholds.DEFAULT.notice();

    @Option(names = "--score-warning", paramLabel = "N", description = "Lowest score of a Warning. Default: 60.")
    private int scoreWarning = LevelThresholds.DEFAULT.warning();

    @Option(names = "--score-alert", paramLabel = "N", description = "Lowest score of an Alert. Default: 81.")
    private int scoreAlert = LevelThresholds.DEFAULT.alert();

    @Option(
            names = {"-j", "--overwrite-hostname"},
            paramLabel = "NAME",
            description = "The host's name in logs.")
    private @Nullable String hostname;

    @Option(
            names = {"-i", "--scan-id"},
            paramLabel = "ID",
            description = "The scan's id in logs, instead of a random one.")
    private @Nullable String scanId;

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Target> all = targets();
        ThorScannerBuilder builder = settings();
        rules.addTo(builder);
        if (plugins == null) {
            return scan(builder, all);
        }
        try (PluginDirectory directory = openPlugins(plugins)) {
            builder.plugins(directory);
            return scan(builder, all);
        }
    }

    private int scan(ThorScannerBuilder builder, List<Target> all) {
        ProgressDisplay progress = outputs.progressBar(terminal) ? new ProgressDisplay(terminal.err()) : null;
        outputs.addTo(builder, terminal, progress == null ? () -> {} : progress::clearLine);
        if (progress != null) {
            builder.progress(progress);
        }
        ThorScanner scanner = builder.build();
        ScanHandle running = scanner.start(all);
        StopOnSignal signal = new StopOnSignal(running);
        try {
            ScanReport report = await(running);
            if (progress != null) {
                progress.close();
            }
            boolean closed = closeOutputs(scanner);
            terminal.out().flush();
            if (!outputs.quiet()) {
                ScanSummary.print(terminal, report, outputs.verbose());
            }
            return exitCode(report, closed);
        } finally {
            signal.close();
        }
    }

    private static ScanReport await(ScanHandle running) {
        boolean interrupted = false;
        while (true) {
            try {
                ScanReport report = running.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return report;
            } catch (InterruptedException e) {
                running.stop();
                interrupted = true;
            }
        }
    }

    private boolean closeOutputs(ThorScanner scanner) {
        try {
            scanner.close();
            return true;
        } catch (OutputException e) {
            terminal.message("thor: " + e.getMessage());
            return false;
        }
    }

    private static int exitCode(ScanReport report, boolean closed) {
        if (report.end() != ScanReport.End.COMPLETED || !report.outputComplete() || !closed) {
            return ExitCodes.INCOMPLETE;
        }
        return report.count(Level.ALERT) + report.count(Level.WARNING) > 0 ? ExitCodes.FINDINGS : ExitCodes.OK;
    }

    private List<Target> targets() {
        List<Path> all = new ArrayList<>(targets);
        all.addAll(paths);
        if (all.isEmpty()) {
            throw CommandFailure.usage("say what to scan: thor scan PATH...");
        }
        if (all.stream().noneMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))) {
            throw CommandFailure.usage("nothing to scan: no such file or folder: " + all.get(0));
        }
        return all.stream().map(Target::of).toList();
    }

    private ThorScannerBuilder settings() {
        ThorScannerBuilder builder = ThorScanner.builder()
                .threads(threads())
                .limits(limits())
                .followSymlinks(followSymlinks)
                .networkFileSystems(networkFileSystems)
                .minimumLevel(level());
        try {
            excludes.forEach(builder::exclude);
            builder.scoreThresholds(new LevelThresholds(scoreInfo, scoreNotice, scoreWarning, scoreAlert));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
        if (hostname != null) {
            builder.hostname(hostname);
        }
        if (scanId != null) {
            builder.scanId(scanId);
        }
        return builder;
    }

    private int threads() {
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() + threads);
    }

    private Level level() {
        for (Level level : List.of(Level.INFO, Level.NOTICE, Level.WARNING, Level.ALERT)) {
            if (level.text().equalsIgnoreCase(minimumLevel)) {
                return level;
            }
        }
        throw CommandFailure.usage("--minimum-level is info, notice, warning or alert, not '" + minimumLevel + "'");
    }

    private ThorLimits limits() {
        ThorLimits.Builder builder = ThorLimits.builder();
        limits.forEach((name, value) -> builder.set(limit(name), notNegative(name, value)));
        if (maxFileSize != null) {
            builder.set(Limit.MAX_FILE_SIZE, maxFileSize);
        }
        return builder.build();
    }

    private static Limit limit(String name) {
        for (Limit limit : Limit.values()) {
            if (limit.key().equals(name)) {
                return limit;
            }
        }
        throw CommandFailure.usage("--limit knows no limit '" + name + "'");
    }

    private static long notNegative(String name, long value) {
        if (value < 0) {
            throw CommandFailure.usage("--limit " + name + " cannot be negative");
        }
        return value;
    }

    private static PluginDirectory openPlugins(Path folder) {
        try {
            return PluginDirectory.open(folder, ThorScanner.class.getClassLoader());
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read the plugins folder: " + folder, e);
        }
    }
}
