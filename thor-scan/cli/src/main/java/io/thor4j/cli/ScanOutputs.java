package io.thor4j.cli;

import io.thor4j.core.Level;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.output.CefFormat;
import io.thor4j.scan.output.EventFilter;
import io.thor4j.scan.output.audit.AuditTrail;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that say where a scan reports to. Used by one thread. */
final class ScanOutputs {
    private static final String STDOUT = "-";

    /* As THOR's names have it: 2023-04-17_0637. */
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd_HHmm", Locale.ROOT);

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    @Option(
            names = {"--json", "--jsonfile"},
            paramLabel = "FILE",
            description = "Write a JSON log (THOR's version 3, an object a line); - for standard output.")
    private @Nullable String json;

    @Option(names = "--jsonv2", paramLabel = "FILE", description = "Write a JSON log of THOR 10.7 (version 2).")
    private @Nullable String jsonV2;

    @Option(
            names = {"--text", "--logfile"},
            paramLabel = "FILE",
            description = "Write a text log as THOR does; - for standard output.")
    private @Nullable String text;

    @Option(
            names = {"--key-value", "--keyval"},
            description = "Write the text log as KEY='value' pairs.")
    private boolean keyValue;

    @Option(
            names = "--truncate",
            paramLabel = "N",
            description =
                    "Cut values of text and key/value lines after N characters, and say how many were cut; 0 for never, the default. JSON is"
                            + " never cut.")
    private int truncate;

    @Option(names = "--ascii", description = "Write text and key/value lines in ASCII: other characters as \\u{NNNN}.")
    private boolean ascii;

    @Option(
            names = "--hex-matches",
            description = "Show matched strings of text and key/value lines as hexadecimal digits.")
    private boolean hexMatches;

    @Option(names = "--console-json", description = "Print findings and messages as JSON lines; the same as --json -.")
    private boolean consoleJson;

    @Option(
            names = "--console-key-value",
            description = "Print findings and messages as KEY='value' lines; the same as --output kv:-.")
    private boolean consoleKeyValue;

    @Option(
            names = {"-o", "--csv", "--csvfile"},
            paramLabel = "FILE",
            description = "Write the files that were reported as rows md5,path,score, at the end.")
    private @Nullable String csv;

    @Option(
            names = "--stats-csv",
            paramLabel = "FILE",
            description = "Add a row to this file at the end: host, begin, end, version, arguments, alerts, warnings,"
                    + " notices, errors.")
    private @Nullable String stats;

    @Option(
            names = "--sarif",
            paramLabel = "FILE",
            description = "Write findings as SARIF 2.1.0 for build servers and code hosts, at the end.")
    private @Nullable String sarif;

    @Option(
            names = {"--html", "--htmlfile"},
            paramLabel = "FILE",
            description = "Write a report for people, one page that needs no network, at the end.")
    private @Nullable String html;

    @Option(
            names = {"--html-include-info", "--include-info-in-html"},
            description = "Show events of the level Info in that page, too.")
    private boolean htmlInfo;

    @Option(
            names = "--audit-trail",
            paramLabel = "FILE",
            description =
                    "Write every element that is scanned, found or not, with its relations: JSON a line, compressed by gzip."
                            + " Every file is read and hashed for it.")
    private @Nullable String auditTrail;

    @Option(
            names = "--output",
            paramLabel = "KIND:FILE",
            description = {
                "Write any output, as often as wanted; the kinds are ${COMPLETION-CANDIDATES}.",
                "In all names of files, :hostname: and :time: stand for the host and the begin of the scan."
            },
            completionCandidates = Kinds.class)
    private List<String> more = List.of();

    @Option(
            names = {"-e", "--output-directory", "--rebase-dir"},
            paramLabel = "DIR",
            description = "The folder of all outputs whose names are relative; the current one by default.")
    private @Nullable String directory;

    @Option(
            names = "--reduced",
            description = "Write Warnings, Alerts and Errors only, to all outputs but the console.")
    private boolean reduced;

    @Option(
            names = {"--syslog-cef-level", "--cef-level", "--cef_level"},
            paramLabel = "0-10",
            description = "The lowest severity of CEF outputs: Debug 1, Info 3, Notice 4, Error 5, Warning 8, Alert 10;"
                    + " ${DEFAULT-VALUE} by default.")
    private int cefLevel = CefFormat.DEFAULT_SEVERITY;

    @Mixin
    private ScanSyslog syslog = new ScanSyslog();

    @Option(names = "--log-append", description = "Append to log files instead of replacing them.")
    private boolean append;

    @Option(
            names = {"--timestamp-rfc3339", "--rfc3339"},
            description = "Write the time of text log lines as RFC 3339.")
    private boolean rfc3339;

    @Option(
            names = {"--timestamp-utc", "--utc"},
            description = "Write times in UTC instead of the local zone.")
    private boolean utc;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print nothing but findings.")
    private boolean quiet;

    @Option(names = "--silent", description = "Print nothing at all; outputs in files are written.")
    private boolean silent;

    @Option(
            names = {"--verbose"},
            description = "Print all messages, and name every rule that was left out.")
    private boolean verbose;

    @Option(names = "--no-progress", description = "Show no progress bar. There is none in a pipe in any case.")
    private boolean noProgress;

    @Option(
            names = "--print-files",
            description = "Name each file on standard error when work on it begins; there is no progress bar then.")
    private boolean printFiles;

    boolean auditTrail() {
        return auditTrail != null;
    }

    boolean printFiles() {
        return printFiles;
    }

    boolean quiet() {
        return quiet || silent;
    }

    boolean verbose() {
        return verbose && !quiet();
    }

