package io.thor4j.scan.output.syslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.core.Level;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.TestScans;
import io.thor4j.scan.output.Events;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Debian's rsyslog receives while it is stopped and started again in the middle. */
class RsyslogTest {
    private static final int EACH = 700;

    @TempDir
    private Path folder;

    private static SyslogFormat format(SyslogTarget target) {
        return new SyslogFormat(
                target.type(),
                TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, false),
                ZoneOffset.UTC,
                SyslogFormat.LOCAL7,
                false,
                0);
    }

    private SyslogOptions options(SyslogTarget target, @Nullable TestCertificate certificate, boolean octets) {
        SyslogOptions defaults = SyslogOptions.of(target, format(target), folder.resolve("buffer"));
        return new SyslogOptions(
                target,
                defaults.format(),
                defaults.buffer(),
                defaults.bufferBytes(),
                defaults.maxBytes(),
                octets,
                certificate == null ? null : certificate.trusting(),
                true,
                Duration.ofSeconds(40));
    }

    private void assumeRsyslog(SyslogTarget.Protocol protocol) throws IOException {
        assumeTrue(Rsyslog.command("RsyslogTest") != null, "no rsyslogd");
        if (protocol == SyslogTarget.Protocol.TLS) {
            assumeTrue(
                    Rsyslog.hasTls() || TestScans.cannot("RsyslogTest over TLS", "no rsyslog-gnutls on this machine"),
                    "no rsyslog-gnutls");
        }
    }

    private static void send(SyslogSink sink, int from) {
        for (int i = from; i < from + EACH; i++) {
            sink.accept(Events.finding(Level.ALERT, 90, "/srv/file-" + i + "-end"));
        }
    }

    private static Map<Integer, Integer> counted(List<String> lines) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (String line : lines) {
            int at = line.indexOf("/srv/file-");
            int end = line.indexOf("-end", at);
            assertTrue(at > 0 && end > 0, line);
            counts.merge(Integer.valueOf(line.substring(at + 10, end)), 1, Integer::sum);
        }
        return counts;
    }

    private static int received(Rsyslog daemon) {
        try {
            return daemon.received().size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS"})
    void nothingIsLostWhenTheReceiverIsStoppedAndStartedAgain(SyslogTarget.Protocol protocol)
            throws IOException, InterruptedException, GeneralSecurityException {
        assumeRsyslog(protocol);
        TestCertificate certificate = protocol == SyslogTarget.Protocol.TLS ? TestCertificate.make(folder) : null;
        try (Rsyslog daemon = Rsyslog.prepare(folder, protocol, certificate)) {
            SyslogSink sink = new SyslogSink(options(
                    daemon.target(SyslogTarget.Type.DEFAULT), certificate, protocol == SyslogTarget.Protocol.TLS));
            try (sink) {
                /* Nobody is there yet. */
                send(sink, 0);
                daemon.start();
                Rsyslog.until("the first events arrive", () -> received(daemon) > EACH / 2);
                send(sink, EACH);
                daemon.stop();
                send(sink, 2 * EACH);
                daemon.start();
                send(sink, 3 * EACH);
            }
            SyslogDelivery delivery = sink.delivery();
            Map<Integer, Integer> counts = counted(daemon.received());
            assertEquals(4 * EACH, counts.size(), delivery.toString());
            long all = counts.values().stream().mapToInt(Integer::intValue).sum();
            assertTrue(all - 4L * EACH <= delivery.repeated(), all + " of " + delivery);
            assertTrue(delivery.isComplete(), delivery.toString());
            assertEquals(4 * EACH, delivery.delivered());
            assertTrue(delivery.connections() > 1, delivery.toString());
        }
    }

    @Test
    void overUdpWhatMayBeLostIsCounted() throws IOException, InterruptedException {
        assumeRsyslog(SyslogTarget.Protocol.UDP);
        try (Rsyslog daemon = Rsyslog.prepare(folder, SyslogTarget.Protocol.UDP, null)) {
            daemon.start();
            SyslogSink sink = new SyslogSink(options(daemon.target(SyslogTarget.Type.SYSLOGKV), null, false));
            try (sink) {
                send(sink, 0);
                Rsyslog.until("the first are sent", () -> sink.delivery().delivered() == EACH);
                daemon.stop();
                send(sink, EACH);
                Rsyslog.until("the receiver is missed", () -> sink.delivery().refused() > 0);
                daemon.start();
                send(sink, 2 * EACH);
            }
            SyslogDelivery delivery = sink.delivery();
            int arrived = counted(daemon.received()).size();
            assertEquals(3 * EACH, delivery.events());
            assertEquals(3 * EACH, delivery.delivered() + delivery.kept() + delivery.lost(), delivery.toString());
            assertTrue(arrived > 0 && arrived <= delivery.delivered(), arrived + " of " + delivery);
            assertTrue(delivery.toString().contains("sent without a receipt"), delivery.toString());
            System.out.println("UDP: " + arrived + " of " + delivery.delivered() + " arrived");
        }
    }

    @Test
    void hostileNamesArriveAsOneLineEach() throws IOException, InterruptedException {
        assumeRsyslog(SyslogTarget.Protocol.TCP);
        try (Rsyslog daemon = Rsyslog.prepare(folder, SyslogTarget.Protocol.TCP, null)) {
            daemon.start();
            for (SyslogTarget.Type type : SyslogTarget.Type.values()) {
                for (boolean octets : new boolean[] {false, true}) {
                    int before = daemon.received().size();
                    SyslogSink sink = new SyslogSink(options(daemon.target(type), null, octets));
                    try (sink) {
                        for (String name : Events.HOSTILE) {
                            sink.accept(Events.finding(Level.ALERT, 90, name, Events.hostileMatch(name)));
                        }
                    }
                    assertTrue(sink.delivery().isComplete(), sink.delivery().toString());
                    List<String> lines = daemon.received();
                    assertEquals(before + Events.HOSTILE.size(), lines.size(), type.toString());
                    for (int i = 0; i < Events.HOSTILE.size(); i++) {
                        assertEquals(
                                format(sink.delivery().target())
                                        .line(Events.finding(
                                                Level.ALERT,
                                                90,
                                                Events.HOSTILE.get(i),
                                                Events.hostileMatch(Events.HOSTILE.get(i)))),
                                lines.get(before + i));
                    }
                }
            }
        }
    }
}
