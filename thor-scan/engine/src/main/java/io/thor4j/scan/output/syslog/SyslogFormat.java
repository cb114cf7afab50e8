package io.thor4j.scan.output.syslog;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.text.LineEscaper;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.CefFormat;
import io.thor4j.scan.output.LineFormat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes the messages of one type of target (reference/thor-scanner.md section 5.2). Immutable, may be shared by threads.
 *
 * <p>The reference shows the priority of Info only, 190: local7 and severity 6. Ours for the others, in the order of RFC 5424: Alert 1, Error
 * 3, Warning 4, Notice 5, Debug 7.
 */
public final class SyslogFormat implements LineFormat {
    /** THOR's facility, local7. */
    public static final int LOCAL7 = 23;

    /** The facility of THOR's {@code --local-syslog}. */
    public static final int LOCAL0 = 16;

    private static final DateTimeFormatter RFC5424_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT);

    /** Characters of the header's host name (RFC 5424 section 6). */
    private static final int HOST_CHARS = 255;

    private final SyslogTarget.Type type;
    private final TextLogWriter text;
    private final LineFormat lines;
    private final ZoneId zone;
    private final int facility;
    private final boolean strict;

    /**
     * Makes the format.
     *
     * @param type what is sent
     * @param text makes headers and text lines
     * @param zone the zone of times
     * @param facility 0 to 23
     * @param strict whether the header is that of RFC 3164 to the letter: the host's first label without its address
     * @param cefLevel the lowest severity that CEF sends
     */
    public SyslogFormat(
            SyslogTarget.Type type, TextLogWriter text, ZoneId zone, int facility, boolean strict, int cefLevel) {
        if (facility < 0 || facility > LOCAL7) {
            throw new IllegalArgumentException("facility " + facility);
        }
        this.type = type;
        this.text = text;
        this.zone = zone;
        this.facility = facility;
        this.strict = strict;
        this.lines = type == SyslogTarget.Type.CEF ? new CefFormat(zone, cefLevel) : LineFormat.json();
    }

    @Override
    public @Nullable String line(Assessment assessment) {
        return line(assessment.meta(), text.body(assessment), format -> format.line(assessment));
    }

    @Override
    public @Nullable String line(Message message) {
        return line(message.meta(), text.body(message), format -> format.line(message));
    }

    private @Nullable String line(EventMeta meta, String body, Function<LineFormat, @Nullable String> event) {
        return switch (type) {
            case CEF, JSON -> event.apply(lines);
            case DEFAULT -> priority(meta) + header(meta) + body;
            case SYSLOGJSON -> {
                String header = header(meta);
                /* THOR's sample has no level before the object. */
                yield priority(meta)
                        + header.substring(
                                0, header.length() - meta.level().text().length() - 2)
                        + event.apply(lines);
            }
            case SYSLOGKV -> {
                String line = String.valueOf(event.apply(LineFormat.keyValue(text)));
                yield priority(meta)
                        + header(meta)
                        + line.substring(text.shown(text.header(meta)).length());
            }
            case RFC5424 ->
                priority(meta) + "1 "
                        + RFC5424_TIME.format(meta.time().atZoneSameInstant(zone)) + " "
                        + name(meta.hostname(), HOST_CHARS)
                        + " THOR - " + name(meta.module(), 32) + " - "
                        + meta.level().text() + ": " + body;
        };
    }

    private String header(EventMeta meta) {
        String header = text.header(meta);
        if (!strict) {
            return header;
        }
        /* <time> <host>/<address> THOR: <Level>:, where neither the time nor what follows has a slash. */
        String host = meta.hostname().split("\\.", 2)[0];
        int end = header.indexOf(" THOR: ");
        int begin = header.indexOf(LineEscaper.escape(meta.hostname()) + "/");
        return header.substring(0, begin) + name(host, HOST_CHARS) + header.substring(end);
    }

    /* Visible ASCII without blanks, as both RFCs demand of names. */
    private static String name(String name, int most) {
        StringBuilder clean = new StringBuilder();
        name.chars().limit(most).forEach(c -> clean.append(c > ' ' && c < 0x7F ? (char) c : '_'));
        return clean.isEmpty() ? "-" : clean.toString();
    }

    private String priority(EventMeta meta) {
        return "<" + (facility * 8 + severity(meta.level())) + ">";
    }

    private static int severity(Level level) {
        return switch (level) {
            case ALERT -> 1;
            case ERROR -> 3;
            case WARNING -> 4;
            case NOTICE -> 5;
            case INFO -> 6;
            case DEBUG -> 7;
        };
    }
}
