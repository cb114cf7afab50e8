package io.thor4j.core.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Issue;
import io.thor4j.core.ByteString;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Permissions;
import io.thor4j.core.Samples;
import io.thor4j.core.spi.OutputSink;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLogReaderTest {
    private final JsonLogWriter writer = new JsonLogWriter();

    /** Reads a line and writes what was read. */
    private String again(String line) {
        StringBuilder out = new StringBuilder();
        JsonLogReader.read(line, new OutputSink() {
            @Override
            public void accept(Assessment assessment) {
                out.append(writer.toLine(assessment));
            }

            @Override
            public void accept(Message message) {
                out.append(writer.toLine(message));
            }

            @Override
            public void close() {}
        });
        return out.toString();
    }

    @Test
    void anAssessmentWithEverythingIsWrittenAgainAsItWas() {
        ObservedObject file = ObservedObject.builder("file")
                .set("path", "/a\nb")
                .set("exists", "yes")
                .set("size", 5)
                .set(
                        "file_times",
                        ObservedObject.builder("file times")
                                .set("modified", OffsetDateTime.parse("2020-09-02T17:18:04.5+02:00"))
                                .build())
                .set("permissions", new Permissions.Windows("S", List.of(new Permissions.Acl("U", 'R'))).toObject())
                .set("unpack_source", List.of("ZIP"))
                .build();
        Assessment sample = Samples.assessment(
                file,
                new MatchedString(ByteString.of(new byte[] {-1, 0}), ByteString.utf8("<\u202e>"), 7L, null),
                MatchedString.inField("/a", 0, ""));
        Assessment whole = new Assessment(
                sample.meta(),
                "m",
                70,
                file,
                sample.reasons(),
                3,
                List.of(ContextObject.parent(ObservedObject.logLine(4, "x"))),
                List.of(new Issue(null, Issue.TRUNCATED, "cut")),
                null);
        String line = writer.toLine(whole);
        assertEquals(line, again(line));
    }

    @Test
    void everyTypeIsReadAgainAlsoWhenItIsEmpty() {
        for (String name : ObjectType.names()) {
            String line = writer.toLine(
                    Samples.assessment(ObservedObject.builder(name).build()));
            assertEquals(line, again(line));
        }
    }

    @Property(tries = 200)
    void messagesAreReadAgain(@ForAll String text, @ForAll long number, @ForAll List<Byte> data) {
        byte[] bytes = new byte[data.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = data.get(i);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(text, Map.of("n", number, "d", Duration.ofNanos(number)));
        fields.put("bytes", ByteString.of(bytes));
        fields.put("objects", List.of(ObservedObject.logLine(1, text), 2.5, true));
        String line = writer.toLine(new Message(Samples.META, text, fields));
        assertEquals(line, again(line));
    }

    @Test
    void newerKeysAndTypesAreKept() {
        String newer = writer.toLine(Samples.assessment(
                        ObservedObject.builder("mutex").set("mutex", "m").build()))
                .replace("\"mutex\":\"m\"", "\"mutex\":\"m\",\"since\":12");
        assertTrue(again(newer).contains("{\"type\":\"unknown mutex\",\"mutex\":\"m\",\"since\":12}"), again(newer));
        String other = newer.replace("\"type\":\"mutex\"", "\"type\":\"quantum register\"");
        assertEquals(other, again(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{} {}",
                "{\"type\":\"THOR rumour\"}",
                "{\"type\":\"THOR message\",\"meta\":{\"time\":\"now\",\"level\":\"Info\",\"module\":\"m\"},\"message\":\"\"}",
                "{\"type\":\"THOR message\",\"meta\":{\"time\":\"2024-10-08T11:37:54Z\",\"level\":\"Loud\",\"module\":\"m\"}}",
                "{\"type\":\"THOR assessment\",\"meta\":[],\"score\":1e999}",
            })
    void whatIsNoEventIsRefused(String line) {
        assertThrows(MalformedInputException.class, () -> again(line));
    }

    @Test
    void deepNestingIsRefusedNotRecursedInto() {
        String deep = "{\"type\":\"THOR message\",\"fields\":" + "{\"a\":".repeat(5000) + "1" + "}".repeat(5001);
        MalformedInputException error = assertThrows(MalformedInputException.class, () -> again(deep));
        assertTrue(String.valueOf(error.position()).startsWith("column "), String.valueOf(error.position()));
    }
}
