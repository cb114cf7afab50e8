package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.text.LineEscaper;
import io.thor4j.core.text.TextLogWriter;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * ArcSight's Common Event Format as THOR writes it (reference/thor-scanner.md section 5.2): no priority, the host without its address, the
 * version 10, the CRC of the message as signature id. Immutable, may be shared by threads.
 *
 * <p>The reference shows {@code sproc} and {@code msg} only. Ours: {@code \ |} of the header and {@code \ =} of values are escaped as CEF
 * asks, controls as in the text log; findings add the file, its hash and size, the score and the reasons under the keys that CEF has for
 * them; what else the text log would show follows in {@code cs6}, so that nothing is lost.
 */
public final class CefFormat implements LineFormat {
    /** THOR's {@code --cef_level} when nothing is said: Notice and louder. */
    public static final int DEFAULT_SEVERITY = 4;

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ENGLISH);

    private final ZoneId zone;
    private final int minimum;
    private final TextLogWriter text;

    /**
     * Makes the format.
     *
     * @param zone the zone of times
     * @param minimum the lowest severity that is written, 0 to 10
     */
    public CefFormat(ZoneId zone, int minimum) {
        if (minimum < 0 || minimum > 10) {
            throw new IllegalArgumentException("CEF severity " + minimum);
        }
        this.zone = zone;
        this.minimum = minimum;
        this.text = TextLogWriter.of("", zone, false);
    }

    /**
     * Returns the severity of a level.
     *
     * @param level the level
     * @return 1 to 10
     */
    public static int severity(Level level) {
        return switch (level) {
            case DEBUG -> 1;
            case INFO -> 3;
            case NOTICE -> 4;
            case ERROR -> 5;
            case WARNING -> 8;
            case ALERT -> 10;
        };
    }

    @Override
    public @Nullable String line(Assessment assessment) {
        if (severity(assessment.level()) < minimum) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>(text.fields(assessment));
        Map<String, String> extension = begin(fields, assessment.message());
        move(fields, "FILE", extension, "filePath");
        move(fields, "SIZE", extension, "fsize");
        move(fields, "SHA256", extension, "fileHash");
        move(fields, "SCANID", extension, "externalId");
        extension.put("cn1Label", "Score");
        move(fields, "SCORE", extension, "cn1");
        if (!assessment.reasons().isEmpty()) {
            extension.put("cs1Label", "Reason");
            move(fields, "REASON_1", extension, "cs1");
        }
        return line(assessment.meta(), assessment.message(), rest(fields, extension));
    }

    @Override
    public @Nullable String line(Message message) {
        if (severity(message.meta().level()) < minimum) {
            return null;
        }
        Map<String, String> fields = new LinkedHashMap<>(text.fields(message));
        Map<String, String> extension = begin(fields, message.text());
        /* THOR's sample of a message has no scan id. */
        String scanId = fields.remove("SCANID");
        if (!fields.isEmpty() && scanId != null) {
            extension.put("externalId", scanId);
        }
        return line(message.meta(), message.text(), rest(fields, extension));
    }

    private static Map<String, String> begin(Map<String, String> fields, String message) {
        Map<String, String> extension = new LinkedHashMap<>();
        move(fields, "MODULE", extension, "sproc");
        fields.remove("MESSAGE");
        extension.put("msg", message);
        return extension;
    }

    private static void move(Map<String, String> fields, String key, Map<String, String> extension, String cefKey) {
        String value = fields.remove(key);
        if (value != null) {
            extension.put(cefKey, value);
        }
    }

    private static Map<String, String> rest(Map<String, String> fields, Map<String, String> extension) {
        if (!fields.isEmpty()) {
            extension.put("cs6Label", "Fields");
            extension.put("cs6", KeyValues.text(fields));
        }
        return extension;
    }

    private String line(EventMeta meta, String message, Map<String, String> extension) {
        StringBuilder line = new StringBuilder(256)
                .append(STAMP.format(meta.time().atZoneSameInstant(zone)))
                .append(' ')
                .append(LineEscaper.escape(meta.hostname()))
                .append(" CEF:0|Nextron Systems GmbH|THOR|10|")
                .append(signatureId(message))
                .append('|')
                .append(LineEscaper.escape(message).replace("\\", "\\\\").replace("|", "\\|"))
                .append('|')
                .append(severity(meta.level()))
                .append('|');
        String separator = "";
        for (Map.Entry<String, String> entry : extension.entrySet()) {
            /* cs6 is escaped for a line already, what its reader undoes after CEF's own escapes. */
            String value = entry.getKey().equals("cs6") ? entry.getValue() : LineEscaper.escape(entry.getValue());
            line.append(separator)
                    .append(entry.getKey())
                    .append('=')
                    .append(value.replace("\\", "\\\\").replace("=", "\\="));
            separator = " ";
        }
        return line.toString();
    }

    /* Lower-case hex of the CRC-32 of the message, without leading zeros. */
    private static String signatureId(String message) {
        CRC32 crc = new CRC32();
        crc.update(message.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
