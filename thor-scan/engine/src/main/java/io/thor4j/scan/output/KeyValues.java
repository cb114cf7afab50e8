package io.thor4j.scan.output;

import io.thor4j.core.text.LineEscaper;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes pairs as {@code KEY='value'} (reference/thor-scanner.md section 5.2, the samples of THOR 11). Stateless.
 *
 * <p>The reference leaves quotes inside of values open. Ours: what {@link LineEscaper} does, and {@code '} is {@code \x27}, so that a value
 * ends at the next {@code '} for every reader; a backslash before the closing quote is {@code \x5c}, because some readers would take the two
 * for an escaped quote.
 */
final class KeyValues {
    private KeyValues() {}

    static String text(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> LineEscaper.escape(field.getKey()) + "='" + value(field.getValue()) + "'")
                .collect(Collectors.joining(" "));
    }

    private static String value(String value) {
        String escaped = LineEscaper.escape(value).replace("'", "\\x27");
        return escaped.endsWith("\\") ? escaped.substring(0, escaped.length() - 1) + "\\x5c" : escaped;
    }
}
