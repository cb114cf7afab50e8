package io.thor4j.cli.thunderstorm;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.ScanRules;
import io.thor4j.cli.SizeConverter;
import io.thor4j.cli.StopOnSignal;
import io.thor4j.cli.Terminal;
import io.thor4j.cli.license.ScanLicense;
import io.thor4j.cli.signatures.KeyOptions;
import io.thor4j.cli.signatures.ScanSignatures;
import io.thor4j.core.LicensedUse;
import io.thor4j.core.Limit;
import io.thor4j.core.ThorException;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.FileOptions;
import io.thor4j.scan.JsonLogSink;
import io.thor4j.scan.TextLogSink;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.mode.ContentSelection;
import io.thor4j.scan.mode.DeepDive;
import io.thor4j.scan.mode.ScanMode;
import io.thor4j.thunderstorm.server.ThunderstormBuilder;
import io.thor4j.thunderstorm.server.ThunderstormServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code thor thunderstorm}: the scanning service. Used by one thread. */
@Command(
        name = "thunderstorm",
        description = {
            "Runs the Thunderstorm service: takes samples over HTTP and answers with what a scan of them finds, so that THOR"
                    + " Thunderstorm's clients and collectors work with it.",
            "POST a form with one file to /api/check for the findings, to /api/checkAsync for a receipt; /api/v1/... answers in the form"
                    + " of THOR 11. /metrics is for Prometheus, /health/live and /health/ready for what watches it.",
            "Signatures of --custom-signatures are read again when they change, without a restart."
        },
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:it was stopped", "2:could not start"})
public final class ThunderstormCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(
            names = {"-t", "--template", "--config"},
            paramLabel = "FILE",
            description =
                    "Take options from a YAML file, with their long names as keys, as thor scan does: 'server-port: 8080',"
                            + " 'pure-yara: False'. What the command line says counts more. May be repeated.")
    @SuppressWarnings("unused") // TemplateArguments asks picocli for it
    private List<Path> templates = new ArrayList<>();

    @Mixin
    private ServiceAddress address = new ServiceAddress();

    @Mixin
    private ScanRules rules = new ScanRules();

    @Mixin
    private ScanSignatures signatures = new ScanSignatures();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private ScanLicense license = new ScanLicense();

    @Mixin
    private ServiceStorage storage = new ServiceStorage();

    @Option(names = "--pure-yara", description = "Use YARA rules only: no indicators, nothing is unpacked or parsed.")
    private boolean pureYara;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that scan. Default: one for each processor.")
    private int threads;

    @Option(
            names = "--sync-only-threads",
            paramLabel = "N",
            description = "How many of them scan only samples whose clients wait. Default: ${DEFAULT-VALUE}.")
    private int syncOnly;

    @Option(
            names = "--max-clients",
            paramLabel = "N",
            description =
                    "Clients that may wait for a scan at the same time; the next is told to come back. Default: ${DEFAULT-VALUE}.")
    private int waitingRoom = ThunderstormBuilder.WAITING_ROOM;

    @Option(
            names = "--samples-per-hour",
            paramLabel = "N",
            description = "Samples that are scanned in an hour; more of them wait. Default: no bound.")
    private long samplesPerHour;

    @Option(
            names = "--max-file-size",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "Samples up to this size are scanned as a whole, larger ones in windows. Default: 200MB, less where the memory"
                            + " is too small for it.")
    private @Nullable Long maxFileSize;

    @Option(
            names = "--force-max-file-size",
            description =
                    "Parse nothing in samples above --max-file-size, registry hives and logs neither: so it always is here.")
    @SuppressWarnings("unused") // what THOR has to be told is so already
    private boolean forceMaxFileSize;

    @Option(
            names = "--signature-update-interval",
            paramLabel = "HOURS",
            description =
                    "How often the signature folder is looked at for changes, in hours, 0 for never. Default: each minute.")
    private @Nullable Double interval;

    @Option(
            names = {"-l", "--logfile"},
            paramLabel = "FILE",
            description = "Write findings as text lines.")
    private @Nullable Path textLog;

    @Option(
            names = {"--jsonfile", "--json-log"},
            paramLabel = "FILE",
            description = "Write findings as JSON lines, version 3.")
    private @Nullable Path jsonLog;

    @Option(names = "--appendlog", description = "Append to the logs instead of beginning them anew.")
    private boolean append;

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description = "Write a JSON line for each request; appended to.")
    private @Nullable Path accessLog;

    @Option(
            names = {"--thunderstorm", "--noscanid"},
            hidden = true,
            description = "Of THOR's command line and template; it is so already.")
    @SuppressWarnings("unused")
    private boolean already;

    @Option(
            names = {"--max_runtime", "--max-runtime"},
            paramLabel = "HOURS",
            hidden = true,
            description = "A service runs for ever: 0.")
    private int maxRuntime;

    private @Nullable StopOnSignal signal;

    /**
     * Makes the command.
     *
     * @param terminal where it writes
     * @param environment the environment variables
     */
    public ThunderstormCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        if (maxRuntime != 0) {
            throw CommandFailure.usage("--max_runtime is 0 for a service, which runs for ever");
        }
        int count = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        ThorScannerBuilder scan = ThorScanner.builder();
        limit(scan, count);
        rules.addTo(scan, signatures, keys);
        logs(scan);
        if (pureYara) {
            scan.withoutPlugins();
        }
        try (ThorScanner scanner = scan.build()) {
            pure(scanner);
            ThunderstormBuilder builder = ThunderstormServer.builder(scanner)
                    .waitingRoom(Math.max(1, waitingRoom))
                    .samplesPerHour(Math.max(0, samplesPerHour));
            address.addTo(builder);
            storage.addTo(builder, environment);
            builder.licensePolicy(license.policy(LicensedUse.SERVICE, terminal, environment));
            if (interval != null) {
                builder.reloadEvery(Duration.ofSeconds(Math.round(Math.max(0, interval) * 3_600)));
            }
            if (accessLog != null) {
                builder.accessLog(accessLog);
            }
            builder.threads(count, syncOnly);
            return run(builder);
        } catch (ThorException | IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        } finally {
            // Only now are the logs complete.
            StopOnSignal begun = signal;
            if (begun != null) {
                begun.close();
            }
        }
    }

    private int run(ThunderstormBuilder builder) {
        try (ThunderstormServer server = builder.start()) {
            signal = new StopOnSignal(server::close, ExitCodes.OK);
            terminal.message("thor: listening on " + server.address());
            server.join();
            return ExitCodes.OK;
        } catch (InterruptedException e) {
            return ExitCodes.OK;
        }
    }

    /* Service mode is intense mode (thunderstorm.md section 7); what is too large for the memory is scanned in windows, not left out. */
    private void limit(ThorScannerBuilder scan, int count) {
        scan.mode(ScanMode.of("intense"));
        ThorLimits limits = scan.limits();
        long fits = Runtime.getRuntime().maxMemory() / (4L * count);
        long size = maxFileSize == null ? Math.min(limits.get(Limit.MAX_FILE_SIZE), fits) : maxFileSize;
        scan.limits(
                limits.toBuilder().set(Limit.MAX_FILE_SIZE, Math.max(1, size)).build());
        scan.files(FileOptions.DEFAULT.toBuilder()
                .content(ContentSelection.ALL)
                .deepDive(DeepDive.ALL)
                .build());
    }

    private void pure(ThorScanner scanner) {
        var loaded = scanner.signatures();
        if (pureYara && loaded != null) {
            scanner.signatures(loaded.yaraOnly());
        }
    }

    private void logs(ThorScannerBuilder scan) throws IOException {
        if (textLog != null) {
            scan.sink(TextLogSink.of(textLog, append, TextLogWriter.of("", ZoneId.systemDefault(), false)));
        }
        if (jsonLog != null) {
            scan.sink(JsonLogSink.of(jsonLog, append));
        }
    }
}
