package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.ByteString;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/** Events for tests of outputs. */
public final class Events {
    private Events() {}

    /** The message of the reference's samples, at one of its times and on one of its hosts. */
    public static Message startup(String time, String host, String scanId) {
        return new Message(
                new EventMeta(OffsetDateTime.parse(time), Level.INFO, "Startup", scanId, null, host),
                "Thor Version: 10.8.0",
                Map.of());
    }

    public static Message message(Level level, String text, Map<String, ?> fields) {
        return new Message(
                new EventMeta(
                        OffsetDateTime.parse("2026-03-01T10:00:00Z"), level, "Report", "S-abcdefghijk", null, "host"),
                text,
                fields);
    }

    public static ObservedObject file(String path) {
        return ObservedObject.builder("file")
                .set("path", path)
                .set("exists", "yes")
                .set("extension", "")
                .set("size", 12)
                .set(
                        "hashes",
                        ObservedObject.builder("hashes")
                                .set("md5", "c926bf384319e40506e3d6e409dc856e")
                                .set("sha1", "a")
                                .set("sha256", "b")
                                .build())
                .build();
    }

    public static Assessment finding(Level level, int score, String path, MatchedString... matched) {
        return finding(level, score, "Bad_Rule", path, matched);
    }

    public static Assessment finding(Level level, int score, String rule, String path, MatchedString... matched) {
        Signature signature = Signature.builder(SignatureKind.YARA_RULE, Origin.CUSTOM, score)
                .ruleName(rule)
                .description("finds " + rule)
                .build();
        return new Assessment(
                new EventMeta(
                        OffsetDateTime.parse("2026-03-01T10:00:00Z"), level, "Filescan", "S-abcdefghijk", null, "host"),
                "Malware file found",
                score,
                file(path),
                List.of(new Reason("YARA rule " + rule + " / finds it", signature, List.of(matched))),
                1,
                List.of(ContextObject.parent(file("/outer.zip"))),
                List.of(),
                null);
    }

    /** Names and matches that try to break a line, run code, colour a terminal or turn a text around. */
    public static final List<String> HOSTILE = List.of(
            "/a\r\nMar  1 10:00:00 host/1.1.1.1 THOR: Alert: MODULE: forged",
            "/a\u001b[31mred\u001b]0;title\u0007",
            "/gnp\u202eexe.txt",
            "/x</script><script>alert(1)</script><img src=x onerror=alert(1)>",
            "=cmd|' /C calc'!A0",
            "+1+1",
            "-2+3",
            "@SUM(1)",
            "'quoted'",
            "/comma,\"quote\",semi;tab\tend",
            "/pipe|back\\slash=equals\\",
            "/C:\\x41\\u{202e}\\x0a",
            "/line\u2028sep\u0085next\u0000nul",
            "/&amp;&lt;\u00e4\ud83d\ude00 KEY: value SCORE: 100",
            "/lone\ud800surrogate");

    public static MatchedString hostileMatch(String name) {
        return MatchedString.at(ByteString.utf8(name), ByteString.of(new byte[] {-1, 0, 10, 27}), 3);
    }
}
