package io.thor4j.core.json;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Issue;
import io.thor4j.core.Assessment.Relation;
import io.thor4j.core.ByteString;
import io.thor4j.core.EventMeta;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as the JSON log of THOR 10.7, version 2 (reference/thor-scanner.md section 5.6). Stateless, may be shared by threads.
 *
 * <p>The documented part: the keys of the event, of files, reasons, signatures and matches. The version leaves open how anything else looks;
 * ours: the fields of a subject that is no file stand in the event under their names of version 3 (with {@code object_} before a name that
 * the event uses itself) and {@code object_type}; a containing file is {@code archive}, other related objects are {@code context}; matched
 * bytes that are no UTF-8 are hex digits with {@code "encoding":"hex"} beside them.
 */
public final class JsonV2Writer {
    /** The value of {@code log_version}, the last key. */
    public static final String LOG_VERSION = "v2.0.0";

    private final JsonFactory factory =
            JsonFactory.builder().characterEscapes(new LineSafeEscapes()).build();

    /** Makes a writer. */
    public JsonV2Writer() {}

    /**
     * Writes an assessment.
     *
     * @param assessment the event
     * @return one line without a line break
     */
    public String toLine(Assessment assessment) {
        return line(toMap(assessment));
    }

    /**
     * Writes a message.
     *
     * @param message the event
     * @return one line without a line break
     */
    public String toLine(Message message) {
        return line(toMap(message));
    }

    private String line(Map<String, @Nullable Object> event) {
        StringWriter line = new StringWriter(1024);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            JsonValues.any(out, event);
        }
        return line.toString();
    }

    /**
     * Returns an assessment as the object that {@link #toLine(Assessment)} writes, for mappings to other schemas.
     *
     * @param assessment the event
     * @return texts, numbers, booleans, lists and maps in their order; may be changed
     */
    public Map<String, @Nullable Object> toMap(Assessment assessment) {
        Map<String, @Nullable Object> event = begin(assessment.meta(), assessment.message());
        event.put("score", (long) assessment.score());
        ObservedObject subject = assessment.subject();
        if (subject.type().equals("file")) {
            event.put("file", JsonV2Values.object(subject));
        } else {
            event.put("object_type", subject.type());
            JsonV2Values.object(subject).forEach((key, value) -> putFree(event, key, value));
        }
        event.put(
                "reasons",
                assessment.reasons().stream().map(JsonV2Writer::reason).toList());
        if (assessment.reasonCount() != 0) {
            event.put("reasons_count", (long) assessment.reasonCount());
        }
        context(event, assessment.context());
        if (!assessment.issues().isEmpty()) {
            event.put(
                    "issues",
                    assessment.issues().stream().map(JsonV2Writer::issue).toList());
        }
        event.put("log_version", LOG_VERSION);
        return event;
    }

    /**
     * Returns a message as the object that {@link #toLine(Message)} writes.
     *
     * @param message the event
     * @return texts, numbers, booleans, lists and maps in their order; may be changed
     */
    public Map<String, @Nullable Object> toMap(Message message) {
        Map<String, @Nullable Object> event = begin(message.meta(), message.text());
        message.fields().forEach((key, value) -> putFree(event, key, JsonV2Values.value(value)));
        event.put("log_version", LOG_VERSION);
        return event;
    }

    private static Map<String, @Nullable Object> begin(EventMeta meta, String message) {
        Map<String, @Nullable Object> event = new LinkedHashMap<>();
        event.put("time", JsonValues.time(meta.time()));
        event.put("hostname", meta.hostname());
        event.put("level", meta.level().text());
        event.put("module", meta.module());
        event.put("message", message);
        event.put("scanid", meta.scanId());
        if (meta.eventId() != null && !meta.eventId().isEmpty()) {
            event.put("uid", meta.eventId());
        }
        return event;
    }

    /* reasons, reasons_count, context, issues and log_version are put after the subject's own fields. */
    private static void putFree(Map<String, @Nullable Object> event, String key, @Nullable Object value) {
        boolean later = switch (key) {
            case "reasons", "reasons_count", "context", "archive", "issues", "log_version", "uid" -> true;
            default -> false;
        };
        String free = later || event.containsKey(key) ? "object_" + key : key;
        while (event.containsKey(free)) {
            free = "object_" + free;
        }
        event.put(free, value);
    }

    private static Map<String, @Nullable Object> reason(Reason reason) {
        Signature from = reason.signature();
        Map<String, @Nullable Object> signature = new LinkedHashMap<>();
        signature.put("ref", from.reference());
        putUnlessEmpty(signature, "ruledate", from.date());
        if (!from.tags().isEmpty()) {
            signature.put("tags", from.tags());
        }
        putUnlessEmpty(signature, "rulename", from.ruleName());
        putUnlessEmpty(signature, "description", from.description());
        putUnlessEmpty(signature, "author", from.author());
        putUnlessEmpty(signature, "id", from.id());
        if (!from.falsePositives().isEmpty()) {
            signature.put("falsepositives", from.falsePositives());
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("name", reason.summary());
        map.put("score", (long) from.score());
        map.put("signature", signature);
        map.put("matched", reason.matched().stream().map(JsonV2Writer::match).toList());
        map.put("sigtype", from.origin().text());
        map.put("sigclass", from.kind().text());
        return map;
    }

    private static Map<String, @Nullable Object> match(MatchedString match) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        put(map, "data", "encoding", match.data());
        if (match.context() != null) {
            put(map, "context", "context_encoding", match.context());
        }
        if (match.offset() != null) {
            map.put("offset", match.offset());
        }
        if (match.field() != null) {
            map.put("field", match.field());
        }
        return map;
    }

    private static void put(Map<String, @Nullable Object> map, String key, String encodingKey, ByteString bytes) {
        map.put(key, bytes.data());
        if (!bytes.encoding().equals("plain")) {
            map.put(encodingKey, bytes.encoding());
        }
    }

    private static void context(Map<String, @Nullable Object> event, List<ContextObject> context) {
        List<@Nullable Object> others = new ArrayList<>();
        for (ContextObject entry : context) {
            Relation first =
                    entry.relations().isEmpty() ? null : entry.relations().get(0);
            boolean archive = first != null
                    && first.name().equals("parent")
                    && entry.object().type().equals("file")
                    && !event.containsKey("archive");
            Map<String, @Nullable Object> object = JsonV2Values.object(entry.object());
            if (archive) {
                event.put("archive", object);
                continue;
            }
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            map.put("object_type", entry.object().type());
            map.put("object", object);
            map.put(
                    "relations",
                    entry.relations().stream().map(JsonV2Writer::relation).toList());
            others.add(map);
        }
        if (!others.isEmpty()) {
            event.put("context", others);
        }
    }

    private static Map<String, @Nullable Object> relation(Relation relation) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("type", relation.type());
        map.put("name", relation.name());
        map.put("unique", relation.unique());
        return map;
    }

    private static Map<String, @Nullable Object> issue(Issue issue) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("affected", issue.affected());
        map.put("category", issue.category());
        map.put("description", issue.description());
        return map;
    }

    private static void putUnlessEmpty(Map<String, @Nullable Object> map, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            map.put(key, value);
        }
    }
}
