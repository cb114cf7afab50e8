package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.json.JsonLogWriter;
import io.thor4j.core.json.JsonV1Writer;
import io.thor4j.core.json.JsonV2Writer;
import io.thor4j.core.text.TextLogWriter;
import java.time.ZoneId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows an event as one line of a log. Implementations may be shared by threads. */
public interface LineFormat {
    /**
     * Shows an assessment.
     *
     * @param assessment the event
     * @return one line without a line break, null when this format has nothing to say about it
     */
    @Nullable
    String line(Assessment assessment);

    /**
     * Shows a message.
     *
     * @param message the event
     * @return one line without a line break, null when this format has nothing to say about it
     */
    @Nullable
    String line(Message message);

    /**
     * THOR's text log.
     *
     * @param writer makes the lines
     */
    static LineFormat text(TextLogWriter writer) {
        return of(writer::toLine, writer::toLine);
    }

    /**
     * THOR's text log with {@code KEY='value'} pairs (reference/thor-scanner.md sections 5.1 and 5.2).
     *
     * @param writer makes headers and values
     */
    static LineFormat keyValue(TextLogWriter writer) {
        return of(
                event -> writer.shown(writer.header(event.meta()) + KeyValues.text(writer.fields(event))),
                event -> writer.shown(writer.header(event.meta()) + KeyValues.text(writer.fields(event))));
    }

    /** THOR's JSON log, version 3. */
    static LineFormat json() {
        JsonLogWriter writer = new JsonLogWriter();
        return of(writer::toLine, writer::toLine);
    }

    /** THOR's JSON log, version 2. */
    static LineFormat jsonV2() {
        JsonV2Writer writer = new JsonV2Writer();
        return of(writer::toLine, writer::toLine);
    }

    /**
     * THOR's JSON log, version 1.
     *
     * @param zone the zone of times in values
     */
    static LineFormat jsonV1(ZoneId zone) {
        JsonV1Writer writer = new JsonV1Writer(zone);
        return of(writer::toLine, writer::toLine);
    }

    /**
     * Makes a format of two functions.
     *
     * @param assessments shows assessments, null for nothing
     * @param messages shows messages, null for nothing
     */
    static LineFormat of(
            Function<Assessment, @Nullable String> assessments, Function<Message, @Nullable String> messages) {
        return new LineFormat() {
            @Override
            public @Nullable String line(Assessment assessment) {
                return assessments.apply(assessment);
            }

            @Override
            public @Nullable String line(Message message) {
                return messages.apply(message);
            }
        };
    }
}
