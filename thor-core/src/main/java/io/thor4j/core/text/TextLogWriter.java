package io.thor4j.core.text;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Message;
import io.thor4j.core.ObservedObject;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes events as THOR's text log does: a header and {@code KEY: value} pairs (reference/thor-scanner.md sections 5.1 and 5.6). Immutable,
 * may be shared by threads.
 *
 * <p>THOR's documented form: the header, the keys with their prefixes and suffixes, the order of reasons' keys, the form of matched strings
 * and of times, that values are not quoted. Ours: every key and value is written by {@link LineEscaper}, so that no scanned data can begin a
 * new line, colour a terminal or turn the reading direction, and each value can be read back. Like in THOR, a value may contain what looks
 * like another key; a program should read the JSON log.
 *
 * <p>The order of the first keys is MODULE, MESSAGE, SCANID, UID as in the logs of THOR 10.7 and 11, then the JSON order of version 3.
 */
public final class TextLogWriter {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);
    private static final DateTimeFormatter RFC3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT);

    private final String address;
    private final ZoneId zone;
    private final boolean rfc3339;
    private final int maxValue;
    private final boolean ascii;
    private final boolean hexMatches;

    private TextLogWriter(
            String address, ZoneId zone, boolean rfc3339, int maxValue, boolean ascii, boolean hexMatches) {
        this.address = address;
        this.zone = zone;
        this.rfc3339 = rfc3339;
        this.maxValue = maxValue;
        this.ascii = ascii;
        this.hexMatches = hexMatches;
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
        return new TextLogWriter(address, zone, rfc3339, 0, false, false);
    }

    /**
     * Returns a writer that cuts long values, THOR's {@code --truncate}. What was cut is said with its length.
     *
     * @param characters the longest value, at least 1; 0 for no limit
     * @throws IllegalArgumentException when it is negative
     */
    public TextLogWriter withMaxValue(int characters) {
        if (characters < 0) {
            throw new IllegalArgumentException("values of " + characters + " characters");
        }
        return new TextLogWriter(address, zone, rfc3339, characters, ascii, hexMatches);
    }

    /** Returns a writer whose lines are ASCII, THOR's {@code --ascii}: {@link LineEscaper#toAscii}. */
    public TextLogWriter withAscii() {
        return new TextLogWriter(address, zone, rfc3339, maxValue, true, hexMatches);
    }

    /** Returns a writer that shows matched strings and what is around them as hexadecimal digits, THOR's {@code --hex-matches}. */
    public TextLogWriter withHexMatches() {
        return new TextLogWriter(address, zone, rfc3339, maxValue, ascii, true);
    }

    /**
     * Returns a line as this writer shows lines, for outputs that make theirs of {@link #fields(Assessment)}.
     *
     * @param line the line, escaped for the own format
     */
    public String shown(String line) {
        return ascii ? LineEscaper.toAscii(line) : line;
    }

    /**
     * Writes an assessment.
     *
     * @param assessment the event
     * @return one line without a line break and without control characters
     */
    public String toLine(Assessment assessment) {
        return shown(header(assessment.meta()) + pairs(assessment));
    }

    /**
     * Writes a message.
     *
     * @param message the event
     * @return one line without a line break and without control characters
     */
    public String toLine(Message message) {
        return shown(header(message.meta()) + pairs(message));
    }

    /**
     * Writes what stands before the pairs of a line.
     *
     * @param meta the event's origin
     * @return {@code <time> <host>/<address> THOR: <Level>: }, with the blank at its end
     */
    public String header(EventMeta meta) {
        String time = rfc3339
                ? RFC3339.format(meta.time().withOffsetSameInstant(ZoneOffset.UTC))
                : STAMP.format(meta.time().atZoneSameInstant(zone));
        return time + " " + LineEscaper.escape(meta.hostname()) + "/" + LineEscaper.escape(address) + " THOR: "
                + meta.level().text() + ": ";
    }

    /**
     * Writes what follows an assessment's header.
     *
     * @param assessment the event
     * @return {@code KEY: value} pairs, one line
     */
    public String body(Assessment assessment) {
        return shown(pairs(assessment).toString());
    }

    /**
     * Writes what follows a message's header.
     *
     * @param message the event
     * @return {@code KEY: value} pairs, one line
     */
    public String body(Message message) {
        return shown(pairs(message).toString());
    }

    /**
     * Returns the pairs of {@link #body(Assessment)} for outputs with another syntax (key-value syslog, CSV).
     *
     * @param assessment the event
     * @return text keys and values in their order, not escaped: who writes them must escape for the own format
     */
    public Map<String, String> fields(Assessment assessment) {
        return pairs(assessment).distinct();
    }

    /**
     * Returns the pairs of {@link #body(Message)} for outputs with another syntax.
     *
     * @param message the event
     * @return text keys and values in their order, not escaped
     */
    public Map<String, String> fields(Message message) {
        return pairs(message).distinct();
    }

    /**
     * Returns the pairs of one object, by which Sigma rules for THOR's objects name its fields (reference/thor-scanner.md section 6).
     *
     * @param object the object
     * @return text keys and values in their order, not escaped
     */
    public Map<String, String> fields(ObservedObject object) {
        TextPairs pairs = new TextPairs(new TextValues(zone));
        pairs.addObject(object);
        return pairs.distinct();
    }

    private TextPairs pairs(Assessment assessment) {
        TextPairs pairs = new TextPairs(new TextValues(zone));
        meta(pairs, assessment.meta(), assessment.message());
        pairs.add("SCORE", String.valueOf(assessment.score()));
        pairs.addObject(assessment.subject());
        MatchText matches = new MatchText(assessment.subject(), hexMatches);
        List<Reason> reasons = assessment.reasons();
        for (int i = 0; i < reasons.size(); i++) {
            reason(pairs, reasons.get(i), "_" + (i + 1), matches);
        }
        if (assessment.reasonCount() != 0) {
            pairs.add("REASONS_COUNT", String.valueOf(assessment.reasonCount()));
        }
        pairs.addContext(assessment.context());
        pairs.cut(maxValue);
        return pairs;
    }

    private TextPairs pairs(Message message) {
        TextPairs pairs = new TextPairs(new TextValues(zone));
        meta(pairs, message.meta(), message.text());
        message.fields().forEach(pairs::addFree);
        pairs.cut(maxValue);
        return pairs;
    }

    private static void meta(TextPairs pairs, EventMeta meta, String message) {
        pairs.add("MODULE", meta.module());
        pairs.add("MESSAGE", message);
        pairs.addUnlessEmpty("SCANID", meta.scanId());
        pairs.addUnlessEmpty("UID", meta.eventId());
    }

    private static void reason(TextPairs pairs, Reason reason, String suffix, MatchText matches) {
        Signature signature = reason.signature();
        pairs.add("REASON" + suffix, reason.summary());
        pairs.add("SUBSCORE" + suffix, String.valueOf(signature.score()));
        pairs.add("REF" + suffix, String.join(", ", signature.reference()));
        pairs.add("SIGTYPE" + suffix, signature.origin().text());
        pairs.add("SIGCLASS" + suffix, signature.kind().text());
        pairs.addUnlessEmpty("RULEDATE" + suffix, signature.date());
        pairs.addUnlessEmpty("TAGS" + suffix, String.join(", ", signature.tags()));
        pairs.addUnlessEmpty("RULENAME" + suffix, signature.ruleName());
        pairs.addUnlessEmpty("DESCRIPTION" + suffix, signature.description());
        pairs.addUnlessEmpty("AUTHOR" + suffix, signature.author());
        pairs.addUnlessEmpty("ID" + suffix, signature.id());
        pairs.addUnlessEmpty("FALSEPOSITIVES" + suffix, String.join(", ", signature.falsePositives()));
        pairs.addShown("MATCHED" + suffix, matches.text(reason.matched()));
    }
}
