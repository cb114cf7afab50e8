package io.thor4j.thunderstorm.server.result;

import io.thor4j.core.Assessment;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.json.JsonLogWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Writes findings as THOR 10.x does (thunderstorm.md section 2.1): all numbers are integers, and each finding has a {@code context}.
 * Stateless.
 */
final class FlatFindings {
    private static final String MODULE = "Filescan";

    private final JsonFactory factory =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final JsonLogWriter v3 = new JsonLogWriter();

    String write(List<Assessment> findings, List<Message> notes, long sampleId, String fileName) {
        StringWriter text = new StringWriter(1024);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartArray();
            findings.forEach(finding -> finding(out, finding, sampleId, fileName));
            notes.forEach(note -> note(out, note, sampleId, fileName));
            out.writeEndArray();
        }
        return text.toString();
    }

    private void finding(JsonGenerator out, Assessment finding, long sampleId, String fileName) {
        out.writeStartObject();
        out.writeStringProperty("level", finding.level().text());
        out.writeStringProperty("module", MODULE);
        out.writeStringProperty("message", finding.message());
        out.writeNumberProperty("score", finding.score());
        out.writeName("context");
        context(out, finding, sampleId, fileName);
        out.writeName("matches");
        out.writeStartArray();
        finding.reasons().forEach(reason -> match(out, reason));
        out.writeEndArray();
        out.writeEndObject();
    }

    private void context(JsonGenerator out, Assessment finding, long sampleId, String fileName) {
        ObservedObject subject = finding.subject();
        boolean file = subject.type().equals("file");
        out.writeStartObject();
        out.writeStringProperty("ext", text(subject, "/extension"));
        out.writeStringProperty("file", file ? text(subject, "/path") : fileName);
        if (file) {
            out.writeStringProperty(
                    "firstBytes", text(subject, "/first_bytes/hex") + " / " + text(subject, "/first_bytes/ascii"));
            out.writeStringProperty("md5", text(subject, "/hashes/md5"));
            out.writeStringProperty("sha1", text(subject, "/hashes/sha1"));
            out.writeStringProperty("sha256", text(subject, "/hashes/sha256"));
            out.writeNumberProperty("size", subject.get("size") instanceof Number size ? size.longValue() : 0);
            out.writeStringProperty("type", text(subject, "/magic_header"));
        } else {
            /* A line, a record or a window of the sample: what it is, and what it says. */
            out.writeStringProperty("type", subject.type());
            out.writeStringProperty("element", v3.toLine(subject));
        }
        out.writeNumberProperty("reasons_count", finding.reasonCount());
        out.writeNumberProperty("sample_id", sampleId);
        out.writeEndObject();
    }

    private static String text(ObservedObject subject, String pointer) {
        Object value = subject.resolve(pointer);
        return value == null ? "" : value.toString();
    }

    private static void match(JsonGenerator out, Reason reason) {
        Signature signature = reason.signature();
        String description = signature.description();
        out.writeStartObject();
        out.writeStringProperty(
                "reason", description == null || description.isEmpty() ? reason.summary() : description);
        out.writeNumberProperty("subscore", signature.score());
        optional(out, "rulename", signature.ruleName());
        out.writeStringProperty("ref", String.join(" ", signature.reference()));
        optional(out, "ruledate", signature.date());
        optional(out, "author", signature.author());
        out.writeStringProperty("sigtype", signature.origin().text());
        out.writeStringProperty("sigclass", signature.kind().text());
        strings(out, "tags", signature.tags());
        strings(
                out,
                "matched",
                reason.matched().stream()
                        .map(MatchedString::data)
                        .map(Object::toString)
                        .toList());
        out.writeEndObject();
    }

    private static void optional(JsonGenerator out, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.writeStringProperty(name, value);
        }
    }

    private static void strings(JsonGenerator out, String name, List<String> values) {
        out.writeName(name);
        out.writeStartArray();
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private static void note(JsonGenerator out, Message note, long sampleId, String fileName) {
        out.writeStartObject();
        out.writeStringProperty("level", note.meta().level().text());
        out.writeStringProperty("module", MODULE);
        out.writeStringProperty("message", note.text());
        out.writeNumberProperty("score", 0);
        out.writeName("context");
        out.writeStartObject();
        out.writeStringProperty("file", fileName);
        note.fields().forEach((name, value) -> {
            if (!name.equals("file")) {
                out.writeStringProperty(name, String.valueOf(value));
            }
        });
        out.writeNumberProperty("sample_id", sampleId);
        out.writeEndObject();
        out.writeName("matches");
        out.writeStartArray();
        out.writeEndArray();
        out.writeEndObject();
    }
}
