package io.thor4j.threatintel.ecs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.json.JsonLogTree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EcsSinkTest {
    private static final EventMeta META =
            new EventMeta(OffsetDateTime.parse("2026-03-01T10:00:00Z"), Level.ALERT, "Filescan", "S-a", null, "host");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static Assessment finding(String path) {
        Signature signature = Signature.builder(SignatureKind.YARA_RULE, Origin.CUSTOM, 90)
                .ruleName("Bad")
                .tags(List.of("T1027"))
                .build();
        ObservedObject file = ObservedObject.builder("file")
                .set("path", path)
                .set("exists", "yes")
                .set(
                        "hashes",
                        ObservedObject.builder("hashes").set("sha256", "ab").build())
                .build();
        return new Assessment(
                META,
                "Malware file found",
                90,
                file,
                List.of(new Reason("YARA rule Bad", signature, List.of())),
                1,
                List.of(),
                List.of(),
                null);
    }

    private static Object at(Map<?, ?> document, String path) {
        Object value = document;
        for (String key : path.split("\\.")) {
            value = ((Map<?, ?>) value).get(key);
        }
        return value;
    }

    @Test
    void findingsBecomeDocuments() {
        String hostile = "/srv/a\r\n</script>\u202e=1";
        try (EcsSink sink = new EcsSink(out, EcsOptions.DEFAULT, null)) {
            sink.accept(finding(hostile));
            sink.accept(finding(hostile));
            sink.accept(new Message(META.withLevel(Level.INFO), "Scan finished", Map.of("alerts", 2)));
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(3, lines.size());
        Map<?, ?> first = JsonLogTree.read(lines.get(0));
        assertEquals(hostile, at(first, "file.path"));
        assertEquals("alert", at(first, "event.kind"));
        assertEquals(90L, at(first, "event.risk_score"));
        assertEquals("Bad", at(first, "rule.id"));
        assertEquals(List.of("T1027"), at(first, "threat.technique.id"));
        assertNotEquals(
                first.get("_id"), JsonLogTree.read(lines.get(1)).get("_id"), "equal events are different documents");
    }
}
