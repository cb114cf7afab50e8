package io.thor4j.threatintel.threatconnect;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** A filter in ThreatConnect's query language (threat-intel-apis.md section 2.2). Immutable, may be shared by threads. */
public final class Tql {
    /** Everything. */
    public static final Tql ALL = new Tql(List.of());

    private final List<String> terms;

    private Tql(List<String> terms) {
        this.terms = List.copyOf(terms);
    }

    /**
     * Returns a text as a literal, its quotes and backslashes escaped.
     *
     * @param text the text
     */
    public static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\'' || c == '`' || c == '\\') {
                quoted.append('\\');
            }
            quoted.appendCodePoint(c);
        });
        return quoted.append('"').toString();
    }

    /**
     * Returns a time as a literal: whole seconds, because fractions without a trailing zero are refused.
     *
     * @param time the time; a fraction is cut off
     */
    public static String quote(Instant time) {
        return quote(DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS)));
    }

    /**
     * Adds a term that must hold too.
     *
     * @param keyword such as {@code typeName}
     * @param operator such as {@code =}, {@code GEQ}, {@code STARTSWITH}
     * @param literal a quoted text, a number or {@code true}
     * @return the filter with it
     */
    public Tql and(String keyword, String operator, String literal) {
        return with(keyword + " " + operator + " " + literal);
    }

    /**
     * Adds that a keyword has one of some values.
     *
     * @param keyword such as {@code ownerName}
     * @param values the values
     * @return the filter with it; this filter when there are no values
     */
    public Tql andIn(String keyword, Collection<String> values) {
        return values.isEmpty()
                ? this
                : with(keyword + values.stream().map(Tql::quote).collect(Collectors.joining(", ", " IN (", ")")));
    }

    /**
     * Adds a filter that a person wrote, in parentheses: an {@code OR} in it must not open up what stands beside it.
     *
     * @param filter the filter; blank for none
     * @return the filter with it
     * @throws IllegalArgumentException when its quotes or parentheses are not in pairs
     */
    public Tql andFilter(String filter) {
        if (filter.isBlank()) {
            return this;
        }
        checkPairs(filter);
        return with("(" + filter.strip() + ")");
    }

    private static void checkPairs(String filter) {
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < filter.length(); i++) {
            char c = filter.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'' || c == '`') {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')' && --depth < 0) {
                throw new IllegalArgumentException(
                        "a filter with ')' too many at character " + (i + 1) + ": " + filter);
            }
        }
        if (quote != 0 || depth != 0) {
            throw new IllegalArgumentException(
                    "a filter with an open " + (quote != 0 ? "quote" : "parenthesis") + ": " + filter);
        }
    }

    private Tql with(String term) {
        List<String> more = new ArrayList<>(terms);
        more.add(term);
        return new Tql(more);
    }

    /** Returns the filter as it is sent, empty for everything. */
    @Override
    public String toString() {
        return String.join(" AND ", terms);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tql tql && terms.equals(tql.terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }
}
