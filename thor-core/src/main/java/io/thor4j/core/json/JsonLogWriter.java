package io.thor4j.core.json;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.Assessment.Issue;
import io.thor4j.core.Assessment.Relation;
import io.thor4j.core.EventMeta;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as THOR's JSON log does, version 3: one object, one line, keys in THOR's order (reference/thor-scanner.md section 5.6).
 * Stateless, may be shared by threads.
 *
 * <p>Ours, not documented by THOR: a lone surrogate in a text becomes U+FFFD, and line separators, C1 controls and bidirectional controls
 * are written as {@code \}{@code uXXXX}, so that a line is one line in every viewer.
 */
public final class JsonLogWriter {
    /** The value of {@code log_version}. */
    public static final String LOG_VERSION = "v3.0.0";

    private final JsonFactory factory =
            JsonFactory.builder().characterEscapes(new LineSafeEscapes()).build();

    /** Makes a writer. */
    public JsonLogWriter() {}

    /**
     * Writes an assessment.
     *
     * @param assessment the event
     * @return one line without a line break
     */
    public String toLine(Assessment assessment) {
        StringWriter line = new StringWriter(1024);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            begin(out, "THOR assessment", assessment.meta());
            text(out, "message", assessment.message());
            out.writeNumberProperty("score", assessment.score());
            out.writeName("subject");
            JsonValues.object(out, assessment.subject());
            reasons(out, assessment.reasons());
            if (assessment.reasonCount() != 0) {
                out.writeNumberProperty("reason_count", assessment.reasonCount());
            }
            context(out, assessment.context());
            issues(out, assessment.issues());
            text(out, "log_version", LOG_VERSION);
            out.writeEndObject();
        }
        return line.toString();
    }

    /**
     * Writes a message.
     *
     * @param message the event
     * @return one line without a line break
     */
    public String toLine(Message message) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            begin(out, "THOR message", message.meta());
            text(out, "message", message.text());
            out.writeName("fields");
            JsonValues.any(out, message.fields());
            text(out, "log_version", LOG_VERSION);
            out.writeEndObject();
        }
        return line.toString();
    }

    /**
     * Writes one object alone, as audit trails and services show it.
     *
     * @param object the object
     * @return one line without a line break
     */
    public String toLine(ObservedObject object) {
        StringWriter line = new StringWriter(256);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            JsonValues.object(out, object);
        }
        return line.toString();
    }

    private static void begin(JsonGenerator out, String type, EventMeta meta) {
        out.writeStartObject();
        text(out, "type", type);
        out.writeName("meta");
        out.writeStartObject();
        text(out, "time", JsonValues.time(meta.time()));
        text(out, "level", meta.level().text());
        text(out, "module", meta.module());
        text(out, "scan_id", meta.scanId());
        optional(out, "event_id", meta.eventId());
        text(out, "hostname", meta.hostname());
        out.writeEndObject();
    }

    private static void reasons(JsonGenerator out, List<Reason> reasons) {
        out.writeName("reasons");
        if (reasons.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartArray();
        for (Reason reason : reasons) {
            out.writeStartObject();
            text(out, "type", "reason");
            text(out, "summary", reason.summary());
            out.writeName("signature");
            signature(out, reason.signature());
            matched(out, reason.matched());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void signature(JsonGenerator out, Signature signature) {
        out.writeStartObject();
        out.writeNumberProperty("score", signature.score());
        out.writeName("reference");
        JsonValues.strings(out, signature.reference());
        text(out, "origin", signature.origin().text());
        text(out, "kind", signature.kind().text());
        optional(out, "date", signature.date());
        optionalList(out, "tags", signature.tags());
        optional(out, "rule_name", signature.ruleName());
        optional(out, "description", signature.description());
        optional(out, "author", signature.author());
        optional(out, "id", signature.id());
        optionalList(out, "false_positives", signature.falsePositives());
        out.writeEndObject();
    }

    private static void matched(JsonGenerator out, List<MatchedString> matched) {
        out.writeName("matched");
        if (matched.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartArray();
        for (MatchedString match : matched) {
            out.writeStartObject();
            out.writeName("data");
            JsonValues.data(out, match.data());
            if (match.context() != null) {
                out.writeName("context");
                JsonValues.data(out, match.context());
            }
            if (match.offset() != null) {
                out.writeNumberProperty("offset", match.offset().longValue());
            }
            if (match.field() != null) {
                text(out, "field", pointer(match.field()));
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void context(JsonGenerator out, List<ContextObject> context) {
        out.writeName("context");
        if (context.isEmpty()) {
            out.writeNull();
            return;
        }
        out.writeStartArray();
        for (ContextObject entry : context) {
            out.writeStartObject();
            out.writeName("object");
            JsonValues.object(out, entry.object());
            out.writeName("relations");
            out.writeStartArray();
            for (Relation relation : entry.relations()) {
                out.writeStartObject();
                text(out, "relation_type", relation.type());
                text(out, "relation_name", relation.name());
                out.writeBooleanProperty("unique", relation.unique());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void issues(JsonGenerator out, List<Issue> issues) {
        if (issues.isEmpty()) {
            return;
        }
        out.writeName("issues");
        out.writeStartArray();
        for (Issue issue : issues) {
            out.writeStartObject();
            if (issue.affected() == null) {
                out.writeNullProperty("affected");
            } else {
                text(out, "affected", pointer(issue.affected()));
            }
            text(out, "category", issue.category());
            text(out, "description", issue.description());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /* THOR prints the pointer to the whole document as "/". */
    private static String pointer(String pointer) {
        return pointer.isEmpty() ? "/" : pointer;
    }

    private static void text(JsonGenerator out, String key, String value) {
        out.writeStringProperty(key, JsonValues.wellFormed(value));
    }

    private static void optional(JsonGenerator out, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            text(out, key, value);
        }
    }

    private static void optionalList(JsonGenerator out, String key, List<String> values) {
        if (!values.isEmpty()) {
            out.writeName(key);
            JsonValues.strings(out, values);
        }
    }
}
