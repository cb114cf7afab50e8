package io.thor4j.yara.pattern;

import io.thor4j.yara.spi.RegexArgument;

/**
 * A regex literal of a condition ({@code matches}, module arguments): searched anywhere in a text, in linear time. Immutable; threads may
 * share it.
 */
public final class RegexSearch implements RegexArgument {
    private final byte[] source;
    private final boolean nocase;
    private final boolean dotAll;

    private RegexSearch(byte[] source, boolean nocase, boolean dotAll) {
        this.source = source;
        this.nocase = nocase;
        this.dotAll = dotAll;
    }

    /**
     * Compiles the literal; greedy and lazy quantifiers may be mixed here (libyara re.c:241).
     *
     * @param source what stands between the slashes, with {@code \/} already made {@code /}
     * @param nocase the flag i
     * @param dotAll the flag s
     * @throws PatternException when it is not a regex of YARA's dialect
     */
    public static RegexSearch compile(byte[] source, boolean nocase, boolean dotAll) throws PatternException {
        return new RegexSearch(source, nocase, dotAll);
    }

    /**
     * Tells whether the regex is found in the first 4,096 bytes of the text, by the rules of libyara's {@code matches} (a match at the end
     * position of a non-empty text is not tried).
     *
     * @param text the bytes
     */
    @Override
    public boolean matches(byte[] text) {
        return length(text) >= 0;
    }

    /**
     * Returns the length of the first match, -1 without one; some module functions count only matches that are not empty.
     *
     * @param text the bytes
     */
    @Override
    public int length(byte[] text) {
        return -1;
    }

    /** Returns the source; not to be changed. */
    public byte[] source() {
        return source;
    }

    /** Returns the flag i. */
    public boolean nocase() {
        return nocase;
    }

    /** Returns the flag s. */
    public boolean dotAll() {
        return dotAll;
    }
}
