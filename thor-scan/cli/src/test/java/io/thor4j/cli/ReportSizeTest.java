package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A report of a log that is much larger than the memory: the log stands on disk as gzip, and is read as what it was before. */
class ReportSizeTest {
    /** Events of a piece, which is repeated; half of them are findings of some host. */
    private static final int EVENTS = 10_000;

    private static final int HOSTS = 100;

    @TempDir
    private Path folder;

    private static byte[] piece() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < EVENTS; i++) {
            String meta = "\"meta\":{\"time\":\"2026-01-01T00:" + String.format("%02d", i % 60)
                    + ":00Z\",\"level\":\"%s\",\"module\":\"Filescan\",\"scan_id\":\"S-1\",\"event_id\":\"\",\"hostname\":\"host"
                    + i % HOSTS + "\"}";
            lines.append(
                    i % 2 == 0
                            ? "{\"type\":\"THOR assessment\"," + String.format(meta, "Alert")
                                    + ",\"message\":\"Malware file found\",\"score\":90,\"subject\":{\"type\":\"file\",\"path\":\"/srv/data/"
                                    + "d".repeat(200) + i
                                    + "\",\"exists\":\"yes\",\"extension\":\"\"},\"reasons\":[{\"type\":\"reason\",\"summary\":\"YARA rule Bad\",\"signature\":{\"score\":90,\"reference\":null,"
                                    + "\"origin\":\"custom\",\"kind\":\"YARA Rule\",\"rule_name\":\"Bad\"},\"matched\":null}],\"reason_count\":1,\"context\":null,\"log_version\":\"v3.0.0\"}"
                            : "{\"type\":\"THOR message\"," + String.format(meta, "Info") + ",\"message\":\""
                                    + "m".repeat(300) + "\",\"fields\":{\"number\":" + i
                                    + "},\"log_version\":\"v3.0.0\"}");
            lines.append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void report(long bytes, String memory) throws IOException, InterruptedException {
        byte[] piece = piece();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(piece);
        }
        long pieces = Math.max(1, bytes / piece.length);
        Path log = folder.resolve("log.json.gz");
        try (OutputStream out = Files.newOutputStream(log)) {
            /* Files of gzip one behind the other are one file of gzip (RFC 1952 section 2.2). */
            for (long i = 0; i < pieces; i++) {
                packed.writeTo(out);
            }
        }
        Path page = folder.resolve("report.html");
        Path err = folder.resolve("err");
        long begin = System.nanoTime();
        Process process = ThorProcess.start(
                err,
                List.of("-Xmx" + memory),
                List.of("report", log.toString(), "-o", page.toString(), "--limit", "500"));
        process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), Files.readString(err));
        assertTrue(
                Files.readString(err).contains("thor: 1 logs, " + pieces * EVENTS + " events;"), Files.readString(err));
        String text = Files.readString(page);
        assertTrue(text.contains("id=\"count-alert\">" + pieces * EVENTS / 2 + "<"), "every event is counted");
        assertEquals(500, text.split("<article class=\"alert\"", -1).length - 1, "and as many shown as asked for");
        assertTrue(text.contains("data-host=\"host" + (HOSTS - 2) + "\""));
        System.out.printf(
                "A report of %d MB of log with -Xmx%s: %d s%n",
                pieces * piece.length / 1_000_000, memory, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin));
    }

    @Test
    void aLogOfTwiceTheMemoryMakesAReport() throws Exception {
        report(64_000_000, "32m");
    }

    /** 10 GB, or what {@code -Dthor.report.bytes} says. */
    @Test
    @Tag("soak")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void aLogOfTenGigabytesMakesAReportInHalfAGigabyte() throws Exception {
        report(Long.getLong("thor.report.bytes", 10_000_000_000L), "512m");
    }
}
