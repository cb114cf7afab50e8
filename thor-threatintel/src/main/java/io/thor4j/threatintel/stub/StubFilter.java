package io.thor4j.threatintel.stub;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The part of TQL that the stub understands: terms with {@code = != > < >= <= EQ GEQ LEQ IN CONTAINS STARTSWITH}, {@code AND}, {@code OR}
 * and parentheses, over the fields by their keyword. For one filter.
 */
final class StubFilter {
    private static final Map<String, String> KEYWORDS = Map.of(
            "typename",
            "type",
            "ownername",
            "ownerName",
            "indicatoractive",
            "active",
            "lastmodified",
            "lastModified",
            "dateadded",
            "dateAdded");

    private static final Set<String> OPERATORS =
            Set.of("=", "EQ", "!=", ">", "<", ">=", "GEQ", "<=", "LEQ", "CONTAINS", "STARTSWITH");

    private final List<String> tokens = new ArrayList<>();
    private int at;
    private @Nullable Instant earliest;

    private StubFilter(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                i++;
            } else if (c == '"' || c == '\'') {
                i = quoted(text, i);
            } else if ("(),".indexOf(c) >= 0) {
                tokens.add(String.valueOf(c));
                i++;
            } else {
                int from = i;
                boolean operator = "=<>!".indexOf(c) >= 0;
                while (i < text.length()
                        && !Character.isWhitespace(text.charAt(i))
                        && "(),\"'".indexOf(text.charAt(i)) < 0
                        && ("=<>!".indexOf(text.charAt(i)) >= 0) == operator) {
                    i++;
                }
                tokens.add(text.substring(from, i));
            }
        }
    }

    /* Literals are kept with a quote before them, which tells them from words. */
    private int quoted(String text, int from) {
        StringBuilder literal = new StringBuilder("\"");
        int i = from + 1;
        while (i < text.length() && text.charAt(i) != text.charAt(from)) {
            if (text.charAt(i) == '\\') {
                i++;
            }
            if (i < text.length()) {
                literal.append(text.charAt(i));
            }
            i++;
        }
        if (i >= text.length()) {
            throw new IllegalArgumentException("an open quote");
        }
        tokens.add(literal.toString());
        return i + 1;
    }

    /**
     * A filter.
     *
     * @param test tells which indicators are in
     * @param earliest no indicator that changed earlier is in; null when that is not known
     * @param namesActive whether it decides about {@code active} itself
     */
    record Compiled(
            Predicate<Map<String, @Nullable Object>> test,
            @Nullable Instant earliest,
            boolean namesActive) {}

    /** Compiles a filter; throws IllegalArgumentException when it is malformed. */
    static Compiled compile(String text) {
        StubFilter filter = new StubFilter(text);
        boolean namesActive = text.toLowerCase(Locale.ROOT).contains("indicatoractive");
        if (filter.tokens.isEmpty()) {
            return new Compiled(any -> true, null, false);
        }
        Predicate<Map<String, @Nullable Object>> test = filter.alternatives(true);
        if (filter.at != filter.tokens.size()) {
            throw new IllegalArgumentException("more after the end of the filter");
        }
        return new Compiled(test, filter.earliest, namesActive);
    }

    private Predicate<Map<String, @Nullable Object>> alternatives(boolean top) {
        Instant before = earliest;
        Predicate<Map<String, @Nullable Object>> test = terms(top);
        while (at < tokens.size() && tokens.get(at).equalsIgnoreCase("OR")) {
            at++;
            // What one alternative asks for does not hold for all.
            earliest = before;
            test = test.or(terms(false));
        }
        return test;
    }

    private Predicate<Map<String, @Nullable Object>> terms(boolean top) {
        Predicate<Map<String, @Nullable Object>> test = term(top);
        while (at < tokens.size() && tokens.get(at).equalsIgnoreCase("AND")) {
            at++;
            test = test.and(term(top));
        }
        return test;
    }

    private String next() {
        if (at >= tokens.size()) {
            throw new IllegalArgumentException("the filter ends early");
        }
        return tokens.get(at++);
    }

    private Predicate<Map<String, @Nullable Object>> term(boolean top) {
        String word = next();
        if (word.equals("(")) {
            Predicate<Map<String, @Nullable Object>> inner = alternatives(false);
            if (!next().equals(")")) {
                throw new IllegalArgumentException("an open parenthesis");
            }
            return inner;
        }
        String field = KEYWORDS.getOrDefault(word.toLowerCase(Locale.ROOT), word);
        String operator = next().toUpperCase(Locale.ROOT);
        if (operator.equals("IN")) {
            List<String> values = values();
            return fields -> values.contains(String.valueOf(fields.get(field)));
        }
        if (!OPERATORS.contains(operator)) {
            throw new IllegalArgumentException("unknown operator " + operator);
        }
        String literal = literal(next());
        if (top && field.equals("lastModified") && (operator.equals("GEQ") || operator.equals(">="))) {
            earliest = Instant.parse(literal);
        }
        return fields -> compare(operator, fields.get(field), literal);
    }

    private List<String> values() {
        if (!next().equals("(")) {
            throw new IllegalArgumentException("IN wants a list");
        }
        List<String> values = new ArrayList<>();
        String token;
        do {
            values.add(literal(next()));
            token = next();
        } while (token.equals(","));
        if (!token.equals(")")) {
            throw new IllegalArgumentException("an open list");
        }
        return values;
    }

    private static String literal(String token) {
        return token.startsWith("\"") ? token.substring(1) : token;
    }

    private static boolean compare(String operator, @Nullable Object value, String literal) {
        if (value == null) {
            return false;
        }
        String text = String.valueOf(value);
        return switch (operator) {
            case "=", "EQ" -> text.equalsIgnoreCase(literal);
            case "!=" -> !text.equalsIgnoreCase(literal);
            case ">" -> order(text, literal) > 0;
            case "<" -> order(text, literal) < 0;
            case ">=", "GEQ" -> order(text, literal) >= 0;
            case "<=", "LEQ" -> order(text, literal) <= 0;
            case "CONTAINS" -> text.contains(literal);
            default -> text.startsWith(literal);
        };
    }

    private static int order(String left, String right) {
        try {
            return Instant.parse(left).compareTo(Instant.parse(right));
        } catch (DateTimeException e) {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        }
    }
}
