package io.thor4j.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Relation;
import io.thor4j.core.ByteString;
import io.thor4j.core.EventMeta;
import io.thor4j.core.FileSubject;
import io.thor4j.core.Level;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Permissions;
import io.thor4j.core.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TextLogWriterTest {
    private final TextLogWriter writer = TextLogWriter.of("127.0.0.1", ZoneOffset.UTC, false);

    private static String fields(ObservedObject object) {
        TextPairs pairs = new TextPairs(new TextValues(ZoneOffset.UTC));
        pairs.addObject(object);
        return pairs.toString();
    }

    private static String match(ObservedObject subject, MatchedString... matched) {
        return new MatchText(subject, false).text(List.of(matched));
    }

    private static String match(String data) {
        return match(
                ObservedObject.builder("rootkit").build(),
                new MatchedString(ByteString.of(data.getBytes(StandardCharsets.ISO_8859_1)), null, null, null));
    }

    @Test
    void aMessageLooksLikeThorsSample() {
        Message message = new Message(Samples.META, "Thor Version: 10.8.0", Map.of());
        assertEquals(
                "Oct  8 11:37:54 arch/127.0.0.1 THOR: Info: MODULE: Startup MESSAGE: Thor Version: 10.8.0"
                        + " SCANID: S-KybbdhFvHhc",
                writer.toLine(message));
        assertTrue(TextLogWriter.of("::1", ZoneId.of("Asia/Tokyo"), true)
                .toLine(message)
                .startsWith("2024-10-08T11:37:54Z arch/::1 THOR: Info: MODULE"));
        assertTrue(TextLogWriter.of("::1", ZoneId.of("Asia/Tokyo"), false)
                .toLine(message)
                .startsWith("Oct  8 20:37:54 arch/::1 THOR: Info: "));
    }

    @Test
    void anAssessmentHasThorsKeys() {
        ObservedObject file = ObservedObject.builder("file")
                .set("path", "/samples/DSU.py")
                .set("exists", "yes")
                .set("extension", ".py")
                .set("magic_header", "Script")
                .set("size", 21811)
                .set(
                        "file_times",
                        ObservedObject.builder("file times")
                                .set("modified", Instant.parse("2020-09-02T17:18:04Z"))
                                .build())
                .build();
        assertEquals(
                "MODULE: Filescan MESSAGE: Suspicious file found SCANID: S-KybbdhFvHhc UID: E-1 SCORE: 70"
                        + " FILE: /samples/DSU.py EXTENSION: .py TYPE: Script MODIFIED: Wed Sep  2 17:18:04.000 2020"
                        + " SIZE: 21811 REASON_1: YARA rule Evil_Rule / Detects evil SUBSCORE_1: 70"
                        + " REF_1: https://a.example, b SIGTYPE_1: custom SIGCLASS_1: YARA Rule"
                        + " RULEDATE_1: 2023-07-01 TAGS_1: T1, T2 RULENAME_1: Evil_Rule DESCRIPTION_1: Detects evil"
                        + " AUTHOR_1: A. Nonymous ID_1: 42 FALSEPOSITIVES_1: none MATCHED_1: (none) REASONS_COUNT: 1",
                writer.body(Samples.assessment(file)));
    }

    @Test
    void partsOfAFileAreExpandedByTheirRules() {
        ObservedObject file = ObservedObject.builder("file")
                .set("path", "C:\\a.lnk")
                .set("exists", "no")
                .set("hashes", ObservedObject.builder("hashes").set("md5", "m").build())
                .set(
                        "first_bytes",
                        ObservedObject.builder("first bytes")
                                .set("hex", "4d5a")
                                .set("ascii", "MZ")
                                .build())
                .set(
                        "permissions",
                        new Permissions.Windows(
                                        "SYSTEM",
                                        List.of(new Permissions.Acl("Users", 'R'), new Permissions.Acl("Admins", 'F')))
                                .toObject())
                .set("unpack_source", List.of("EMAIL", "ZIP"))
                .set(
                        "virustotal",
                        ObservedObject.builder("virustotal")
                                .set("result", "bad")
                                .set("positive_verdicts", 3)
                                .build())
                .set("content", sparse(12, 4, "a\n\\"))
                .build();
        assertEquals(
                "FILE: C:\\a.lnk EXISTS: no MD5: m SHA1:  SHA256:  FIRSTBYTES: 4d5a / MZ OWNER: SYSTEM"
                        + " PERMISSIONS: Admins:F / Users:R UNPACK_SOURCE: EMAIL>ZIP CONTENT: [...]a\\x0a\\\\[...]"
                        + " VIRUSTOTAL_RESULT: bad VIRUSTOTAL_VERDICTS: 3",
                fields(file));
    }

    private static ObservedObject sparse(long length, long offset, String data) {
        return ObservedObject.builder("sparse data")
                .set("length", length)
                .set(
                        "elements",
                        List.of(ObservedObject.builder("sparse data element")
                                .set("offset", offset)
                                .set("data", ByteString.utf8(data))
                                .build()))
                .build();
    }

    @Test
    void prefixesListsAndDoubleKeys() {
        ObservedObject process = ObservedObject.builder("process")
                .set("pid", 5)
                .set("name", "n")
                .set("image", FileSubject.named("/bin/n", "yes"))
                .set("created", Instant.parse("2024-01-31T01:02:03.9Z"))
                .set("listen_ports", List.of(80, 443))
                .set(
                        "connections",
                        List.of(ObservedObject.builder("process connection").build()))
                .build();
        assertEquals(
                "PID: 5 NAME: n COMMAND:  OWNER:  IMAGE_FILE: /bin/n CREATED: Wed Jan 31 01:02:03 2024"
                        + " LISTEN_PORTS: 80,443 CONNECTION_COUNT: 1",
                fields(process));
        ObservedObject signed = ObservedObject.builder("pe info")
                .set("signed", true)
                .set(
                        "signatures",
                        List.of(
                                ObservedObject.builder("signature info")
                                        .set("certificate_name", "A")
                                        .build(),
                                ObservedObject.builder("signature info")
                                        .set("signature_valid", true)
                                        .build()))
                .build();
        assertEquals(
                "SIGNED: true CERTIFICATE_NAME_1: A SIGNATURE_VALID_1: false SIGNATURE_VALID_2: true", fields(signed));
        ObservedObject chunk = ObservedObject.builder("file chunk")
                .set("chunk_offset", 6 << 20)
                .set("content", sparse(2, 0, "ab"))
                .build();
        assertEquals("CHUNK_OFFSET: 0x600000 CHUNK_END: 0x0 CONTENT: ab", fields(chunk));
        ObservedObject initd = ObservedObject.builder("init.d service")
                .set("file", FileSubject.named("/etc/init.d/x.sh", "unknown"))
                .build();
        assertEquals("FILE: /etc/init.d/x.sh FILE_EXISTS: unknown FILE_EXTENSION: .sh", fields(initd));
        Map<String, Object> doubled = new LinkedHashMap<>();
        doubled.put("a", 1);
        doubled.put("A", 2);
        doubled.put("A_2", 3);
        doubled.put("message", "x");
        assertEquals(
                "MODULE: Startup MESSAGE: m SCANID: S-KybbdhFvHhc A: 1 A_2: 2 A_2_2: 3 MESSAGE_2: x",
                writer.body(new Message(Samples.META, "m", doubled)));
    }

    @Test
    void otherValuesHaveThorsForms() {
        assertEquals(
                "USER: u FULL_NAME:  IS_ADMIN: false LAST_LOGON: Mon Jan  1 00:00:00 0001 BAD_PASSWORD_COUNT: 0"
                        + " NUM_LOGONS: 0 PASS_AGE: 1.50 NO_EXPIRE: false ACTIVE: false LOCKED: false COMMENT: ",
                fields(ObservedObject.builder("Windows user")
                        .set("user", "u")
                        .set("pass_age", Duration.ofHours(36))
                        .build()));
        Map<String, String> entry = new LinkedHashMap<>();
        entry.put("Key1", "Value1");
        entry.put("Key2", "Value2");
        assertEquals(
                "ENTRY: Key1: Value1  Key2: Value2 EVENT_ID: 1",
                fields(ObservedObject.builder("eventlog entry")
                        .set("entry", entry)
                        .set("event_id", "1")
                        .build()));
        assertEquals(
                "LAST_EXECUTION_TIME: Fri Mar  1 00:00:00 2024 EXECUTION_COUNT: 2",
                fields(ObservedObject.builder("prefetch info")
                        .set(
                                "execution_times",
                                List.of(Instant.parse("2024-03-01T00:00:00Z"), Instant.parse("2023-03-01T00:00:00Z")))
                        .set("execution_count", 2)
                        .build()));
        assertEquals(
                "MODULE: Startup MESSAGE: m SCANID: S-KybbdhFvHhc TOOK: 0 hours 0 mins 9 secs MUTEX: x",
                writer.body(new Message(
                        Samples.META,
                        "m",
                        orderedMap(
                                "took",
                                Duration.ofSeconds(9),
                                "object",
                                ObservedObject.builder("mutex")
                                        .set("mutex", "x")
                                        .build()))));
        assertEquals(
                "NAME: x",
                fields(ObservedObject.builder("extension").set("name", "x").build()));
    }

    private static Map<String, Object> orderedMap(String key, Object value, String key2, Object value2) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(key2, value2);
        return map;
    }

    @Test
    void contextIsPrefixedWithItsFirstRelation() {
        ObservedObject mutex = ObservedObject.builder("mutex").set("mutex", "s").build();
        ObservedObject value =
                ObservedObject.builder("registry value").set("key", "HKLM").build();
        Relation near = new Relation("related to", "neighbour", false);
        Assessment assessment = new Assessment(
                Samples.META,
                "m",
                0,
                mutex,
                List.of(),
                0,
                List.of(
                        ContextObject.parent(FileSubject.named("/a.zip", "yes")),
                        new ContextObject(mutex, List.of(near, new Relation("x", "y", true))),
                        new ContextObject(value, List.of(near)),
                        new ContextObject(
                                ObservedObject.builder("mutex")
                                        .set("mutex", "t")
                                        .build(),
                                List.of(near)),
                        new ContextObject(mutex, List.of())),
                List.of(),
                null);
        assertEquals(
                "MODULE: Startup MESSAGE: m SCANID: S-KybbdhFvHhc SCORE: 0 MUTEX: s PARENT_FILE: /a.zip"
                        + " PARENT_EXTENSION: .zip NEIGHBOUR_MUTEX_1: s NEIGHBOUR_MUTEX_3: t",
                writer.body(assessment));
    }

    @Test
    void matchedStringsAreQuotedOnlyWhenNeeded() {
        assertEquals("evil", match("evil"));
        assertEquals("\"e vil\"", match("e vil"));
        assertEquals("\"say \\\"x\\\"\"", match("say \"x\""));
        assertEquals("C:\\x", match("C:\\x"));
        assertEquals("\"C:\\\\x y\"", match("C:\\x y"));
        assertEquals("\"\\x00\\xff\\x0a\"", match("\u0000\u00ff\n"));
        assertEquals("ab", match("a\u0000b\u0000"));
        assertEquals("ab", match("\u00ff\u00fea\u0000b\u0000"));
        assertEquals("ab", match("\u0000a\u0000b\u0000"));
        assertEquals("\"a b\"", match("a\u0000 \u0000b\u0000"));
        assertEquals("\"\\x00\"", match("\u0000"));
        assertEquals("", match(""));
        assertEquals("\"\\xc3\\xa4\"", match("\u00c3\u00a4"));
    }

    @Test
    void matchedStringsTellContextOffsetAndField() {
        ObservedObject file = FileSubject.named("/tmp/evil.sh", "yes");
        assertEquals(
                "evil in \"xx evil\" at 0x10",
                match(file, MatchedString.at(ByteString.utf8("evil"), ByteString.utf8("xx evil"), 16)));
        assertEquals("evil at 0x5 in FILE", match(file, MatchedString.inField("evil", 5, "/path")));
        assertEquals("/tmp/evil.sh in FILE", match(file, MatchedString.inField("/tmp/evil.sh", 0, "/path")));
        assertEquals("/tmp at 0x0 in FILE", match(file, MatchedString.inField("/tmp", 0, "/path")));
        assertEquals("x at 0x1 in /", match(file, MatchedString.inField("x", 1, "")));
        assertEquals("x at 0x1 in /no/such", match(file, MatchedString.inField("x", 1, "/no/such")));
        ObservedObject event = ObservedObject.builder("eventlog entry")
                .set("entry", Map.of("Image", "evil"))
                .build();
        assertEquals("evil in ENTRY_Image", match(event, MatchedString.inField("evil", 0, "/entry/Image")));
        assertEquals(
                "Str1: a at 0x0 Str2: \"b c\" at 0x0",
                match(
                        file,
                        MatchedString.at(ByteString.utf8("a"), null, 0),
                        MatchedString.at(ByteString.utf8("b c"), null, 0)));
    }

    @Test
    void moreThan31StringsAreCut() {
        MatchedString match = new MatchedString(ByteString.utf8("a"), null, null, null);
        ObservedObject subject = ObservedObject.builder("rootkit").build();
        List<MatchedString> matches = new ArrayList<>(Collections.nCopies(31, match));
        assertTrue(new MatchText(subject, false).text(matches).endsWith(" Str30: a Str31: a"));
        matches.add(match);
        assertTrue(new MatchText(subject, false).text(matches).endsWith(" Str31: a ... (strings truncated)"));
        assertFalse(new MatchText(subject, false).text(matches).contains("Str32"));
    }

    @Test
    void hostileValuesCannotBreakTheLine() {
        assertEquals(
                "a\\x0d\\x0ab\\x1b[31mc\\u{202e}d\\u{2066}e\\x85\\u{2028}\\u{dc00}\ud83d\ude00\u00e4 C:\\x",
                LineEscaper.escape("a\r\nb\u001b[31mc\u202ed\u2066e\u0085\u2028\udc00\ud83d\ude00\u00e4 C:\\x"));
    }

    @Property
    void aLineNeverContainsAControlCharacter(
            @ForAll String text, @ForAll String key, @ForAll String host, @ForAll List<Byte> data) {
        byte[] bytes = new byte[data.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = data.get(i);
        }
        ObservedObject generic = ObservedObject.builder("x" + text)
                .set("k" + key, text)
                .set("l", List.of(text))
                .set("b", ByteString.of(bytes))
                .build();
        Assessment assessment = Samples.assessment(
                generic,
                new MatchedString(ByteString.of(bytes), ByteString.utf8(text), 0L, "/" + key),
                MatchedString.inField(text, 0, "/k" + key));
        TextLogWriter hostile = TextLogWriter.of(host, ZoneOffset.UTC, false);
        String line = hostile.toLine(assessment)
                + hostile.toLine(new Message(Samples.META, text, Map.of(key, List.of(text, ByteString.of(bytes)))));
        line.codePoints().forEach(point -> {
            assertFalse(Character.isISOControl(point), line);
            assertFalse(point == 0x2028 || point == 0x2029 || (point >= 0x202A && point <= 0x202E), line);
            assertFalse(point >= 0x2066 && point <= 0x2069, line);
        });
    }

    @Test
    void fieldsForOtherOutputsAreNotEscaped() {
        ObservedObject line = ObservedObject.logLine(0, "a\nb");
        assertEquals(Map.of("LINE", "a\nb"), writer.fields(line));
        assertEquals("a\nb", writer.fields(Samples.assessment(line)).get("LINE"));
        assertEquals(
                List.of("MODULE", "MESSAGE", "SCANID"),
                List.copyOf(
                        writer.fields(new Message(Samples.META, "m", Map.of())).keySet()));
    }

    @Test
    void aZeroInAKeyOrAValueIsEscaped() {
        ObservedObject generic =
                ObservedObject.builder("generic").set("k\u0000", "v\u0000").build();
        assertEquals("K\\x00: v\\x00", fields(generic));
    }

    @Test
    void everyTypeCanBeWrittenEmpty() {
        for (String name : ObjectType.names()) {
            String text = fields(ObservedObject.builder(name).build());
            assertFalse(text.contains("null"), name + ": " + text);
        }
    }

    @Test
    void longValuesAreCutButNeverInsideACharacterOrAnEscape() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("short", "12345678");
        fields.put("long", "123456789");
        fields.put("wide", "1234567\uD83D\uDE00x");
        fields.put("escaped", ByteString.of(new byte[] {'a', 'b', 'c', 'd', 'e', 1, 2, 3}));
        Message message = new Message(new EventMeta(OffsetDateTime.MIN, Level.INFO, "M", "", "", "h"), "text", fields);
        String body = TextLogWriter.of("", ZoneOffset.UTC, true).withMaxValue(8).body(message);
        assertEquals(
                "MODULE: M MESSAGE: text SHORT: 12345678 LONG: 12345678... (1 more characters)"
                        + " WIDE: 1234567... (3 more characters) ESCAPED: \"abcde... (13 more characters)",
                body);
    }

    @Test
    void asciiLinesCanBeReadBack() {
        String text = "\u00e9 \\u{00e9} \uD83D\uDE00 \u202e x";
        String ascii = LineEscaper.toAscii(LineEscaper.escape(text));
        assertTrue(ascii.chars().allMatch(c -> c >= 0x20 && c < 0x7F), ascii);
        assertEquals(text, LineEscaper.unescape(ascii));
    }
}
