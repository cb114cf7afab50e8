package io.thor4j.core.json;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Message;
import io.thor4j.core.text.TextLogWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes events as THOR's JSON log of version 1: one flat object a line, all values texts, the keys of the text log in lower case
 * (reference/thor-scanner.md section 5.6). Like THOR's, it carries no {@code log_version}. Immutable, may be shared by threads.
 *
 * <p>Ours: a text key that would hide one of the event's own ({@code time}, {@code level}, {@code hostname}) gets {@code _2}.
 */
public final class JsonV1Writer {
    private static final Set<String> OWN = Set.of("time", "level", "module", "scanid", "uid", "hostname");

    private final JsonFactory factory =
            JsonFactory.builder().characterEscapes(new LineSafeEscapes()).build();
    private final TextLogWriter text;

    /**
     * Makes a writer.
     *
     * @param zone the zone that times in values are shown in
     */
    public JsonV1Writer(ZoneId zone) {
        text = TextLogWriter.of("", zone, true);
    }

    /**
     * Writes an assessment.
     *
     * @param assessment the event
     * @return one line without a line break
     */
    public String toLine(Assessment assessment) {
        return line(assessment.meta(), text.fields(assessment));
    }

    /**
     * Writes a message.
     *
     * @param message the event
     * @return one line without a line break
     */
    public String toLine(Message message) {
        return line(message.meta(), text.fields(message));
    }

    private String line(EventMeta meta, Map<String, String> fields) {
        StringWriter line = new StringWriter(512);
        try (JsonGenerator out = factory.createGenerator(ObjectWriteContext.empty(), line)) {
            out.writeStartObject();
            own(out, "time", JsonValues.time(meta.time()));
            own(out, "level", meta.level().text());
            own(out, "module", meta.module());
            own(out, "scanid", meta.scanId());
            if (meta.eventId() != null && !meta.eventId().isEmpty()) {
                own(out, "uid", meta.eventId());
            }
            own(out, "hostname", meta.hostname());
            Set<String> taken = new HashSet<>(OWN);
            fields.forEach((key, value) -> {
                /* The first of each of these is the event's own, which stands above. */
                if (!key.equals("MODULE") && !key.equals("SCANID") && !key.equals("UID")) {
                    String name = key.toLowerCase(Locale.ROOT);
                    while (!taken.add(name)) {
                        name += "_2";
                    }
                    own(out, name, value);
                }
            });
            out.writeEndObject();
        }
        return line.toString();
    }

    private static void own(JsonGenerator out, String key, String value) {
        out.writeStringProperty(JsonValues.wellFormed(key), JsonValues.wellFormed(value));
    }
}
