package io.thor4j.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.ByteString;
import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.FileMetadata;
import io.thor4j.core.Level;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Permissions;
import io.thor4j.core.Samples;
import io.thor4j.core.Target;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonLogWriterTest {
    private final JsonLogWriter writer = new JsonLogWriter();

    @Test
    void aMessageLooksLikeThorsSample() {
        assertEquals(
                "{\"type\":\"THOR message\",\"meta\":{\"time\":\"2024-10-08T11:37:54.12Z\",\"level\":\"Info\","
                        + "\"module\":\"Startup\",\"scan_id\":\"S-KybbdhFvHhc\",\"hostname\":\"arch\"},"
                        + "\"message\":\"Thor Version: 10.8.0\",\"fields\":{},\"log_version\":\"v3.0.0\"}",
                writer.toLine(new Message(Samples.META, "Thor Version: 10.8.0", Map.of())));
    }

    @Test
    void messageFieldsKeepTheirOrderAndTypes() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("zeta", 1);
        fields.put("alpha", List.of("a", true));
        fields.put("none", null);
        fields.put("took", Duration.ofSeconds(9));
        fields.put("raw", ByteString.of(new byte[] {(byte) 0xFF}));
        fields.put("nested", Map.of("k", 1.5));
        fields.put("object", ObservedObject.builder("mutex").set("mutex", "m").build());
        String line = writer.toLine(new Message(Samples.META, "x", fields));
        assertTrue(
                line.contains("\"fields\":{\"zeta\":1,\"alpha\":[\"a\",true],\"none\":null,\"took\":9000000000,"
                        + "\"raw\":{\"data\":\"ff\",\"encoding\":\"hex\"},\"nested\":{\"k\":1.5},"
                        + "\"object\":{\"type\":\"mutex\",\"mutex\":\"m\"}}"),
                line);
    }

    @Test
    void anAssessmentHasThorsKeyOrder() {
        ObservedObject subject = ObservedObject.logLine(2, "evil line");
        Assessment assessment = Samples.assessment(
                subject,
                MatchedString.inField("evil", 0, "/line"),
                MatchedString.at(ByteString.of(new byte[] {'M', 'Z', (byte) 0x90}), ByteString.utf8("xx"), 16));
        assertEquals(
                "{\"type\":\"THOR assessment\",\"meta\":{\"time\":\"2024-10-08T11:37:54.12Z\",\"level\":\"Warning\","
                        + "\"module\":\"Filescan\",\"scan_id\":\"S-KybbdhFvHhc\",\"event_id\":\"E-1\","
                        + "\"hostname\":\"arch\"},\"message\":\"Suspicious file found\",\"score\":70,"
                        + "\"subject\":{\"type\":\"log line\",\"line_index\":2,\"line\":\"evil line\"},"
                        + "\"reasons\":[{\"type\":\"reason\",\"summary\":\"YARA rule Evil_Rule / Detects evil\","
                        + "\"signature\":{\"score\":70,\"reference\":[\"https://a.example\",\"b\"],"
                        + "\"origin\":\"custom\",\"kind\":\"YARA Rule\",\"date\":\"2023-07-01\","
                        + "\"tags\":[\"T1\",\"T2\"],\"rule_name\":\"Evil_Rule\",\"description\":\"Detects evil\","
                        + "\"author\":\"A. Nonymous\",\"id\":\"42\",\"false_positives\":[\"none\"]},"
                        + "\"matched\":[{\"data\":{\"data\":\"evil\",\"encoding\":\"plain\"},\"offset\":0,"
                        + "\"field\":\"/line\"},{\"data\":{\"data\":\"4d5a90\",\"encoding\":\"hex\"},"
                        + "\"context\":{\"data\":\"xx\",\"encoding\":\"plain\"},\"offset\":16}]}],"
                        + "\"reason_count\":1,\"context\":null,\"log_version\":\"v3.0.0\"}",
                writer.toLine(assessment));
    }

    @Test
    void contextAndIssuesAreWritten() {
        Assessment assessment = new Assessment(
                Samples.META.withLevel(Level.NOTICE),
                "m",
                0,
                ObservedObject.builder("mutex").build(),
                List.of(),
                0,
                List.of(Assessment.ContextObject.parent(
                        ObservedObject.builder("event").set("event", "e").build())),
                List.of(
                        new Assessment.Issue("/reasons", Assessment.Issue.TRUNCATED, "cut"),
                        new Assessment.Issue(null, Assessment.Issue.OUT_OF_RANGE, "")),
                null);
        String line = writer.toLine(assessment);
        assertTrue(
                line.endsWith("\"score\":0,\"subject\":{\"type\":\"mutex\",\"mutex\":\"\"},\"reasons\":null,"
                        + "\"context\":[{\"object\":{\"type\":\"event\",\"event\":\"e\"},\"relations\":"
                        + "[{\"relation_type\":\"derives from\",\"relation_name\":\"parent\",\"unique\":true}]}],"
                        + "\"issues\":[{\"affected\":\"/reasons\",\"category\":\"truncated\",\"description\":\"cut\"},"
                        + "{\"affected\":null,\"category\":\"out_of_range\",\"description\":\"\"}],"
                        + "\"log_version\":\"v3.0.0\"}"),
                line);
    }

    @Test
    void aFileIsWrittenAsThorDoes() {
        Element zip = Element.of(Target.of("/x/a.zip", new byte[0]), ElementSettings.DEFAULT);
        FileMetadata metadata = new FileMetadata(
                FileMetadata.Kind.REGULAR,
                2,
                0100640,
                Instant.parse("2020-09-02T17:18:04.001Z"),
                null,
                null,
                null,
                new Permissions.Unix("root", "adm", 0640),
                null);
        Element member = Element.member(zip, "b.exe", "ZIP", Content.complete(new byte[] {'M', 'Z'}), metadata);
        assertEquals(
                "{\"type\":\"file\",\"path\":\"/x/a.zip/b.exe\",\"exists\":\"yes\",\"extension\":\".exe\","
                        + "\"magic_header\":\"EXE\",\"hashes\":{\"md5\":\"ac6ad5d9b99757c3a878f2d275ace198\","
                        + "\"sha1\":\"439baa1b33514fb81632aaf44d16a9378c5664fc\",\"sha256\":"
                        + "\"9b8db510ef42b8ed54a3712636fda55a4f8cfcd5493e20b74ab00cd4f3979f2d\"},"
                        + "\"first_bytes\":{\"hex\":\"4d5a\",\"ascii\":\"MZ\"},"
                        + "\"file_times\":{\"modified\":\"2020-09-02T17:18:04.001Z\"},\"size\":2,"
                        + "\"permissions\":{\"type\":\"Unix permissions\",\"owner\":\"root\",\"group\":\"adm\","
                        + "\"mask\":{\"user\":{\"readable\":true,\"writable\":true,\"executable\":false},"
                        + "\"group\":{\"readable\":true,\"writable\":false,\"executable\":false},"
                        + "\"world\":{\"readable\":false,\"writable\":false,\"executable\":false}}},"
                        + "\"unpack_source\":[\"ZIP\"]}",
                writer.toLine(member.subject()));
    }

    @Test
    void absentFieldsHaveGosZeroValues() {
        assertEquals(
                "{\"type\":\"registry scheduled task\",\"guid\":\"\",\"path\":\"\",\"version\":0,"
                        + "\"created\":\"0001-01-01T00:00:00Z\",\"last_run\":\"0001-01-01T00:00:00Z\","
                        + "\"last_stopped\":\"0001-01-01T00:00:00Z\",\"status\":\"\",\"last_result\":\"\"}",
                writer.toLine(ObservedObject.builder("registry scheduled task").build()));
        assertEquals(
                "{\"type\":\"shim cache entry\",\"timestamp\":\"0001-01-01T00:00:00Z\",\"exec_flag\":null,"
                        + "\"path\":\"\"}",
                writer.toLine(ObservedObject.builder("shim cache entry").build()));
        assertEquals("{\"type\":\"pipe list\",\"pipes\":null}", writer.toLine(object("pipe list")));
        assertEquals(
                "{\"type\":\"pipe list\",\"pipes\":[]}",
                writer.toLine(ObservedObject.builder("pipe list")
                        .set("pipes", List.of())
                        .build()));
        assertEquals("{\"type\":\"eventlog entry\",\"entry\":{}}", writer.toLine(object("eventlog entry")));
        assertEquals("{\"type\":\"rootkit\"}", writer.toLine(object("rootkit")));
        assertEquals(
                "{\"type\":\"logged in user\",\"user\":\"\"}",
                writer.toLine(ObservedObject.builder("logged in user")
                        .set("server", "")
                        .build()));
    }

    private static ObservedObject object(String type) {
        return ObservedObject.builder(type).build();
    }

    @Test
    void everyTypeCanBeWrittenEmptyAndParsesBackWithItsDeclaredKeys() {
        for (String name : ObjectType.names()) {
            Map<?, ?> json = (Map<?, ?>) JsonTree.parse(writer.toLine(object(name)));
            assertEquals(name, json.get("type"));
            ObjectType type = ObjectType.find(name);
            json.keySet()
                    .forEach(key ->
                            assertTrue(key.equals("type") || type.fields().containsKey(key), name + key));
        }
    }

    @Test
    void textOnlyFieldsStayOutOfJson() {
        ObservedObject event = ObservedObject.builder("eventlog entry")
                .set("entry", Map.of("Image", "x"))
                .set("event_id", "4104")
                .build();
        assertEquals("{\"type\":\"eventlog entry\",\"entry\":{\"Image\":\"x\"}}", writer.toLine(event));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-10-08T11:37:54Z, 2024-10-08T11:37:54Z",
        "2024-10-08T11:37:54.100Z, 2024-10-08T11:37:54.1Z",
        "2024-10-08T11:37:54.000000001Z, 2024-10-08T11:37:54.000000001Z",
        "2024-10-08T11:37:54.120+02:00, 2024-10-08T11:37:54.12+02:00",
        "2024-10-08T11:37:54-09:30, 2024-10-08T11:37:54-09:30",
        "0001-01-01T00:00:00+00:00, 0001-01-01T00:00:00Z",
    })
    void timesAreGosRfc3339Nano(OffsetDateTime time, String text) {
        assertEquals(text, JsonValues.time(time));
    }

    @Test
    void hostileTextStaysOnOneLine() {
        String line = writer.toLine(
                new Message(Samples.META, "a\r\n\u001b[31m\u2028\u202e\u0085\u007f\ud800x\"\\", Map.of()));
        assertTrue(
                line.contains("\"message\":\"a\\r\\n\\u001B[31m\\u2028\\u202e\\u0085\\u007F\uFFFDx\\\"\\\\\""), line);
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(40)
                .injectDuplicates(0.1)
                .map(text -> text.replace('a', '\n').replace('b', '\u2028').replace('c', '\ud800'));
    }

    @Property
    void isAlwaysOneLineAndParsesBack(
            @ForAll("hostile") String text,
            @ForAll("hostile") String key,
            @ForAll long number,
            @ForAll List<Byte> data) {
        byte[] bytes = new byte[data.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = data.get(i);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("k" + key, text);
        fields.put("n", number);
        fields.put("b", ByteString.of(bytes));
        fields.put("l", Collections.singletonList(text));
        String line = writer.toLine(new Message(Samples.META, text, fields));
        line.chars()
                .forEach(c -> assertFalse(
                        Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E)));
        Map<?, ?> parsed = (Map<?, ?>) JsonTree.parse(line);
        assertEquals(JsonValues.wellFormed(text), parsed.get("message"));
        Map<?, ?> parsedFields = (Map<?, ?>) parsed.get("fields");
        assertEquals(JsonValues.wellFormed(text), parsedFields.get(JsonValues.wellFormed("k" + key)));
        assertEquals(BigInteger.valueOf(number), parsedFields.get("n"));
        assertEquals(List.of(JsonValues.wellFormed(text)), parsedFields.get("l"));
        assertEquals(
                Map.of(
                        "data",
                        ByteString.of(bytes).data(),
                        "encoding",
                        ByteString.of(bytes).encoding()),
                parsedFields.get("b"));
    }

    @Test
    void loneSurrogatesBecomeTheReplacementCharacter() {
        assertEquals("\uFFFD", JsonValues.wellFormed("\ud800"));
        assertEquals("\uFFFD\uFFFDa", JsonValues.wellFormed("\udc00\ud800a"));
        assertEquals("\ud83d\ude00", JsonValues.wellFormed("\ud83d\ude00"));
    }
}
