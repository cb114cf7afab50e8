package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Assessment.ContextObject;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.text.TextLogWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives events an id, and takes what tells of people out of them, before the sinks get them. Immutable, may be shared by threads.
 *
 * @param ids whether events get ids: equal texts equal ids (reference/thor-scanner.md section 5.1, {@code --genid}); how THOR makes them is
 *     not known, ours are the first 16 hex digits of the SHA-256 of the text line behind its header, without scan id and times
 * @param personalData takes them out, null to leave them in
 */
record EventRewriter(boolean ids, @Nullable PersonalData personalData) {
    /** Leaves events as they are. */
    static final EventRewriter NONE = new EventRewriter(false, null);

    private static final TextLogWriter WRITER = TextLogWriter.of("", ZoneOffset.UTC, true);
    private static final int ID_LENGTH = 16;

    Assessment rewrite(Assessment assessment) {
        PersonalData people = personalData;
        Assessment shown = assessment;
        if (people != null) {
            shown = new Assessment(
                    assessment.meta(),
                    assessment.message(),
                    assessment.score(),
                    people.without(assessment.subject()),
                    assessment.reasons().stream().map(people::without).toList(),
                    assessment.reasonCount(),
                    assessment.context().stream()
                            .map(each -> new ContextObject(people.without(each.object()), each.relations()))
                            .toList(),
                    assessment.issues(),
                    assessment.element());
        }
        if (!ids) {
            return shown;
        }
        Assessment timeless = with(shown, withoutScan(shown.meta()), timeless(shown.subject()), List.of());
        return with(shown, withId(shown.meta(), WRITER.body(timeless)), shown.subject(), shown.context());
    }

    private static Assessment with(
            Assessment event, EventMeta meta, ObservedObject subject, List<ContextObject> context) {
        return new Assessment(
                meta,
                event.message(),
                event.score(),
                subject,
                event.reasons(),
                event.reasonCount(),
                context,
                event.issues(),
                event.element());
    }

    /* When a file was read last says nothing of what was found in it. */
    private static ObservedObject timeless(ObservedObject object) {
        ObservedObject.Builder copy = ObservedObject.builder(object.type());
        object.values().forEach((key, value) -> {
            if (!(value instanceof OffsetDateTime)) {
                copy.set(key, value instanceof ObservedObject nested ? timeless(nested) : value);
            }
        });
        return copy.build();
    }

    private static EventMeta withoutScan(EventMeta meta) {
        return new EventMeta(meta.time(), meta.level(), meta.module(), "", null, meta.hostname());
    }

    Message rewrite(Message message) {
        PersonalData people = personalData;
        Message shown = people == null ? message : people.without(message);
        if (!ids) {
            return shown;
        }
        Message scanless = new Message(withoutScan(shown.meta()), shown.text(), shown.fields());
        return new Message(withId(shown.meta(), WRITER.body(scanless)), shown.text(), shown.fields());
    }

    private static EventMeta withId(EventMeta meta, String body) {
        byte[] digest;
        try {
            digest = MessageDigest.getInstance("SHA-256")
                    .digest((meta.level().text() + " " + body).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
        String id = HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        return new EventMeta(meta.time(), meta.level(), meta.module(), meta.scanId(), id, meta.hostname());
    }
}
