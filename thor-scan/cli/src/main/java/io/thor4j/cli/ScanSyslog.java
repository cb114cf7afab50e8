package io.thor4j.cli;

import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.syslog.SyslogFormat;
import io.thor4j.scan.output.syslog.SyslogOptions;
import io.thor4j.scan.output.syslog.SyslogSink;
import io.thor4j.scan.output.syslog.SyslogTarget;
import io.thor4j.scan.output.syslog.SyslogTarget.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which syslog receivers a scan reports to. Used by one thread. */
final class ScanSyslog {
    private static final int RFC3164_BYTES = 1024;
    private static final int RFC5424_BYTES = 2048;

    @Option(
            names = {"-s", "--remote-log", "--syslog"},
            paramLabel = "TARGET",
            description = {
                "Send events to server[:port[:type[:protocol]]], as often as wanted; 514:DEFAULT:UDP when left out.",
                "Types: DEFAULT CEF JSON SYSLOGJSON SYSLOGKV RFC5424. Protocols: UDP TCP TCPTLS. While a receiver is away, events wait on disk."
            })
    private List<String> targets = List.of();

    @Option(
            names = {"--syslog-rfc3164", "--rfc3164"},
            description = "Cut messages to 1024 bytes. JSON is never cut.")
    private boolean rfc3164;

    @Option(
            names = {"--syslog-rfc5424", "--rfc5424"},
            description =
                    "Cut messages to 2048 bytes, as over UDP in any case; the type RFC5424 has that standard's header, too.")
    private boolean rfc5424;

    @Option(
            names = {"--syslog-strict", "--rfc"},
            description = "The header of RFC 3164 to the letter: the host's short name without its address.")
    private boolean strict;

    @Option(
            names = {"--syslog-length-limit", "--maxsysloglength"},
            paramLabel = "BYTES",
            description = "Cut messages to so many bytes, 0 for never; 2048 over UDP and never over TCP by default.")
    private @Nullable Integer lengthLimit;

    @Option(
            names = "--syslog-octet-counting",
            description =
                    "Frame messages over TCP by their length (RFC 6587), always so over TLS; a line feed by default.")
    private boolean octetCounting;

    @Option(
            names = "--syslog-buffer",
            paramLabel = "DIR",
            description = "Where events wait for receivers that are away, and stay for the next scan; the current"
                    + " folder by default.")
    private @Nullable String buffer;

    @Option(
            names = "--syslog-buffer-limit",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description =
                    "How much may wait there for each receiver; 64MB by default. What comes then is lost, and counted.")
    private @Nullable Long bufferLimit;

    @Option(
            names = "--syslog-wait",
            paramLabel = "SECONDS",
            description = "How long the end of the scan waits for a receiver; 10 by default.")
    private int patience = 10;

    @Option(
            names = "--syslog-ca",
            paramLabel = "FILE",
            description = "Trust the authorities of this PEM file for TCPTLS, instead of the system's.")
    private @Nullable String authorities;

    private final List<SyslogSink> sinks = new ArrayList<>();

    /**
     * Opens the targets.
     *
     * @param text makes text lines
     * @param zone the zone of times
     * @param cefLevel the lowest CEF severity
     * @return the open sinks
     */
    List<SyslogSink> open(TextLogWriter text, ZoneId zone, int cefLevel) {
        for (String name : targets) {
            try {
                SyslogTarget target = SyslogTarget.parse(name);
                sinks.add(new SyslogSink(options(
                        target, new SyslogFormat(target.type(), text, zone, SyslogFormat.LOCAL7, strict, cefLevel))));
            } catch (IllegalArgumentException | IOException e) {
                sinks.forEach(ScanSyslog::closeQuietly);
                throw CommandFailure.usage("--remote-log " + name + ": " + e.getMessage(), e);
            }
        }
        return sinks;
    }

    private static void closeQuietly(SyslogSink sink) {
        try {
            sink.close();
        } catch (RuntimeException e) {
            /* Nothing was sent to it; the mistake that ends the command is another. */
            return;
        }
    }

    private SyslogOptions options(SyslogTarget target, SyslogFormat format) throws IOException {
        SyslogOptions defaults = SyslogOptions.of(target, format, folder());
        int limit = rfc3164 ? RFC3164_BYTES : rfc5424 ? RFC5424_BYTES : defaults.maxBytes();
        Integer wanted = lengthLimit;
        Long size = bufferLimit;
        return new SyslogOptions(
                target,
                format,
                defaults.buffer(),
                size == null ? defaults.bufferBytes() : size,
                wanted == null ? limit : wanted,
                octetCounting || defaults.octetCounting(),
                authorities == null || target.protocol() != Protocol.TLS ? null : trusting(Path.of(authorities)),
                true,
                Duration.ofSeconds(patience));
    }

    private Path folder() {
        try {
            return Path.of(buffer == null ? "" : buffer).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static SSLContext trusting(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            if (number == 0) {
                throw new IllegalArgumentException(file + " holds no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    /** Says what became of the events of each receiver. */
    void summarise(Terminal terminal) {
        sinks.forEach(sink -> terminal.message("thor: syslog " + sink.delivery()));
    }
}
