package io.thor4j.core.text;

import io.thor4j.core.ByteString;
import io.thor4j.core.MatchedString;
import io.thor4j.core.ObjectField;
import io.thor4j.core.ObjectField.TextMode;
import io.thor4j.core.ObjectType;
import io.thor4j.core.ObservedObject;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Shows matched strings: {@code Str1: "a b" in "xa bx" at 0x10 in FIELD Str2: ...} (reference/thor-scanner.md section 5.6). Immutable.
 */
final class MatchText {
    /** THOR cuts after this many strings. */
    private static final int MAX_STRINGS = 31;

    private final ObservedObject subject;

    private final boolean hex;

    /**
     * Makes the text of matches.
     *
     * @param subject what they were found in
     * @param hex whether bytes are shown as hexadecimal digits
     */
    MatchText(ObservedObject subject, boolean hex) {
        this.subject = subject;
        this.hex = hex;
    }

    private String bytes(ByteString data) {
        return hex ? HexFormat.of().formatHex(data.toByteArray()) : quoted(data);
    }

    String text(List<MatchedString> matched) {
        if (matched.isEmpty()) {
            return "(none)";
        } else if (matched.size() == 1) {
            return text(matched.get(0));
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < matched.size() && i < MAX_STRINGS; i++) {
            text.append(i == 0 ? "Str" : " Str").append(i + 1).append(": ").append(text(matched.get(i)));
        }
        return text.append(matched.size() > MAX_STRINGS ? " ... (strings truncated)" : "")
                .toString();
    }

    private String text(MatchedString match) {
        StringBuilder text = new StringBuilder(bytes(match.data()));
        ByteString context = match.context();
        if (context != null) {
            text.append(" in ").append(bytes(context));
        }
        Long offset = match.offset();
        if (offset != null && !(offset == 0 && isWholeField(match))) {
            text.append(" at 0x").append(Long.toHexString(offset));
        }
        if (match.field() != null) {
            text.append(" in ").append(LineEscaper.escape(fieldName(match.field())));
        }
        return text.toString();
    }

    private boolean isWholeField(MatchedString match) {
        return match.field() != null
                && subject.resolve(match.field()) instanceof String value
                && match.data().equals(ByteString.utf8(value));
    }

    /* The text key that the pointer leads to; the pointer itself where the text log has no key for it. */
    private String fieldName(String pointer) {
        if (pointer.isEmpty() || pointer.equals("/")) {
            return "/";
        }
        String name = "";
        Object value = subject;
        for (String token : pointer.substring(1).split("/", -1)) {
            String key = token.replace("~1", "/").replace("~0", "~");
            if (value instanceof ObservedObject object) {
                ObjectType type = object.objectType();
                ObjectField field = type == null ? null : type.fields().get(key);
                if (type != null && (field == null || field.textMode() == TextMode.HIDDEN)) {
                    return pointer;
                }
                name = TextPairs.join(name, field == null ? key.toUpperCase(Locale.ROOT) : field.textKey());
                value = object.get(key);
            } else if (value instanceof Map<?, ?> map) {
                name = TextPairs.join(name, key);
                value = map.get(key);
            } else {
                return pointer;
            }
        }
        return name.isEmpty() ? pointer : name;
    }

    /** Returns the bytes as text, in quotes when anything but visible ASCII without the quote is among them. */
    static String quoted(ByteString bytes) {
        ByteString shown = withoutUtf16(bytes);
        for (int i = 0; i < shown.length(); i++) {
            int value = shown.byteAt(i);
            if (value <= 0x20 || value == '"' || value > 0x7E) {
                return '"' + escapeBytes(shown, true) + '"';
            }
        }
        return escapeBytes(shown, false, false);
    }

    /** Returns printable ASCII as it is, backslashes doubled, other bytes as {@code \xNN}. */
    static String escapeBytes(ByteString bytes, boolean escapeQuotes) {
        return escapeBytes(bytes, escapeQuotes, true);
    }

    private static String escapeBytes(ByteString bytes, boolean escapeQuotes, boolean escapeBackslashes) {
        StringBuilder text = new StringBuilder(bytes.length() + 8);
        for (int i = 0; i < bytes.length(); i++) {
            int value = bytes.byteAt(i);
            if ((value == '\\' && escapeBackslashes) || (value == '"' && escapeQuotes)) {
                text.append('\\').append((char) value);
            } else if (value < 0x20 || value > 0x7E) {
                text.append(String.format(Locale.ROOT, "\\x%02x", value));
            } else {
                text.append((char) value);
            }
        }
        return text.toString();
    }

    /* UTF-16LE text that is plain ASCII reads better without its zeros; a byte order mark or a first half character is dropped. */
    private static ByteString withoutUtf16(ByteString bytes) {
        int from = 0;
        if (bytes.length() > 1 && bytes.byteAt(0) == 0xFF && bytes.byteAt(1) == 0xFE) {
            from = 2;
        }
        if (from < bytes.length() && bytes.byteAt(from) == 0) {
            from++;
        }
        int count = (bytes.length() - from) / 2;
        byte[] narrow = new byte[count];
        for (int i = 0; i < count; i++) {
            int low = bytes.byteAt(from + 2 * i);
            boolean text = (low >= 0x20 && low <= 0x7E) || low == '\r' || low == '\n' || low == '\t';
            if (!text || bytes.byteAt(from + 2 * i + 1) != 0) {
                return bytes;
            }
            narrow[i] = (byte) low;
        }
        return count == 0 ? bytes : ByteString.of(narrow);
    }
}
