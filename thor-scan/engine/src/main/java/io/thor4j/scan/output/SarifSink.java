package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Message;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.LineEscaper;
import io.thor4j.core.text.TextLogWriter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes findings as SARIF 2.1.0 (OASIS), which code hosts and build servers show: one result for each reason of an assessment, one rule
 * for each signature. Messages of the level Error are notifications of the tool. The file is there when the sink is closed. Used by one
 * thread at a time.
 */
public final class SarifSink implements OutputSink {
    /** Rules that are described; ours, far above any rule set. Results of others still name theirs. */
    private static final int MAX_RULES = 100_000;

    /** Notifications that are kept until the end; ours. */
    private static final int MAX_NOTIFICATIONS = 10_000;

    private static final TextLogWriter TEXT = TextLogWriter.of("", ZoneOffset.UTC, true);

    private final PendingFile file;
    private final JsonGenerator out;
    private final String version;
    private final Map<String, Signature> rules = new LinkedHashMap<>();
    private final List<Message> notifications = new ArrayList<>();
    private long moreNotifications;

    /**
     * Begins the document.
     *
     * @param file where it will stand
     * @param version the scanner's version
     * @throws IOException when nothing can be written there
     */
    public SarifSink(Path file, String version) throws IOException {
        this.file = new PendingFile(file);
        this.version = version;
        this.out = new JsonFactory().createGenerator(ObjectWriteContext.empty(), this.file.writer());
        out.writeStartObject();
        out.writeStringProperty("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        out.writeStringProperty("version", "2.1.0");
        out.writeArrayPropertyStart("runs");
        out.writeStartObject();
        out.writeStringProperty("columnKind", "utf16CodeUnits");
        out.writeArrayPropertyStart("results");
    }

    @Override
    public void accept(Assessment assessment) {
        Map<String, String> fields = TEXT.fields(assessment);
        String path = fields.get("FILE");
        for (Reason reason : assessment.reasons()) {
            result(assessment, reason, path, fields);
        }
        if (assessment.reasons().isEmpty()) {
            result(assessment, null, path, fields);
        }
    }

    private void result(
            Assessment assessment, @Nullable Reason reason, @Nullable String path, Map<String, String> fields) {
        out.writeStartObject();
        if (reason != null) {
            String id = ruleId(reason);
            if (rules.size() < MAX_RULES) {
                rules.putIfAbsent(id, reason.signature());
            }
            text("ruleId", id);
        }
        out.writeStringProperty("level", level(assessment.level()));
        out.writeObjectPropertyStart("message");
        String summary = reason == null ? "" : ": " + reason.summary();
        text("text", LineEscaper.escape(assessment.message() + summary));
        out.writeEndObject();
        out.writeArrayPropertyStart("locations");
        location(path, reason);
        out.writeEndArray();
        String hash = fields.get("SHA256");
        if (hash != null && !hash.isEmpty() && reason != null) {
            out.writeObjectPropertyStart("partialFingerprints");
            text("fileAndRule/v1", hash + ":" + ruleId(reason));
            out.writeEndObject();
        }
        out.writeObjectPropertyStart("properties");
        out.writeNumberProperty("score", assessment.score());
        text("thorLevel", assessment.level().text());
        text("host", assessment.meta().hostname());
        text("module", assessment.meta().module());
        text("scanId", assessment.meta().scanId());
        fields.forEach((key, value) -> {
            if (!key.equals("SCORE") && !key.equals("MODULE") && !key.equals("SCANID") && !key.equals("MESSAGE")) {
                text(key, value);
            }
        });
        out.writeEndObject();
        out.writeEndObject();
    }

    private void location(@Nullable String path, @Nullable Reason reason) {
        if (path == null) {
            return;
        }
        out.writeStartObject();
        out.writeObjectPropertyStart("physicalLocation");
        out.writeObjectPropertyStart("artifactLocation");
        text("uri", uri(path));
        out.writeEndObject();
        MatchedString match = reason == null
                ? null
                : reason.matched().stream()
                        .filter(found -> found.field() == null && found.offset() != null)
                        .findFirst()
                        .orElse(null);
        if (match != null && match.offset() != null) {
            out.writeObjectPropertyStart("region");
            out.writeNumberProperty("byteOffset", match.offset().longValue());
            out.writeNumberProperty("byteLength", match.data().length());
            out.writeEndObject();
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String ruleId(Reason reason) {
        Signature signature = reason.signature();
        String name = signature.ruleName();
        return name == null || name.isEmpty() ? signature.kind().text() + ": " + reason.summary() : name;
    }

    private static String level(Level level) {
        return switch (level) {
            case ALERT, ERROR -> "error";
            case WARNING -> "warning";
            default -> "note";
        };
    }

    /* A relative reference for paths of either style: each name percent-encoded, / between them; a drive keeps its colon. */
    private static String uri(String path) {
        String slashes = path.replace('\\', '/');
        boolean drive = slashes.length() > 2 && slashes.charAt(1) == ':' && slashes.charAt(2) == '/';
        StringBuilder uri = new StringBuilder(
                drive ? "file:///" + slashes.substring(0, 2) : slashes.startsWith("/") ? "file://" : "");
        boolean first = true;
        for (String name : (drive ? slashes.substring(2) : slashes).split("/", -1)) {
            uri.append(first ? "" : "/")
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
            first = false;
        }
        return uri.toString();
    }

    @Override
    public void accept(Message message) {
        if (message.meta().level() != Level.ERROR) {
            return;
        } else if (notifications.size() < MAX_NOTIFICATIONS) {
            notifications.add(message);
        } else {
            moreNotifications++;
        }
    }

    @Override
    public boolean isDocument() {
        return true;
    }

    @Override
    public void close() {
        out.writeEndArray();
        out.writeObjectPropertyStart("tool");
        out.writeObjectPropertyStart("driver");
        text("name", "thor");
        text("version", version);
        text("informationUri", "https://github.com/thor4j/thor");
        out.writeArrayPropertyStart("rules");
        rules.forEach(this::rule);
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
        out.writeArrayPropertyStart("invocations");
        out.writeStartObject();
        out.writeBooleanProperty("executionSuccessful", true);
        out.writeArrayPropertyStart("toolExecutionNotifications");
        notifications.forEach(this::notification);
        if (moreNotifications > 0) {
            notification(moreNotifications + " more errors, which the other logs of the scan show");
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndArray();
        out.writeEndObject();
        out.close();
        file.write("\n");
        file.close();
    }

    private void rule(String id, Signature signature) {
        out.writeStartObject();
        text("id", id);
        String description = signature.description();
        if (description != null && !description.isEmpty()) {
            out.writeObjectPropertyStart("shortDescription");
            text("text", LineEscaper.escape(description));
            out.writeEndObject();
        }
        out.writeObjectPropertyStart("properties");
        out.writeNumberProperty("score", signature.score());
        text("kind", signature.kind().text());
        text("origin", signature.origin().text());
        texts("references", signature.reference());
        texts("tags", signature.tags());
        out.writeEndObject();
        out.writeEndObject();
    }

    private void texts(String key, List<String> values) {
        out.writeArrayPropertyStart(key);
        values.forEach(value -> out.writeString(WellFormed.of(value)));
        out.writeEndArray();
    }

    private void notification(Message message) {
        notification(TEXT.body(message));
    }

    private void notification(String text) {
        out.writeStartObject();
        out.writeStringProperty("level", "error");
        out.writeObjectPropertyStart("message");
        text("text", text);
        out.writeEndObject();
        out.writeEndObject();
    }

    private void text(String key, String value) {
        out.writeStringProperty(WellFormed.of(key), WellFormed.of(value));
    }
}
