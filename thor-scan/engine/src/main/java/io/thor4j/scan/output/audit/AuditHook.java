package io.thor4j.scan.output.audit;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import io.thor4j.core.json.JsonLogWriter;
import io.thor4j.core.spi.PostProcessingHook;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes a line for each element. May be shared by threads. */
final class AuditHook implements PostProcessingHook {
    /** Hex digits of an id; ours, 128 bits. */
    private static final int ID_DIGITS = 32;

    private final JsonLogWriter objects = new JsonLogWriter();
    private final JsonFactory factory = new JsonFactory();
    private final Writer out;

    AuditHook(Path file) throws IOException {
        out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(new FileOutputStream(file.toFile()), 1 << 16), StandardCharsets.UTF_8));
    }

    @Override
    public boolean everyElement() {
        return true;
    }

    @Override
    public void assessed(Element element, @Nullable Assessment assessment) {
        write(line(element, assessment));
    }

    private synchronized void write(String line) {
        try {
            out.write(line + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line(Element element, @Nullable Assessment assessment) {
        ObservedObject subject = element.subject();
        StringWriter line = new StringWriter(512);
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            json.writeStartObject();
            json.writeStringProperty("id", id(element));
            json.writeName("object");
            json.writeRawValue(objects.toLine(subject));
            json.writeObjectPropertyStart("timestamps");
            if (subject.get("file_times") instanceof ObservedObject times) {
                times.values().forEach((name, time) -> {
                    if (time instanceof OffsetDateTime at) {
                        json.writeStringProperty(name, DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at));
                    }
                });
            }
            json.writeEndObject();
            json.writeArrayPropertyStart("reasons");
            if (assessment != null) {
                assessment.reasons().forEach(reason -> reason(json, reason));
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("references");
            Element parent = element.parent();
            if (parent != null) {
                json.writeStartObject();
                json.writeStringProperty("target_id", id(parent));
                json.writeStringProperty("relation_name", "parent");
                json.writeStringProperty("relation_type", "derives from");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return line.toString();
    }

    private static void reason(JsonGenerator json, Reason reason) {
        json.writeStartObject();
        text(json, "summary", reason.summary());
        json.writeNumberProperty("score", reason.signature().score());
        text(json, "origin", reason.signature().origin().text());
        text(json, "kind", reason.signature().kind().text());
        String rule = reason.signature().ruleName();
        if (rule != null) {
            text(json, "rule_name", rule);
        }
        json.writeEndObject();
    }

    private static void text(JsonGenerator json, String key, String value) {
        /* UTF-8 cannot carry half a character. */
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        json.writeStringProperty(key, new String(bytes, StandardCharsets.UTF_8));
    }

    /* The same element has the same id in every scan: of its type, its name, and for a record what it holds. */
    private String id(Element element) {
        String text = element.type() + "\n" + element.name().text()
                + (element.type().equals("file") ? "" : "\n" + objects.toLine(element.subject()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