    boolean progressBar(Terminal terminal) {
        return terminal.interactive() && !quiet() && !noProgress && !printFiles;
    }

    /**
     * Adds the outputs to a scan.
     *
     * @param builder the scan
     * @param terminal the command's streams
     * @param goesOn whether the logs have to be kept in any case
     * @param beforeLine clears the progress bar
     */
    void addTo(ThorScannerBuilder builder, Terminal terminal, boolean goesOn, Runnable beforeLine) {
        ZoneId zone = utc ? ZoneOffset.UTC : ZoneId.systemDefault();
        TextLogWriter writer = writer(zone);
        OutputKind.Setting setting = new OutputKind.Setting(
                writer,
                zone,
                append || goesOn,
                cefLevel,
                htmlInfo,
                spec.commandLine().getParseResult().originalArgs());
        List<Wanted> wanted = wanted();
        long onStandardOutput =
                wanted.stream().filter(one -> one.file().equals(STDOUT)).count();
        if (onStandardOutput > 1) {
            throw CommandFailure.usage("only one output can go to standard output");
        }
        Level messages = quiet() ? null : verbose ? Level.DEBUG : terminal.interactive() ? Level.NOTICE : null;
        builder.sink(
                new ConsoleSink(terminal, writer, onStandardOutput == 0 && !silent, messages, verbose, beforeLine));
        for (Wanted one : wanted) {
            OutputSink sink = open(one, builder.hostname(), setting, terminal);
            builder.sink(reduced ? new EventFilter(sink, Level.WARNING) : sink);
        }
        if (auditTrail != null) {
            builder.auditTrail(new AuditTrail(path(auditTrail, builder.hostname(), zone)));
        }
        for (OutputSink sink : syslog.open(writer, zone, cefLevel)) {
            builder.sink(reduced ? new EventFilter(sink, Level.WARNING) : sink);
        }
    }

    private TextLogWriter writer(ZoneId zone) {
        if (truncate < 0) {
            throw CommandFailure.usage("--truncate cannot be negative");
        }
        TextLogWriter writer = TextLogWriter.of(address(), zone, rfc3339).withMaxValue(truncate);
        if (ascii) {
            writer = writer.withAscii();
        }
        return hexMatches ? writer.withHexMatches() : writer;
    }

    /** Says what became of events that were sent elsewhere; after the outputs are closed. */
    void summarise(Terminal terminal) {
        syslog.summarise(terminal);
    }

    /** An output that was asked for. */
    private record Wanted(OutputKind kind, String file) {}

    /** The names of the kinds, for the help. */
    static final class Kinds implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(OutputKind.values()).map(OutputKind::key).iterator();
        }
    }

    private List<Wanted> wanted() {
        List<Wanted> wanted = new ArrayList<>();
        add(wanted, OutputKind.JSON, json);
        add(wanted, OutputKind.JSON_V2, jsonV2);
        add(wanted, keyValue ? OutputKind.KEY_VALUE : OutputKind.TEXT, text);
        add(wanted, OutputKind.CSV, csv);
        add(wanted, OutputKind.STATS, stats);
        add(wanted, OutputKind.SARIF, sarif);
        add(wanted, OutputKind.HTML, html);
        add(wanted, OutputKind.JSON, consoleJson ? STDOUT : null);
        add(wanted, OutputKind.KEY_VALUE, consoleKeyValue ? STDOUT : null);
        for (String each : more) {
            int colon = each.indexOf(':');
            OutputKind kind = colon < 1 ? null : OutputKind.find(each.substring(0, colon));
            if (kind == null || colon + 1 == each.length()) {
                throw CommandFailure.usage(
                        "--output " + each + ": not KIND:FILE with a kind of " + String.join(" ", new Kinds()));
            }
            add(wanted, kind, each.substring(colon + 1));
        }
        return wanted;
    }

    private static void add(List<Wanted> wanted, OutputKind kind, @Nullable String file) {
        if (file != null) {
            wanted.add(new Wanted(kind, file));
        }
    }

    private OutputSink open(Wanted one, String host, OutputKind.Setting setting, Terminal terminal) {
        try {
            if (one.file().equals(STDOUT)) {
                OutputSink sink = one.kind().open(new Unclosed(terminal.out()), setting);
                if (sink == null) {
                    throw CommandFailure.usage(one.kind().key() + " cannot go to standard output");
                }
                return sink;
            }
            return one.kind().open(path(one.file(), host, setting.zone()), setting);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot write the log: " + e, e);
        }
    }

    private Path path(String name, String host, ZoneId zone) {
        try {
            return Path.of(directory == null ? "" : directory)
                    .resolve(name.replace(":hostname:", host.replaceAll("[^A-Za-z0-9._-]", "_"))
                            .replace(":time:", TIME.format(LocalDateTime.now(zone))));
        } catch (InvalidPathException e) {
            throw CommandFailure.usage("cannot write the log: " + e, e);
        }
    }

    /** Returns this machine's first address that others could reach it by, without asking a name server. */
    private static String address() {
        try {
            for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (!address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()
                            && address.getAddress().length == 4) {
                        return address.getHostAddress();
                    }
                }
            }
        } catch (SocketException e) {
            return "127.0.0.1";
        }
        return "127.0.0.1";
    }

    /** A stream that belongs to the process: closing the sink only flushes it. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(PrintStream out) {
            super(out);
            this.print = out;
        }

        private final PrintStream print;

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void flush() throws IOException {
            // A PrintStream keeps errors to itself.
            if (print.checkError()) {
                throw new IOException("cannot write to the output");
            }
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
