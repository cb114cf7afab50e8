package io.thor4j.thunderstorm.client;

import io.thor4j.core.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server found in a sample, the same for both of its shapes (thunderstorm.md sections 2.1 and 2.2). What a server left out is empty,
 * 0 or null. Immutable.
 *
 * @param level how serious it is
 * @param module the part of the server that found it, such as {@code Filescan}
 * @param message what it says
 * @param score from 0
 * @param file the name that was sent
 * @param size of the file in bytes, -1 when it is not told
 * @param hashes of the file, by {@code md5}, {@code sha1}, {@code sha256}
 * @param reasons the signatures that matched
 * @param json the whole finding as it came: maps, lists, texts, numbers, booleans and nulls
 */
public record Finding(
        Level level,
        String module,
        String message,
        int score,
        String file,
        long size,
        Map<String, String> hashes,
        List<Reason> reasons,
        @Nullable Object json) {

    /**
     * A signature that matched.
     *
     * @param summary why, in words
     * @param rule the YARA rule, empty when it was none
     * @param score its own, null when it is not told
     * @param references where more is written
     * @param author who wrote the rule
     * @param date when
     * @param tags of the rule
     * @param matched what it matched, in the server's own rendering
     */
    public record Reason(
            String summary,
            String rule,
            @Nullable Integer score,
            List<String> references,
            String author,
            String date,
            List<String> tags,
            List<String> matched) {
        /** Makes the reason; lists are copied. */
        public Reason {
            references = List.copyOf(references);
            tags = List.copyOf(tags);
            matched = List.copyOf(matched);
        }
    }

    /** Makes the finding; map and list are copied. */
    public Finding {
        hashes = Map.copyOf(hashes);
        reasons = List.copyOf(reasons);
    }

    static Finding read(@Nullable Object json) {
        Fields fields = Fields.of(json);
        boolean flat = !fields.has("meta") && !fields.has("subject");
        Fields meta = flat ? fields : fields.object("meta");
        Fields file = flat ? fields.object("context") : fields.object("subject");
        Fields hashes = flat ? file : file.object("hashes");
        Map<String, String> found = new HashMap<>();
        for (String algorithm : List.of("md5", "sha1", "sha256")) {
            if (hashes.has(algorithm)) {
                found.put(algorithm, hashes.text(algorithm));
            }
        }
        List<Reason> reasons = new ArrayList<>();
        fields.objects("matches").forEach(match -> reasons.add(flatReason(match)));
        fields.objects("reasons").forEach(reason -> reasons.add(reason(reason)));
        Long size = file.number("size");
        return new Finding(
                level(meta.text("level")),
                meta.text("module"),
                fields.text("message"),
                number(fields.number("score")),
                flat ? file.text("file") : file.text("path"),
                size == null ? -1 : size,
                found,
                reasons,
                json);
    }

    private static Reason flatReason(Fields match) {
        Long score = match.number("subscore");
        return new Reason(
                match.text("reason"),
                match.text("rulename"),
                score == null ? null : (Integer) number(score),
                match.texts("ref"),
                match.text("author"),
                match.text("ruledate"),
                match.texts("tags"),
                match.texts("matched"));
    }

    private static Reason reason(Fields reason) {
        Fields signature = reason.object("signature");
        Long score = signature.number("score");
        return new Reason(
                reason.text("summary"),
                signature.text("rule_name"),
                score == null ? null : (Integer) number(score),
                signature.texts("reference"),
                signature.text("author"),
                signature.text("date"),
                signature.texts("tags"),
                reason.objects("matched").stream()
                        .map(match -> match.text("data"))
                        .toList());
    }

    private static int number(@Nullable Long value) {
        return value == null ? 0 : (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    /* A level that nobody knows must not make a finding vanish. */
    private static Level level(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "alert" -> Level.ALERT;
            case "notice" -> Level.NOTICE;
            case "info" -> Level.INFO;
            case "error" -> Level.ERROR;
            case "debug" -> Level.DEBUG;
            default -> Level.WARNING;
        };
    }
}
