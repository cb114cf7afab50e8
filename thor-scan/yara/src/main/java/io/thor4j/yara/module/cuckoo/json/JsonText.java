package io.thor4j.yara.module.cuckoo.json;

import io.thor4j.core.MalformedInputException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text (RFC 8259, strict), read whole: objects become {@link Map}, of equal keys the last wins; arrays {@link List}; numbers
 * {@link Long} or {@link Double}; the others {@link String}, {@link Boolean} and null. Like jansson, which libyara uses, it asks for an
 * object or array at the top and for integers of at most 64 bits. Used by one thread.
 */
public final class JsonText {
    /** How deep objects and arrays may be nested: no report nests more than a few dozen, and each level costs stack. */
    private static final int MAX_DEPTH = 512;

    private final String text;
    private int position;
    private int depth;

    private JsonText(String text) {
        this.text = text;
    }

    /**
     * Reads a text.
     *
     * @param utf8 its bytes
     * @param module for whom; named in the error
     * @return a map or a list
     * @throws MalformedInputException when this is not JSON
     */
    public static Object read(byte[] utf8, String module) {
        JsonText json;
        try {
            json = new JsonText(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            throw error(module, "is not UTF-8", null, notUtf8);
        }
        try {
            json.skipBlanks();
            Object result = json.value();
            json.skipBlanks();
            if (json.position < json.text.length() || !(result instanceof Map || result instanceof List)) {
                throw new Unexpected();
            }
            return result;
        } catch (Unexpected unexpected) {
            throw error(module, "is not JSON", "character " + json.position, null);
        }
    }

    private static MalformedInputException error(
            String module, String what, @Nullable String position, @Nullable Throwable cause) {
        return new MalformedInputException(
                "The data given for the module " + module + " " + what, position, "pass a JSON report", cause);
    }

    /** Ends the reading; caught in this class. */
    private static final class Unexpected extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unexpected() {
            super(null, null, false, false);
        }
    }

    /**
     * Returns a member of an object.
     *
     * @param object any value
     * @param key the member's name
     * @return null when the value is no object, or has no such member
     */
    public static @Nullable Object member(@Nullable Object object, String key) {
        return object instanceof Map<?, ?> map ? map.get(key) : null;
    }

    /**
     * Returns the elements of an array.
     *
     * @param array any value
     * @return nothing when the value is no array
     */
    public static List<?> elements(@Nullable Object array) {
        return array instanceof List<?> list ? list : List.of();
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : -1;
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private void expect(String literal) {
        if (!text.startsWith(literal, position)) {
            throw new Unexpected();
        }
        position += literal.length();
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '{' -> nested(true);
            case '[' -> nested(false);
            case '"' -> string();
            case 't' -> {
                expect("true");
                yield true;
            }
            case 'f' -> {
                expect("false");
                yield false;
            }
            case 'n' -> {
                expect("null");
                yield null;
            }
            default -> number();
        };
    }

    private Object nested(boolean object) {
        if (++depth > MAX_DEPTH) {
            throw new Unexpected();
        }
        position++;
        Object result = object ? object() : array();
        depth--;
        return result;
    }

    /** Passes what stands behind an element; false at the end of the whole. */
    private boolean more(char end) {
        skipBlanks();
        int c = peek();
        position++;
        if (c == ',') {
            skipBlanks();
            return true;
        }
        if (c != end) {
            position--;
            throw new Unexpected();
        }
        return false;
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        skipBlanks();
        if (peek() == '}') {
            position++;
            return result;
        }
        do {
            String key = string();
            skipBlanks();
            expect(":");
            skipBlanks();
            result.put(key, value());
        } while (more('}'));
        return result;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> result = new ArrayList<>();
        skipBlanks();
        if (peek() == ']') {
            position++;
            return result;
        }
        do {
            result.add(value());
        } while (more(']'));
        return result;
    }

    private String string() {
        expect("\"");
        StringBuilder result = new StringBuilder();
        while (true) {
            int c = peek();
            if (c < 0x20) {
                throw new Unexpected();
            }
            position++;
            if (c == '"') {
                return checked(result);
            }
            result.append(c == '\\' ? escaped() : (char) c);
        }
    }

    /** A half of a surrogate pair is no character. */
    private static String checked(StringBuilder text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                throw new Unexpected();
            }
        }
        return text.toString();
    }

    private char escaped() {
        int c = peek();
        position++;
        return switch (c) {
            case '"', '\\', '/' -> (char) c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw new Unexpected();
        };
    }

    private char hex() {
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int c = peek();
            int digit = c < 0 || c > 0x7f ? -1 : Character.digit(c, 16);
            if (digit < 0) {
                throw new Unexpected();
            }
            result = result << 4 | digit;
            position++;
        }
        return (char) result;
    }

    private boolean digits() {
        int begin = position;
        while (peek() >= '0' && peek() <= '9') {
            position++;
        }
        return position > begin;
    }

    private Object number() {
        int begin = position;
        position += peek() == '-' ? 1 : 0;
        boolean zero = peek() == '0';
        int first = position;
        boolean sound = digits() && (!zero || position == first + 1);
        boolean real = false;
        if (sound && peek() == '.') {
            position++;
            real = true;
            sound = digits();
        }
        if (sound && (peek() == 'e' || peek() == 'E')) {
            position++;
            real = true;
            position += peek() == '+' || peek() == '-' ? 1 : 0;
            sound = digits();
        }
        if (!sound) {
            throw new Unexpected();
        }
        return real ? (Object) real(text.substring(begin, position)) : integer(text.substring(begin, position));
    }

    private static double real(String text) {
        double result = Double.parseDouble(text);
        if (Double.isInfinite(result)) {
            throw new Unexpected();
        }
        return result;
    }

    private static long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException tooLarge) {
            throw new Unexpected();
        }
    }
}
