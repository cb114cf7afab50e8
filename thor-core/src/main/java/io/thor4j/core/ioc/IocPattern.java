package io.thor4j.core.ioc;

import java.util.Objects;

/**
 * A pattern over a text. Immutable.
 *
 * @param text what to look for
 * @param match how it is compared
 * @param caseSensitive whether case counts; a regex may also carry {@code (?i)}
 */
public record IocPattern(String text, Match match, boolean caseSensitive) {
    /** How a pattern is compared with a text. */
    public enum Match {
        /** The text is the pattern. */
        EQUALS,
        /** The pattern stands somewhere in the text. */
        CONTAINS,
        /** The pattern is a regex that is found somewhere in the text. */
        REGEX
    }

    /** Makes the pattern. */
    public IocPattern {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(match, "match");
    }

    /**
     * Makes a regex in which case counts.
     *
     * @param text the regex
     */
    public static IocPattern regex(String text) {
        return new IocPattern(text, Match.REGEX, true);
    }

    /**
     * Makes a text to be found in others.
     *
     * @param text the text
     * @param caseSensitive whether case counts
     */
    public static IocPattern contains(String text, boolean caseSensitive) {
        return new IocPattern(text, Match.CONTAINS, caseSensitive);
    }

    /**
     * Makes a text to be compared as a whole.
     *
     * @param text the text
     * @param caseSensitive whether case counts
     */
    public static IocPattern equalTo(String text, boolean caseSensitive) {
        return new IocPattern(text, Match.EQUALS, caseSensitive);
    }
}
