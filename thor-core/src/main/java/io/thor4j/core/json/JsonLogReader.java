package io.thor4j.core.json;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Issue;
import io.thor4j.core.Assessment.Relation;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.spi.OutputSink;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads THOR's JSON log, version 3, back into events: what {@link JsonLogWriter} wrote becomes an event that it would write as the
 * same line, without the live element (reference/thor-scanner.md section 5.6). Stateless.
 *
 * <p>Objects of unknown types are generic ones, as in THOR's own reader. Ours: so is an object of a known type with keys or values that
 * this version does not know, under the type {@code unknown NAME}: a log of a newer THOR loses nothing.
 */
public final class JsonLogReader {
    private JsonLogReader() {}

    /**
     * Reads one event.
     *
     * @param line the line, without its line break
     * @param to takes the event
     * @throws MalformedInputException when it is no event of version 3
     */
    public static void read(String line, OutputSink to) {
        read(JsonLogTree.read(line), to);
    }

    /**
     * Reads one event that was parsed already.
     *
     * @param event what {@link JsonLogTree} read
     * @param to takes the event
     * @throws MalformedInputException when it is no event of version 3
     */
    public static void read(Map<String, @Nullable Object> event, OutputSink to) {
        String type = text(event, "type");
        switch (type) {
            case "THOR assessment", "THOR finding" -> to.accept(assessment(event));
            case "THOR message" -> to.accept(message(event));
            default -> throw malformed("an event of the unknown type \"" + type + "\"");
        }
    }

    private static Message message(Map<String, @Nullable Object> event) {
        Object fields = event.get("fields");
        return new Message(
                meta(map(event.get("meta"), "meta")),
                text(event, "message"),
                fields == null ? Map.of() : JsonObjects.free(map(fields, "fields")));
    }

    private static Assessment assessment(Map<String, @Nullable Object> event) {
        List<Reason> reasons = list(event.get("reasons"), "reasons").stream()
                .map(entry -> reason(map(entry, "reason")))
                .toList();
        return new Assessment(
                meta(map(event.get("meta"), "meta")),
                text(event, "message"),
                Math.max(0, number(event.get("score"), "score")),
                JsonObjects.object(map(event.get("subject"), "subject")),
                reasons,
                event.get("reason_count") == null ? 0 : number(event.get("reason_count"), "reason_count"),
                list(event.get("context"), "context").stream()
                        .map(entry -> context(map(entry, "context")))
                        .toList(),
                list(event.get("issues"), "issues").stream()
                        .map(entry -> issue(map(entry, "issue")))
                        .toList(),
                null);
    }

    private static EventMeta meta(Map<String, @Nullable Object> meta) {
        String id = optional(meta, "event_id");
        return new EventMeta(
                time(text(meta, "time")),
                level(text(meta, "level")),
                text(meta, "module"),
                Objects.requireNonNullElse(optional(meta, "scan_id"), ""),
                id == null || id.isEmpty() ? null : id,
                Objects.requireNonNullElse(optional(meta, "hostname"), ""));
    }

    /**
     * Reads a time as THOR's JSON logs have it.
     *
     * @param text RFC 3339
     * @throws MalformedInputException when it is none
     */
    public static OffsetDateTime time(String text) {
        try {
            return OffsetDateTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedInputException("\"" + text + "\" is no time as in RFC 3339", null, null, e);
        }
    }

    /**
     * Finds a level by the word that THOR prints.
     *
     * @param text such as {@code Warning}; {@code Alarm} of old documents is {@code Alert}
     * @throws MalformedInputException when there is no such level
     */
    public static Level level(String text) {
        return Arrays.stream(Level.values())
                .filter(level ->
                        level.text().equalsIgnoreCase(text) || (level == Level.ALERT && text.equalsIgnoreCase("Alarm")))
                .findFirst()
                .orElseThrow(() -> malformed("unknown level \"" + text + "\""));
    }

