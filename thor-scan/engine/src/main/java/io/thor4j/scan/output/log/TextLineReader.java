package io.thor4j.scan.output.log;

import io.thor4j.core.EventMeta;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.json.JsonLogReader;
import io.thor4j.core.text.LineEscaper;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a line of THOR's text log apart, also in its key/value form and behind a syslog priority (reference/thor-scanner.md sections 5.1 and
 * 5.2). Immutable.
 *
 * <p>The form is not unambiguous: a value may hold what looks like a key. A key here is a word of upper-case letters, digits and
 * {@code _} of at least two characters, directly before {@code ": "}, after a blank.
 */
final class TextLineReader {
    private static final String SCANNER = " THOR: ";
    private static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    /** {@code Oct  8 11:37:54}. */
    private static final int STAMP = 15;

    private final ZoneId zone;
    private final OffsetDateTime now;

    TextLineReader(ZoneId zone, OffsetDateTime now) {
        this.zone = zone;
        this.now = now;
    }

    FlatEvents.Flat read(String whole) {
        String line = whole.startsWith("<") ? whole.substring(whole.indexOf('>') + 1) : whole;
        int scanner = line.indexOf(SCANNER);
        int level = scanner < 0 ? -1 : line.indexOf(':', scanner + SCANNER.length());
        if (level < 0) {
            throw malformed("neither JSON nor a line of THOR's text log");
        }
        boolean stamp = line.length() > STAMP && MONTHS.contains(line.substring(0, 3));
        int timeEnd = stamp ? STAMP : line.indexOf(' ');
        OffsetDateTime time = stamp ? stamp(line.substring(0, STAMP)) : JsonLogReader.time(line.substring(0, timeEnd));
        String origin = timeEnd + 1 > scanner ? "" : line.substring(timeEnd + 1, scanner);
        int slash = origin.lastIndexOf('/');
        String host = LineEscaper.unescape(slash < 0 ? origin : origin.substring(0, slash));
        EventMeta meta = new EventMeta(
                time, JsonLogReader.level(line.substring(scanner + SCANNER.length(), level)), "", "", null, host);
        String body = line.substring(level + 1).strip();
        int blank = body.indexOf(' ');
        int quote = body.indexOf("='");
        boolean keyValue = quote > 0 && (blank < 0 || quote < blank);
        return new FlatEvents.Flat(meta, keyValue ? keyValues(body) : pairs(body));
    }

    private OffsetDateTime stamp(String text) {
        try {
            int month = MONTHS.indexOf(text.substring(0, 3)) + 1;
            int day = Integer.parseInt(text.substring(4, 6).strip());
            int hour = Integer.parseInt(text.substring(7, 9));
            int minute = Integer.parseInt(text.substring(10, 12));
            int second = Integer.parseInt(text.substring(13, 15));
            int year = now.getYear();
            for (int tries = 0; tries < 8; tries++, year--) {
                if (month == 2 && day == 29 && !Year.isLeap(year)) {
                    continue;
                }
                OffsetDateTime time = LocalDateTime.of(year, month, day, hour, minute, second)
                        .atZone(zone)
                        .toOffsetDateTime();
                /* A day's grace for clocks that differ. */
                if (!time.isAfter(now.plusDays(1))) {
                    return time;
                }
            }
        } catch (NumberFormatException | DateTimeException e) {
            throw new MalformedInputException("\"" + text + "\" is no time", null, null, e);
        }
        throw malformed("\"" + text + "\" is no time");
    }

    private static Map<String, String> pairs(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        String key = null;
        int from = 0;
        int at = 0;
        while (at < body.length()) {
            int end = keyEnd(body, at);
            if (end > 0) {
                if (key != null) {
                    put(fields, key, body.substring(from, Math.max(from, at - 1)));
                }
                key = body.substring(at, end);
                from = Math.min(body.length(), end + 2);
            }
            int blank = body.indexOf(' ', Math.max(at, end));
            at = blank < 0 ? body.length() : blank + 1;
        }
        if (key == null) {
            throw malformed("no KEY: value");
        }
        put(fields, key, body.substring(from));
        return fields;
    }

    /* Returns where the key that begins there ends, -1 when none does. */
    private static int keyEnd(String body, int at) {
        int end = at;
        while (end < body.length() && isKeyPart(body.charAt(end))) {
            end++;
        }
        boolean colon = end < body.length() && body.charAt(end) == ':';
        boolean value = end + 1 == body.length() || (end + 1 < body.length() && body.charAt(end + 1) == ' ');
        return colon && value && end - at > 1 && Character.isLetter(body.charAt(at)) ? end : -1;
    }

    private static boolean isKeyPart(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static Map<String, String> keyValues(String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        int at = 0;
        while (at < body.length()) {
            int open = body.indexOf("='", at);
            int close = open < 0 ? -1 : body.indexOf('\'', open + 2);
            if (close < 0) {
                throw malformed("a pair without an end");
            }
            put(fields, body.substring(at, open), body.substring(open + 2, close));
            at = close + 2;
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String key, String value) {
        String free = key;
        for (int number = 2; fields.containsKey(free); number++) {
            free = key + "_" + number;
        }
        fields.put(free, LineEscaper.unescape(value));
    }

    private static MalformedInputException malformed(String reason) {
        return new MalformedInputException(reason, null, null, null);
    }
}
