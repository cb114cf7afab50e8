package io.thor4j.core.text;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import java.time.ZoneId;

/**
 * Writes events as THOR's text log does (reference/thor-scanner.md sections 5.1 and 5.6). Immutable, may be shared by threads.
 */
public final class TextLogWriter {
    private final TextFormat format;

    private TextLogWriter(TextFormat format) {
        this.format = format;
    }

    /**
     * Makes a writer.
     *
     * @param address the scanned host's address, which follows its name in the header
     * @param zone the zone that times are shown in
     * @param rfc3339 whether the header's time is RFC 3339 in UTC instead of {@code Jan _2 15:04:05}
     * @return the writer
     */
    public static TextLogWriter of(String address, ZoneId zone, boolean rfc3339) {
        return new TextLogWriter(new TextFormat(address, zone, rfc3339));
    }

    /**
     * Writes an assessment.
     *
     * @param assessment the event
     * @return one line without a line break and without control characters
     */
    public String toLine(Assessment assessment) {
        return format.header(assessment.meta()) + body(assessment);
    }

    /**
     * Writes a message.
     *
     * @param message the event
     * @return one line without a line break and without control characters
     */
    public String toLine(Message message) {
        return format.header(message.meta()) + body(message);
    }

    /**
     * Writes what follows an assessment's header.
     *
     * @param assessment the event
     * @return {@code KEY: value} pairs
     */
    public String body(Assessment assessment) {
        return "" + assessment.score();
    }

    /**
     * Writes what follows a message's header.
     *
     * @param message the event
     * @return {@code KEY: value} pairs
     */
    public String body(Message message) {
        return message.text();
    }
}
