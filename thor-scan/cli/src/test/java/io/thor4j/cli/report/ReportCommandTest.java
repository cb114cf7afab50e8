package io.thor4j.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.cli.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
    @TempDir
    private Path folder;

    private Path logs;

    @BeforeEach
    void scanTwoHosts() throws IOException {
        Path rules = Files.writeString(
                folder.resolve("r.yar"), "rule Bad { meta: score = 90 strings: $a = \"evil\" condition: $a }");
        Path data = Files.createDirectories(folder.resolve("data"));
        logs = Files.createDirectories(folder.resolve("logs"));
        for (int i = 0; i < 5; i++) {
            Files.writeString(data.resolve("file " + i), "so evil");
        }
        for (String host : List.of("alpha", "beta")) {
            CommandRun run = CommandRun.of(
                    "scan",
                    "--rules",
                    rules.toString(),
                    "-j",
                    host,
                    "--utc",
                    "--output",
                    "text:" + logs.resolve(host + ".txt"),
                    "--output",
                    "json:" + folder.resolve(host + ".json"),
                    data.toString());
            assertEquals(1, run.exitCode(), run.err());
        }
        Files.move(folder.resolve("beta.json"), logs.resolve("beta.json"));
        Files.delete(logs.resolve("beta.txt"));
    }

    @Test
    void oneReportOfTextAndJsonLogsOfManyHosts() throws IOException {
        Path report = folder.resolve("report.html");
        CommandRun run = CommandRun.of("report", logs.toString(), "-o", report.toString());
        assertEquals(0, run.exitCode(), run.err());
        String page = Files.readString(report);
        assertTrue(page.contains("id=\"count-alert\">10<"), page);
        assertTrue(page.contains("data-host=\"alpha\"") && page.contains("data-host=\"beta\""));
        assertEquals(10, page.split("<article class=\"alert\"", -1).length - 1);
        assertTrue(run.err().startsWith("thor: 2 logs, "), run.err());
    }

    @Test
    void filtersLeaveFindingsOut() throws IOException {
        Path report = folder.resolve("report.html");
        Path filter = Files.writeString(folder.resolve("filter"), "file [01]\n");
        CommandRun run = CommandRun.of(
                "report", "--logdir", logs.toString(), "--outfile", report.toString(), "--filter", filter.toString());
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("thor: 4 findings were left out by "), run.err());
        assertTrue(Files.readString(report).contains("id=\"count-alert\">6<"));
    }

    @Test
    void linesThatAreNoEventsAreNamedAndTheRestIsReported() throws IOException {
        Files.writeString(logs.resolve("x.log"), "nonsense\n");
        CommandRun run = CommandRun.of(
                "report", logs.toString(), "-o", folder.resolve("r.html").toString());
        assertEquals(3, run.exitCode());
        assertTrue(run.err().contains("x.log: line 1: neither JSON"), run.err());
        assertTrue(Files.readString(folder.resolve("r.html")).contains("id=\"count-alert\">10<"));
        assertEquals(2, CommandRun.of("report").exitCode());
        assertEquals(
                2, CommandRun.of("report", folder.resolve("none").toString()).exitCode());
    }

    @Test
    void aZipHasATableForEachModule() throws IOException {
        Path log = Files.copy(logs.resolve("beta.json"), folder.resolve("more.json"));
        String line =
                "{\"type\":\"THOR message\",\"meta\":{\"time\":\"2026-01-01T00:00:00Z\",\"level\":\"Info\",\"module\":\"%s\","
                        + "\"scan_id\":\"S\",\"event_id\":\"\",\"hostname\":\"h\"},\"message\":\"m\",\"fields\":{\"odd\":\"x\"},\"log_version\":\"v3.0.0\"}\n";
        Files.writeString(
                log, String.format(line, "../evil") + String.format(line, "--/EVIL"), StandardOpenOption.APPEND);
        Path zip = folder.resolve("out.zip");
        CommandRun run = CommandRun.of("logconvert", "-f", log.toString(), "-o", zip.toString());
        assertEquals(0, run.exitCode(), run.err());
        Map<String, String> tables = new TreeMap<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (ZipEntry entry : Collections.list(file.entries())) {
                tables.put(
                        entry.getName(), new String(file.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertTrue(
                tables.keySet().containsAll(List.of("Filescan.csv", "Startup.csv", "___evil.csv", "--_EVIL.csv")),
                tables.keySet().toString());
        assertEquals(6, String.valueOf(tables.get("Filescan.csv")).lines().count());
        assertEquals(
                "TIME,HOST,LEVEL,MODULE,MESSAGE,SCANID,ODD",
                String.valueOf(tables.get("___evil.csv")).lines().findFirst().orElse(""));
        long rows = tables.values().stream()
                .mapToLong(table -> table.lines().count() - 1)
                .sum();
        assertEquals(Files.readString(log).lines().count(), rows);
        try (Stream<Path> left = Files.list(folder)) {
            assertTrue(left.noneMatch(file -> file.getFileName().toString().startsWith("thor-csv-")));
        }
    }

    @Test
    void logsAreConvertedIntoEachOther() throws IOException {
        String json = Files.readString(logs.resolve("beta.json"));
        String from = logs.resolve("beta.json").toString();
        for (String kind : List.of("text", "kv", "jsonv1", "jsonv2", "json", "csv", "cef", "sarif", "html")) {
            Path to = folder.resolve("out." + kind);
            CommandRun run = CommandRun.of("logconvert", "-f", from, "-o", to.toString(), "--to", kind, "--utc");
            assertEquals(0, run.exitCode(), kind + run.err());
            String text = Files.readString(to);
            for (int i = 0; i < 5; i++) {
                assertTrue(text.contains("file " + i) || text.contains("file%20" + i), kind + " has no file " + i);
            }
        }
        assertEquals(json, Files.readString(folder.resolve("out.json")), "version 3 comes back to the byte");
        for (String kind : List.of("text", "kv", "jsonv1", "jsonv2")) {
            Path again = folder.resolve("again.json");
            CommandRun run =
                    CommandRun.of("logconvert", folder.resolve("out." + kind).toString(), "-o", again.toString());
            assertEquals(0, run.exitCode(), kind + run.err());
            assertEquals(json.lines().count(), Files.readString(again).lines().count());
            assertTrue(Files.readString(again).contains("file 4"), kind);
        }
        String table = Files.readString(folder.resolve("out.csv"));
        assertTrue(table.startsWith("TIME,HOST,LEVEL,MODULE,MESSAGE,SCANID,"), table);
        assertEquals(json.lines().count() + 1, table.lines().count());
        assertFalse(table.contains("MORE"));
        assertEquals(
                2,
                CommandRun.of("logconvert", "-f", from, "-o", "x", "--to", "stats")
                        .exitCode());
    }
}