    private static Reason reason(Map<String, @Nullable Object> reason) {
        Map<String, @Nullable Object> signature = map(reason.get("signature"), "signature");
        return new Reason(
                text(reason, "summary"),
                new Signature(
                        number(signature.get("score"), "score"),
                        texts(signature.get("reference"), "reference"),
                        origin(text(signature, "origin")),
                        kind(text(signature, "kind")),
                        optional(signature, "date"),
                        texts(signature.get("tags"), "tags"),
                        optional(signature, "rule_name"),
                        optional(signature, "description"),
                        optional(signature, "author"),
                        optional(signature, "id"),
                        texts(signature.get("false_positives"), "false_positives")),
                list(reason.get("matched"), "matched").stream()
                        .map(entry -> match(map(entry, "match")))
                        .toList());
    }

    private static Origin origin(String text) {
        return Arrays.stream(Origin.values())
                .filter(origin -> origin.text().equals(text))
                .findFirst()
                .orElseThrow(() -> malformed("unknown origin \"" + text + "\""));
    }

    private static SignatureKind kind(String text) {
        return Arrays.stream(SignatureKind.values())
                .filter(kind -> kind.text().equals(text))
                .findFirst()
                .orElseThrow(() -> malformed("unknown kind of signature \"" + text + "\""));
    }

    private static MatchedString match(Map<String, @Nullable Object> match) {
        Object context = match.get("context");
        Object offset = match.get("offset");
        String field = optional(match, "field");
        if (offset != null && !(offset instanceof Long number && number >= 0)) {
            throw malformed("a match at the offset " + offset);
        }
        return new MatchedString(
                JsonObjects.data(map(match.get("data"), "data")),
                context == null ? null : JsonObjects.data(map(context, "context")),
                (Long) offset,
                /* The writer shows the pointer to the whole subject as "/". */
                "/".equals(field) ? "" : field);
    }

    private static ContextObject context(Map<String, @Nullable Object> entry) {
        return new ContextObject(
                JsonObjects.object(map(entry.get("object"), "object")),
                list(entry.get("relations"), "relations").stream()
                        .map(relation -> relation(map(relation, "relation")))
                        .toList());
    }

    private static Relation relation(Map<String, @Nullable Object> relation) {
        return new Relation(
                text(relation, "relation_type"),
                text(relation, "relation_name"),
                Boolean.TRUE.equals(relation.get("unique")));
    }

    private static Issue issue(Map<String, @Nullable Object> issue) {
        String affected = optional(issue, "affected");
        return new Issue("/".equals(affected) ? "" : affected, text(issue, "category"), text(issue, "description"));
    }

    @SuppressWarnings("unchecked") // the reader of JSON made it, all keys are texts
    static Map<String, @Nullable Object> map(@Nullable Object value, String name) {
        if (!(value instanceof Map<?, ?> map)) {
            throw malformed(name + " is no object");
        }
        return (Map<String, @Nullable Object>) map;
    }

    private static List<?> list(@Nullable Object value, String name) {
        if (value == null) {
            return List.of();
        } else if (!(value instanceof List<?> list)) {
            throw malformed(name + " is no list");
        } else {
            return list;
        }
    }

    private static List<String> texts(@Nullable Object value, String name) {
        return list(value, name).stream().map(String::valueOf).toList();
    }

    private static int number(@Nullable Object value, String name) {
        if (value instanceof Long number && number == number.intValue()) {
            return number.intValue();
        }
        throw malformed(name + " is no number of 32 bits");
    }

    private static String text(Map<String, @Nullable Object> map, String key) {
        String text = optional(map, key);
        if (text == null) {
            throw malformed("no \"" + key + "\"");
        }
        return text;
    }

    private static @Nullable String optional(Map<String, @Nullable Object> map, String key) {
        Object value = map.get(key);
        if (value != null && !(value instanceof String)) {
            throw malformed("\"" + key + "\" is no text");
        }
        return (String) value;
    }

    static MalformedInputException malformed(String reason) {
        return new MalformedInputException(reason, null, null, null);
    }
}
