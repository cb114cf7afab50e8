package io.thor4j.cli;

import io.thor4j.core.Level;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.JsonLogSink;
import io.thor4j.scan.TextLogSink;
import io.thor4j.scan.ThorScannerBuilder;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a scan reports to. Used by one thread. */
final class ScanOutputs {
    private static final String STDOUT = "-";

    @Option(
            names = {"--json", "--jsonfile"},
            paramLabel = "FILE",
            description = "Write a JSON log (THOR's version 3, an object a line); - for standard output.")
    private @Nullable String json;

    @Option(
            names = {"--text", "--logfile"},
            paramLabel = "FILE",
            description = "Write a text log as THOR does; - for standard output.")
    private @Nullable String text;

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

    boolean printFiles() {
        return printFiles;
    }

    boolean quiet() {
        return quiet;
    }

    boolean verbose() {
        return verbose && !quiet;
    }

    boolean progressBar(Terminal terminal) {
        return terminal.interactive() && !quiet && !noProgress && !printFiles;
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
        boolean keep = append || goesOn;
        if (STDOUT.equals(json) && STDOUT.equals(text)) {
            throw CommandFailure.usage("--json and --text cannot both go to standard output");
        }
        TextLogWriter writer = TextLogWriter.of(address(), utc ? ZoneOffset.UTC : ZoneId.systemDefault(), rfc3339);
        boolean findings = !STDOUT.equals(json) && !STDOUT.equals(text);
        Level messages = quiet ? null : verbose ? Level.DEBUG : terminal.interactive() ? Level.NOTICE : null;
        builder.sink(new ConsoleSink(terminal, writer, findings, messages, verbose, beforeLine));
        try {
            if (json != null) {
                builder.sink(
                        STDOUT.equals(json)
                                ? JsonLogSink.of(new Unclosed(terminal.out()))
                                : JsonLogSink.of(Path.of(json), keep));
            }
            if (text != null) {
                builder.sink(
                        STDOUT.equals(text)
                                ? TextLogSink.of(new Unclosed(terminal.out()), writer)
                                : TextLogSink.of(Path.of(text), keep, writer));
            }
        } catch (IOException | InvalidPathException e) {
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
