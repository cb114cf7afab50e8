package io.thor4j.scan.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.text.TextLogWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of reference/thor-scanner.md sections 5.1 to 5.3 that are given to the byte. */
class ReferenceOutputsTest {
    @TempDir
    private Path folder;

    private static TextLogWriter text(String address) {
        return TextLogWriter.of(address, ZoneOffset.UTC, false);
    }

    @Test
    void aTextLine() {
        assertEquals(
                "Oct  8 11:37:54 arch/127.0.0.1 THOR: Info: MODULE: Startup MESSAGE: Thor Version: 10.8.0 SCANID: S-KybbdhFvHhc",
                LineFormat.text(text("127.0.0.1"))
                        .line(Events.startup("2024-10-08T11:37:54Z", "arch", "S-KybbdhFvHhc")));
    }

    @Test
    void aTextLineOfAFile() {
        ObservedObject file = ObservedObject.builder("file")
                .set("path", "/samples/DSU.py")
                .set("exists", "yes")
                .set("extension", ".py")
                .set("magic_header", "Script")
                .set("size", 21811)
                .set(
                        "file_times",
                        ObservedObject.builder("file times")
                                .set("modified", OffsetDateTime.parse("2020-09-02T17:18:04Z"))
                                .build())
                .build();
        EventMeta meta = new EventMeta(
                OffsetDateTime.parse("2024-10-02T11:19:14Z"), Level.WARNING, "Filescan", "S-Oro8r7WLkGA", null, "arch");
        String line = LineFormat.text(text("10.1.1.1"))
                .line(new Assessment(
                        meta, "Suspicious file found", 65, file, List.of(), 0, List.of(), List.of(), null));
        /* The sample's hash is cut, and its SCORE follows the size as in THOR 10; the keys and values are the sample's. */
        assertEquals(
                "Oct  2 11:19:14 arch/10.1.1.1 THOR: Warning: MODULE: Filescan MESSAGE: Suspicious file found"
                        + " SCANID: S-Oro8r7WLkGA SCORE: 65 FILE: /samples/DSU.py EXTENSION: .py TYPE: Script"
                        + " MODIFIED: Wed Sep  2 17:18:04.000 2020 SIZE: 21811",
                line);
    }

    @Test
    void aKeyValueLine() {
        assertEquals(
                "Oct  8 11:49:52 arch/127.0.0.1 THOR: Info: MODULE='Startup' MESSAGE='Thor Version: 10.8.0' SCANID='S-maU4LPgIAFM'",
                LineFormat.keyValue(text("127.0.0.1"))
                        .line(Events.startup("2024-10-08T11:49:52Z", "arch", "S-maU4LPgIAFM")));
    }

    @Test
    void aCefLine() {
        Message message = Events.startup("2024-10-08T11:45:05Z", "arch", "S-KybbdhFvHhc");
        assertEquals(
                "Oct  8 11:45:05 arch CEF:0|Nextron Systems GmbH|THOR|10|611c94|Thor Version: 10.8.0|3|"
                        + "sproc=Startup msg=Thor Version: 10.8.0",
                new CefFormat(ZoneOffset.UTC, 0).line(message));
        assertNull(new CefFormat(ZoneOffset.UTC, CefFormat.DEFAULT_SEVERITY).line(message));
    }

    @Test
    void aJsonLine() {
        String line = LineFormat.json().line(Events.startup("2024-10-08T11:37:54Z", "arch", "S-KybbdhFvHhc"));
        assertTrue(String.valueOf(line).startsWith("{\"type\":\"THOR message\",\"meta\":{"), line);
        assertTrue(
                String.valueOf(line)
                        .endsWith("},\"message\":\"Thor Version: 10.8.0\",\"fields\":{},\"log_version\":\"v3.0.0\"}"),
                line);
    }

    @Test
    void aRowOfTheFilesCsv() throws IOException {
        Path file = folder.resolve("files.csv");
        try (CsvFilesSink sink = new CsvFilesSink(file)) {
            sink.accept(Events.finding(Level.ALERT, 140, "C:\\temp\\ntds.zip|ntds.dit"));
            sink.accept(Events.message(Level.ERROR, "not a file", Map.of()));
            assertFalse(Files.exists(file), "the document is not whole yet");
        }
        assertEquals("c926bf384319e40506e3d6e409dc856e,C:\\temp\\ntds.zip|ntds.dit,140\n", Files.readString(file));
        assertEquals(
                List.of("files.csv"), List.of(String.join(" ", folder.toFile().list())));
    }

    @Test
    void aRowOfTheStatistics() throws IOException {
        Path file = folder.resolve("stats.csv");
        for (int scan = 0; scan < 2; scan++) {
            StatsCsvSink sink = new StatsCsvSink(file, ZoneOffset.UTC, "10.6.2", List.of("--lab", "-p", "C:\\temp"));
            try (sink) {
                sink.accept(meta("2021-02-17T17:01:25Z", Level.INFO));
                for (Level level : List.of(
                        Level.ALERT,
                        Level.ALERT,
                        Level.ALERT,
                        Level.ALERT,
                        Level.ALERT,
                        Level.WARNING,
                        Level.WARNING,
                        Level.NOTICE,
                        Level.NOTICE,
                        Level.NOTICE)) {
                    Assessment finding = Events.finding(level, 70, "/a");
                    sink.accept(new Assessment(
                            meta("2021-02-17T17:01:26Z", level).meta(),
                            "m",
                            70,
                            finding.subject(),
                            List.of(),
                            0,
                            List.of(),
                            List.of(),
                            null));
                }
                sink.accept(meta("2021-02-17T17:01:28Z", Level.WARNING));
            }
        }
        String row = "HYPERION,2021-02-17 17:01:25,2021-02-17 17:01:28,10.6.2,--lab -p C:\\temp,5,2,3,0\n";
        assertEquals(row + row, Files.readString(file));
    }

    private static Message meta(String time, Level level) {
        return new Message(
                new EventMeta(OffsetDateTime.parse(time), level, "Report", "S", null, "HYPERION"), "m", Map.of());
    }
}
