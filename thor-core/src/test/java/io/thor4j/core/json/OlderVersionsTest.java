package io.thor4j.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.ByteString;
import io.thor4j.core.FirstBytes;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Permissions;
import io.thor4j.core.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class OlderVersionsTest {
    private final JsonV1Writer v1 = new JsonV1Writer(ZoneOffset.UTC);
    private final JsonV2Writer v2 = new JsonV2Writer();

    private static ObservedObject file() {
        byte[] begin = "#!/bin".getBytes(StandardCharsets.US_ASCII);
        return ObservedObject.builder("file")
                .set("path", "/samples/DSU.py")
                .set("exists", "yes")
                .set("extension", ".py")
                .set("magic_header", "Script")
                .set("size", 21811)
                .set(
                        "hashes",
                        ObservedObject.builder("hashes")
                                .set("md5", "m5")
                                .set("sha256", "s2")
                                .build())
                .set("first_bytes", FirstBytes.of(begin, begin.length).toObject())
                .set(
                        "file_times",
                        ObservedObject.builder("file times")
                                .set("modified", Instant.parse("2020-09-02T17:18:04Z"))
                                .build())
                .set("permissions", new Permissions.Windows("root", List.of(new Permissions.Acl("U", 'R'))).toObject())
                .build();
    }

    @Test
    void versionOneIsFlatAndAllTexts() {
        assertEquals(
                "{\"time\":\"2024-10-08T11:37:54.12Z\",\"level\":\"Info\",\"module\":\"Startup\",\"scanid\":\"S-KybbdhFvHhc\","
                        + "\"hostname\":\"arch\",\"message\":\"Thor Version: 10.8.0\"}",
                v1.toLine(new Message(Samples.META, "Thor Version: 10.8.0", Map.of())));
        Map<?, ?> event = (Map<?, ?>) JsonTree.parse(v1.toLine(Samples.assessment(file())));
        assertEquals("70", event.get("score"));
        assertEquals("/samples/DSU.py", event.get("file"));
        assertEquals("21811", event.get("size"));
        assertEquals("YARA rule Evil_Rule / Detects evil", event.get("reason_1"));
        assertEquals("70", event.get("subscore_1"));
        assertEquals("E-1", event.get("uid"));
        event.values().forEach(value -> assertEquals(String.class, value.getClass()));
    }

    @Test
    void keysOfDataCannotHideThoseOfTheEvent() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", "never");
        fields.put("hostname", "other");
        Map<?, ?> event = (Map<?, ?>) JsonTree.parse(v1.toLine(new Message(Samples.META, "m", fields)));
        assertEquals("arch", event.get("hostname"));
        assertEquals("other", event.get("hostname_2"));
        assertEquals("never", event.get("time_2"));
        event = (Map<?, ?>) JsonTree.parse(v2.toLine(new Message(Samples.META, "m", fields)));
        assertEquals("arch", event.get("hostname"));
        assertEquals("other", event.get("object_hostname"));
    }

    @Test
    void versionTwoHasTheDocumentedKeys() {
        Assessment assessment = Samples.assessment(
                file(),
                MatchedString.at(ByteString.utf8("evil"), ByteString.utf8("an evil day"), 291),
                MatchedString.inField("x", 3, "/path"),
                MatchedString.at(ByteString.of(new byte[] {-1}), null, 1));
        String line = v2.toLine(assessment);
        Map<?, ?> event = (Map<?, ?>) JsonTree.parse(line);
        assertEquals(
                Set.of(
                        "time",
                        "hostname",
                        "level",
                        "module",
                        "message",
                        "scanid",
                        "uid",
                        "score",
                        "file",
                        "reasons",
                        "reasons_count",
                        "log_version"),
                event.keySet());
        assertEquals(true, line.endsWith(",\"log_version\":\"v2.0.0\"}"));
        assertEquals(
                "{path=/samples/DSU.py, exists=yes, ext=.py, type=Script, md5=m5, sha256=s2, firstbytes=23212f62696e / #!/bin,"
                        + " modified=2020-09-02T17:18:04Z, size=21811, permissions=U:R, owner=root}",
                event.get("file").toString());
        assertEquals(
                "[{name=YARA rule Evil_Rule / Detects evil, score=70, signature={ref=[https://a.example, b], ruledate=2023-07-01,"
                        + " tags=[T1, T2], rulename=Evil_Rule, description=Detects evil, author=A. Nonymous, id=42,"
                        + " falsepositives=[none]}, matched=[{data=evil, context=an evil day, offset=291}, {data=x, offset=3,"
                        + " field=/path}, {data=ff, encoding=hex, offset=1}], sigtype=custom, sigclass=YARA Rule}]",
                event.get("reasons").toString());
    }

    @Test
    void otherObjectsKeepTheirNamesAndTheContainerIsTheArchive() {
        ObservedObject page = ObservedObject.builder("web page visit")
                .set("url", "u")
                .set("time", Instant.parse("2020-09-02T17:18:04Z"))
                .build();
        Assessment sample = Samples.assessment(page);
        Assessment inside = new Assessment(
                sample.meta(),
                sample.message(),
                70,
                page,
                sample.reasons(),
                1,
                List.of(ContextObject.parent(file())),
                List.of(),
                null);
        Map<?, ?> event = (Map<?, ?>) JsonTree.parse(v2.toLine(inside));
        assertEquals("web page visit", event.get("object_type"));
        assertEquals("u", event.get("url"));
        assertEquals("2020-09-02T17:18:04Z", event.get("object_time"));
        assertEquals("2024-10-08T11:37:54.12Z", event.get("time"));
        assertEquals("/samples/DSU.py", ((Map<?, ?>) event.get("archive")).get("path"));
    }

    @Test
    void durationsLookLikeGos() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("a", Duration.ofMillis(1500));
        fields.put("b", Duration.ofSeconds(3723));
        fields.put("c", Duration.ofSeconds(3600));
        Map<?, ?> event = (Map<?, ?>) JsonTree.parse(v2.toLine(new Message(Samples.META, "m", fields)));
        assertEquals(List.of("1.5s", "1h2m3s", "1h0m0s"), List.of(event.get("a"), event.get("b"), event.get("c")));
    }

    @Property(tries = 200)
    void hostileTextsAreWholeAndOnOneLine(@ForAll String text, @ForAll String key) {
        Message message = new Message(Samples.META, text, Map.of("k" + key, text));
        for (String line : List.of(v1.toLine(message), v2.toLine(message))) {
            assertEquals(1, line.lines().count());
            Map<?, ?> event = (Map<?, ?>) JsonTree.parse(line);
            assertEquals(JsonValues.wellFormed(text), event.get("message"));
            assertEquals(true, event.containsValue(JsonValues.wellFormed(text)));
        }
    }
}
