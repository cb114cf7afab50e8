package io.thor4j.thunderstorm.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request's query, read leniently: case does not count in names, what is not validly encoded stands for itself
 * (thunderstorm.md section 4, rule 1). Immutable.
 */
final class Query {
    private final Map<String, String> values = new LinkedHashMap<>();

    /** Reads a query; null when there is none. */
    Query(@Nullable String text) {
        if (text == null) {
            return;
        }
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            values.putIfAbsent(name.toLowerCase(Locale.ROOT), equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
    }

    /** Returns a value, null when the parameter is missing or empty. */
    @Nullable
    String get(String name) {
        String value = values.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Tells whether a switch is on. */
    boolean is(String name) {
        String value = get(name);
        return value != null
                && (value.equals("1") || value.toLowerCase(Locale.ROOT).equals("true"));
    }

    /**
     * Returns a whole number.
     *
     * @param missing the value when the parameter is missing
     * @throws NumberFormatException when it is something else
     */
    long number(String name, long missing) {
        String value = get(name);
        return value == null ? missing : Long.parseLong(value);
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
            if (low >= 0) {
                plain.write(high << 4 | low);
                i += 2;
            } else {
                plain.write(bytes[i] == '+' ? ' ' : bytes[i]);
            }
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
