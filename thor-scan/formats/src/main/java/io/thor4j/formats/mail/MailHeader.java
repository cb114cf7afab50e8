package io.thor4j.formats.mail;

import io.thor4j.formats.container.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The header of a mail or of a part of one: the first field of each name that matters. Immutable. */
final class MailHeader {
    /** Longest header and longest value that are read; ours: real ones are a few KiB. */
    private static final int MAX_HEADER = 1 << 20;

    private static final int MAX_VALUE = 64 << 10;

    private final Map<String, String> fields;
    private final int end;

    private MailHeader(Map<String, String> fields, int end) {
        this.fields = fields;
        this.end = end;
    }

    /** Reads the header that begins somewhere; the lines of a field are joined (RFC 5322, 2.2.3). */
    static MailHeader read(Bytes mail, int from) {
        Map<String, String> fields = new HashMap<>();
        StringBuilder field = new StringBuilder();
        int stop = (int) Math.min(mail.length(), from + (long) MAX_HEADER);
        int at = from;
        while (at < stop) {
            int newline = mail.indexOf("\n", at, stop);
            int next = newline < 0 ? stop : newline + 1;
            String line = mail.clipped(at, Math.min(MAX_VALUE, next - at)).text(StandardCharsets.ISO_8859_1);
            String text = line.stripTrailing();
            if (text.isEmpty()) {
                at = next;
                break;
            }
            if (line.charAt(0) != ' ' && line.charAt(0) != '\t') {
                add(fields, field);
                field.setLength(0);
            }
            if (field.length() + text.length() <= MAX_VALUE) {
                field.append(text);
            }
            at = next;
        }
        add(fields, field);
        return new MailHeader(fields, at);
    }

    private static void add(Map<String, String> fields, StringBuilder field) {
        int colon = field.indexOf(":");
        if (colon <= 0) {
            return;
        }
        String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("content-")) {
            fields.putIfAbsent(name, field.substring(colon + 1).strip());
        }
    }

    /** Returns a {@code Content-} field's value, empty when there is none. */
    String get(String name) {
        return fields.getOrDefault(name, "");
    }

    /** Returns where the body begins. */
    int end() {
        return end;
    }
}
