package io.thor4j.yara.oracle;

/**
 * Where yara 4.2.3 and this engine, which follows 4.5, differ by intent. The generator keeps away from these forms, or the comparison
 * accounts for them; nothing else may differ. Sources: yara-semantics.md, the sections named.
 */
enum KnownDifference {
    /** Section 14: {@code ~XX} is a syntax error in 4.2. Not made. */
    NEGATED_BYTES,
    /** Section 14: {@code of ... at} is a syntax error in 4.2. Not made. */
    OF_AT,
    /** Section 14: {@code for} over texts is an error in 4.2. Not made. */
    TEXT_ENUMERATION,
    /** Section 14: {@code $_x} must be used in 4.2. Not made. */
    UNDERSCORE_STRINGS,
    /** Section 14: {@code for 0} and {@code for none} are always true in 4.2. Not made. */
    ZERO_QUANTIFIER,
    /** Section 14: negative and other quantifiers are accepted by 4.2. Not made. */
    NEGATIVE_QUANTIFIER,
    /** Section 14: 4.2 accepts constant ranges out of order. Accepted by the comparison of refusals. */
    CONSTANT_RANGE,
    /** Section 14: 4.2 does not report matches of no bytes, and misses others of such regexes; so with parts behind a long gap. Not made. */
    EMPTY_MATCHES,
    /** The command prints the length of the copied bytes, at most 512 (section 1). The comparison cuts ours the same. */
    PRINTED_LENGTH,
    /**
     * How far a repeated part that can match nothing goes on behind an empty round depends on libyara's instructions: {@code (a*|b){1,}}
     * prefers the empty round and stops there, ours goes on with {@code b}. Not made: parts that can match nothing are not repeated.
     */
    EMPTY_ROUNDS,
    /** Section 14: {@code {0}} and blanks in <code>{n , m}</code> are no quantifiers in 4.2. Not made. */
    ZERO_REPEATS,
    /** Section 8: {@code $a at undefined} is false in 4.2, undefined in 4.5. Not made. */
    AT_UNDEFINED,
    /** Oracle defects: {@code #a in (..)} ends scans of 4.2 with an internal error. Not made. */
    COUNT_IN_RANGE,
    /** Oracle defects: INT64_MIN \ -1 kills 4.2. Not made. */
    SMALLEST_BY_MINUS_ONE,
    /** Section 6 and issue 2065: 4.2 loses matches of hex strings with two ranged jumps. Not made. */
    TWO_RANGED_JUMPS,
    /**
     * Where a tail behind a long jump can begin at several places, libyara looks at the nearest first and then forgets the heads that are too
     * far from it, although a farther begin would fit (scan.c, _yr_scan_verify_chained_string_match). Not made: jumps of variable length
     * and alternatives of several lengths stand beside long ones in no hex string.
     */
    FORGOTTEN_HEADS,
    /**
     * 4.2 looks for atoms of optional parts, as {@code ax} of {@code /(ax)?[0-9]/}, and then misses what has none of them. Every regex gets
     * a letter that must be there.
     */
    OPTIONAL_ATOMS,
    /**
     * 4.2 misses matches that go round a repeated part more than once when an optional part is in it: {@code /x(a?b)+c/} on {@code xbbbc}.
     * Not made: parts with optional ones are not repeated.
     */
    OPTIONAL_IN_ROUNDS,
    /**
     * Alternatives whose atoms are the same bytes: with {@code nocase} libyara's order of them, and so the length, depends on the case in
     * the data; ours is the order that holds for the case of the rule. Not made: such regexes have no alternatives.
     */
    EQUAL_ATOMS_OF_ANY_CASE,
    /** Oracle defects: 4.2 aborts on {@code [-][8-]}. Not made: no jump follows a jump. */
    CONSECUTIVE_JUMPS,
    /**
     * Section 5: 4.2 tries a regex that is {@code ascii wide} as wide only where the ascii form did not match, and keeps the ascii length
     * at one offset; 4.5 tries both. Such regexes are not made.
     */
    ASCII_AND_WIDE,
    /** Section 4: 4.2 gets &#92;b and &#92;B wrong beside parts that are no letters and at the ends of the data. They stand next to letters only. */
    WORD_BOUNDARY,
    /** 4.2 adds the value of an integer body of {@code for} to its count, as if 3 were three rounds. Bodies end with {@code and true}. */
    INTEGER_BODY,
    /** {@code math.serial_correlation} pairs the last byte with itself in 4.2, with the first in 4.5 (C:math-L258). Not made. */
    SERIAL_CORRELATION,
    /** Section 1: more than four loops. Not made. */
    LOOP_DEPTH,
    /**
     * Section 1: more than 1,024 live fibers end a scan of libyara. The rules of the namespace are not compared on that
     * file, which is counted.
     */
    FIBERS,
    /** Oracle defects: long runs take libyara longer than the time it is given here. Counted as above. */
    TOO_SLOW
}
