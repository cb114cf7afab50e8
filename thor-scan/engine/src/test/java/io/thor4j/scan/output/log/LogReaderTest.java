package io.thor4j.scan.output.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.Events;
import io.thor4j.scan.output.LineFormat;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogReaderTest {
    private static final TextLogWriter TEXT = TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, false);

    private final LogReader reader = new LogReader(ZoneOffset.UTC, OffsetDateTime.parse("2026-11-22T12:00:00Z"));
    private final List<Assessment> findings = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final OutputSink sink = new OutputSink() {
        @Override
        public void accept(Assessment assessment) {
            findings.add(assessment);
        }

        @Override
        public void accept(Message message) {
            messages.add(message);
        }

        @Override
        public void close() {}
    };

    private LogSummary read(byte[] log) throws IOException {
        return reader.read(new ByteArrayInputStream(log), sink, bytes -> {});
    }

    static List<LineFormat> formats() {
        return List.of(
                LineFormat.text(TEXT),
                LineFormat.keyValue(TEXT),
                LineFormat.json(),
                LineFormat.jsonV2(),
                LineFormat.jsonV1(ZoneOffset.UTC));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void everyLogOfOursIsReadWithWhatMatters(LineFormat format) throws IOException {
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            log.append(format.line(
                            Events.finding(Level.ALERT, 90, "/srv/file " + i + ".php", Events.hostileMatch("x"))))
                    .append("\r\n");
        }
        log.append(format.line(Events.message(Level.ERROR, "Could not scan file", Map.of("file", "/b"))));
        LogSummary summary = read(log.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(new LogSummary(6, 0, List.of()), summary);
        assertEquals(5, findings.size());
        Assessment finding = findings.get(3);
        assertEquals("Malware file found", finding.message());
        assertEquals(Events.finding(Level.ALERT, 90, "/x").meta(), finding.meta());
        assertEquals(90, finding.score());
        assertEquals("/srv/file 3.php", TEXT.fields(finding).get("FILE"));
        assertEquals("c926bf384319e40506e3d6e409dc856e", TEXT.fields(finding).get("MD5"));
        assertEquals("YARA rule Bad_Rule / finds it", finding.reasons().get(0).summary());
        assertEquals(90, finding.reasons().get(0).signature().score());
        assertEquals("Bad_Rule", finding.reasons().get(0).signature().ruleName());
        assertEquals("/b", TEXT.fields(messages.get(0)).get("FILE"));
        assertEquals(Level.ERROR, messages.get(0).meta().level());
    }

    @Test
    void thorsOwnSamplesAreRead() throws IOException {
        String old =
                "Jul 10 09:08:47 PROMETHEUS/10.0.2.15 THOR: Alert: MODULE: SHIMCache SCANID: S-r4GhEhEiIRg MESSAGE: Malware name"
                        + " found in Shim Cache Entry ENTRY: C:\\Users\\neo\\Desktop\\ncat.exe KEYWORD: \\\\ncat\\.exe DATE: 07/29/13 05:16:04"
                        + " TYPE: system HIVEFILE: None EXTRAS: N/A N/A True";
        String sys = "<190>Oct  8 11:49:52 arch/127.0.0.1 THOR: Info: MODULE='Startup' MESSAGE='Thor Version: 10.8.0'"
                + " SCANID='S-maU4LPgIAFM'";
        read((old + "\n" + sys + "\n").getBytes(StandardCharsets.UTF_8));
        Message alert = messages.get(0);
        assertEquals("SHIMCache", alert.meta().module());
        assertEquals(OffsetDateTime.parse("2026-07-10T09:08:47Z"), alert.meta().time());
        assertEquals("PROMETHEUS", alert.meta().hostname());
        assertEquals("C:\\Users\\neo\\Desktop\\ncat.exe", alert.fields().get("entry"));
        assertEquals("N/A N/A True", alert.fields().get("extras"));
        assertEquals("Thor Version: 10.8.0", messages.get(1).text());
    }

    @Test
    void aTextLogIsWrittenAgainAsItWas() throws IOException {
        for (String name : List.of("/a b", "C:\\x41", "/n\nl", "/\u202e", "=1")) {
            String line = LineFormat.text(TEXT).line(Events.message(Level.ERROR, "m " + name, Map.of("file", name)));
            messages.clear();
            read(String.valueOf(line).getBytes(StandardCharsets.UTF_8));
            assertEquals(line, LineFormat.text(TEXT).line(messages.get(0)));
        }
    }

    @Test
    void whatIsNoEventIsCountedAndNamed() throws IOException {
        String good = String.valueOf(LineFormat.json().line(Events.message(Level.INFO, "m", Map.of())));
        LogSummary summary =
                read(("nonsense\n\n" + good + "\n{\"a\":\n" + good + "\n{}").getBytes(StandardCharsets.UTF_8));
        assertEquals(2, summary.events());
        assertEquals(3, summary.malformed());
        assertTrue(summary.problems().get(0).startsWith("line 1: neither JSON nor a line"), summary.toString());
        assertTrue(summary.problems().get(1).startsWith("line 4: column "), summary.toString());
    }

    @Test
    void compressedLogsAreRead() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(String.valueOf(LineFormat.json().line(Events.message(Level.INFO, "m", Map.of())))
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(1, read(bytes.toByteArray()).events());
    }

    @Test
    void aLineWithoutEndTakesNoMemory() throws IOException {
        long size = 200L << 20;
        InputStream endless = new InputStream() {
            private long left = size;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] buffer, int from, int length) {
                if (left <= 0) {
                    return -1;
                }
                int count = (int) Math.min(length, left);
                java.util.Arrays.fill(buffer, from, from + count, (byte) 'x');
                left -= count;
                return count;
            }
        };
        LogSummary summary = reader.read(endless, sink, bytes -> {});
        assertEquals(1, summary.malformed());
        assertTrue(summary.problems().get(0).contains("longer than"), summary.toString());
    }
}
