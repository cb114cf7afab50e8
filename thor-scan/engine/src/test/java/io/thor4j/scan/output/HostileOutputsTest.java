package io.thor4j.scan.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.json.JsonLogReader;
import io.thor4j.core.json.JsonLogTree;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.LineEscaper;
import io.thor4j.core.text.TextLogWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names and matches that came from an attacker, in every output: one line stays one line, and the name can be read back. */
class HostileOutputsTest {
    private static final TextLogWriter TEXT = TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, true);

    @TempDir
    private Path folder;

    static List<String> hostile() {
        return Events.HOSTILE;
    }

    private static Assessment finding(String name) {
        return Events.finding(Level.ALERT, 90, "Rule_" + name, name, Events.hostileMatch(name));
    }

    private static String line(LineFormat format, String name) {
        String line = Objects.requireNonNull(format.line(finding(name)));
        line.codePoints()
                .forEach(point -> assertFalse(
                        Character.isISOControl(point)
                                || point == 0x2028
                                || point == 0x2029
                                || (point >= 0x202A && point <= 0x202E)
                                || (point >= 0xD800 && point <= 0xDFFF),
                        line));
        return line;
    }

    /* JSON cannot carry half a character. */
    private static String json(String name) {
        return WellFormed.of(name);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void textLog(String name) {
        String line = line(LineFormat.text(TEXT), name);
        String value = line.substring(line.indexOf(" FILE: ") + 7, line.indexOf(" MD5: "));
        assertEquals(name, LineEscaper.unescape(value));
    }

    /** Splits {@code KEY='value'} pairs as any reader would: a value ends at the next quote. */
    private static Map<String, String> pairs(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            int open = text.indexOf("='", at);
            int close = text.indexOf('\'', open + 2);
            pairs.put(text.substring(at, open), LineEscaper.unescape(text.substring(open + 2, close)));
            assertTrue(close + 1 == text.length() || text.charAt(close + 1) == ' ', text.substring(at));
            at = close + 2;
        }
        return pairs;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void keyValue(String name) {
        String line = line(LineFormat.keyValue(TEXT), name);
        Map<String, String> pairs = pairs(line.substring(line.indexOf("MODULE=")));
        assertEquals(name, pairs.get("FILE"));
        assertEquals(TEXT.fields(finding(name)), pairs);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void cef(String name) {
        String line = line(new CefFormat(ZoneOffset.UTC, 0), name);
        List<String> header = new ArrayList<>(List.of(""));
        int at = line.indexOf("CEF:0");
        while (header.size() < 8) {
            char c = line.charAt(at);
            if (c == '|') {
                header.add("");
            } else {
                c = c == '\\' ? line.charAt(++at) : c;
                header.set(header.size() - 1, header.get(header.size() - 1) + c);
            }
            at++;
        }
        Map<String, String> extension = extension(line.substring(at));
        assertEquals(name, LineEscaper.unescape(Objects.requireNonNull(extension.get("filePath"))));
        Map<String, String> rest = pairs(Objects.requireNonNull(extension.get("cs6")));
        assertEquals("Rule_" + name, rest.get("RULENAME_1"));
        assertEquals(TEXT.fields(finding(name)).get("MATCHED_1"), rest.get("MATCHED_1"));
    }

    /* A key is the word before a = that has no backslash before it; a value goes to the blank before the next key. */
    private static Map<String, String> extension(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        String key = null;
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                value.append(text.charAt(++i));
            } else if (c == '=') {
                int blank = value.lastIndexOf(" ");
                if (key != null) {
                    values.put(key, value.substring(0, blank));
                }
                key = value.substring(blank + 1);
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.put(Objects.requireNonNull(key), value.toString());
        return values;
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void jsonOfAllVersions(String name) {
        assertEquals(
                json(name),
                JsonLogTree.read(line(LineFormat.jsonV1(ZoneOffset.UTC), name)).get("file"));
        assertEquals(
                json(name),
                ((Map<?, ?>) Objects.requireNonNull(JsonLogTree.read(line(LineFormat.jsonV2(), name))
                                .get("file")))
                        .get("path"));
        String line = line(LineFormat.json(), name);
        List<Assessment> read = new ArrayList<>();
        JsonLogReader.read(line, new OutputSink() {
            @Override
            public void accept(Assessment assessment) {
                read.add(assessment);
            }

            @Override
            public void accept(Message message) {
                throw new AssertionError("a message");
            }

            @Override
            public void close() {}
        });
        assertEquals(json(name), read.get(0).subject().get("path"));
        assertEquals(
                finding(name).reasons().get(0).matched(),
                read.get(0).reasons().get(0).matched(),
                "matched bytes come back as they were, also when they are no text");
    }

    @Test
    void csvOfFiles() throws IOException {
        Path file = folder.resolve("files.csv");
        try (CsvFilesSink sink = new CsvFilesSink(file)) {
            Events.HOSTILE.forEach(name -> sink.accept(finding(name)));
        }
        List<String> lines = Files.readAllLines(file);
        assertEquals(Events.HOSTILE.size(), lines.size());
        List<String> read = new ArrayList<>();
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(file)) {
            for (CsvRecord row : rows) {
                assertEquals(3, row.getFieldCount());
                String cell = row.getField(1);
                assertFalse("=+-@".indexOf(cell.charAt(0)) >= 0, cell);
                read.add(LineEscaper.unescape(cell.startsWith("'") ? cell.substring(1) : cell));
            }
        }
        assertEquals(Events.HOSTILE, read);
    }

    @Test
    void sarif() throws IOException {
        Path file = folder.resolve("thor.sarif");
        try (SarifSink sink = new SarifSink(file, "1.0")) {
            Events.HOSTILE.forEach(name -> sink.accept(finding(name)));
            sink.accept(Events.message(Level.ERROR, "bad\r\n</script>", Map.of("file", "/x\u202e")));
            sink.accept(Events.message(Level.INFO, "not of interest", Map.of()));
        }
        String text = Files.readString(file);
        Map<String, ?> document = JsonLogTree.read(text.strip());
        assertEquals("2.1.0", document.get("version"));
        Map<?, ?> run = (Map<?, ?>) ((List<?>) Objects.requireNonNull(document.get("runs"))).get(0);
        List<?> results = (List<?>) run.get("results");
        assertEquals(Events.HOSTILE.size(), results.size());
        Map<?, ?> driver = (Map<?, ?>) ((Map<?, ?>) run.get("tool")).get("driver");
        assertEquals(Events.HOSTILE.size(), ((List<?>) driver.get("rules")).size());
        for (int i = 0; i < results.size(); i++) {
            Map<?, ?> result = (Map<?, ?>) results.get(i);
            Map<?, ?> properties = (Map<?, ?>) result.get("properties");
            assertEquals(json(Events.HOSTILE.get(i)), properties.get("FILE"));
            assertEquals("error", result.get("level"));
            assertEquals(result.get("ruleId"), ((Map<?, ?>) ((List<?>) driver.get("rules")).get(i)).get("id"));
            Map<?, ?> location =
                    (Map<?, ?>) ((Map<?, ?>) ((List<?>) result.get("locations")).get(0)).get("physicalLocation");
            String uri = (String) ((Map<?, ?>) location.get("artifactLocation")).get("uri");
            assertNotNull(java.net.URI.create(uri), "a valid URI");
            assertEquals(3L, ((Map<?, ?>) location.get("region")).get("byteOffset"));
        }
        assertTrue(text.contains("bad\\\\x0d\\\\x0a</script>"), "errors are notifications");
        assertFalse(text.contains("not of interest"));
    }

    @Test
    void aDocumentThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        Path file = folder.resolve("files.csv");
        Files.writeString(file, "old");
        CsvFilesSink sink = new CsvFilesSink(file);
        sink.accept(finding("/a"));
        assertEquals("old", Files.readString(file));
        sink.close();
        assertTrue(Files.readString(file).endsWith(",/a,90\n"));
    }
}
