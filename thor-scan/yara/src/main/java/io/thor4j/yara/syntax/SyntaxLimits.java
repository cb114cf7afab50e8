package io.thor4j.yara.syntax;

/** The limits of the parser. Beyond each of them there is a diagnostic and the rule (or the include) is left out. */
final class SyntaxLimits {
    /** Bytes of a text or regex literal after unescaping: libyara's lexer buffer of 8,192 less two (limits.h:148). */
    static final int MAX_LITERAL = 8_190;

    /** Characters of an identifier (libyara lexer.l:489). */
    static final int MAX_IDENTIFIER = 128;

    /** Includes within includes (libyara limits.h:107). */
    static final int MAX_INCLUDE_DEPTH = 16;

    /** Includes of one source all together; our own, stops sources that include each other twice at every level. */
    static final int MAX_INCLUDES = 10_000;

    /** Parentheses open at a time in one expression; our own. They cost no stack. */
    static final int MAX_PARENTHESES = 1_000;

    /** Brackets, calls, ranges and loop bodies open at a time; our own, keeps the parser within half of a 512 KB stack. */
    static final int MAX_RECURSION = 250;

    /**
     * Height of a condition's tree, counted in nodes; our own, so that later stages may recurse. A row of 2,000 {@code not} is legal in
     * libyara and has to fit.
     */
    static final int MAX_HEIGHT = 2_500;

    /** How often a source may be read anew inside a comment that seems to be a regex; bounds the time on hostile text. */
    static final int MAX_COMMENT_RESCANS = 64;

    private SyntaxLimits() {}
}
