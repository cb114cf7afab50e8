package io.thor4j.yara.eval;

/**
 * The operations of resolved conditions. The operands stand in brackets; {@code #} is {@link Ir#number()}, {@code &} is {@link
 * Ir#payload()}. A quantifier is an integer: undefined stands for "all", 0 for "none" (libyara exec.c:773). A string is an index in the
 * rule's string table, or -1 for the string of the for-of loop. Saved rules hold the ordinals: new operations go to the end, and any other
 * change needs a new format version.
 */
public enum Op {
    /** A truth value: # 0 or 1. */
    BOOL(Kind.BOOL),
    /** An integer: #. */
    INT(Kind.INT),
    /** The quantifier "all". */
    ALL(Kind.INT),
    /** A float: # its bits. */
    FLOAT(Kind.FLOAT),
    /** A text: & bytes. */
    TEXT(Kind.TEXT),
    /** A regex: & source, # flags, 1 nocase, 2 dot-all. */
    REGEX(Kind.REGEX),
    /** Size of the scanned range. */
    FILESIZE(Kind.INT),
    /** File offset of the entry point of a PE or ELF file. */
    ENTRYPOINT(Kind.INT),
    /** An external integer or boolean: # index. */
    EXTERNAL_INT(Kind.INT),
    /** An external float: # index. */
    EXTERNAL_FLOAT(Kind.FLOAT),
    /** An external text: # index. */
    EXTERNAL_TEXT(Kind.TEXT),
    /** Whether a rule holds: # index, at most the own one. */
    RULE(Kind.BOOL),
    /** An integer loop variable: # slot. */
    LOOP_INT(Kind.INT),
    /** A text loop variable: # slot. */
    LOOP_TEXT(Kind.TEXT),
    /** A loop variable over a module's values: # slot. */
    LOOP_OBJECT(Kind.OBJECT),

    /** A module's structure: # index. */
    MODULE(Kind.OBJECT),
    /** A field [structure]: & name. */
    FIELD(Kind.OBJECT),
    /** An element [array, integer]. */
    INDEX(Kind.OBJECT),
    /** An element [dictionary, text]. */
    KEY(Kind.OBJECT),
    /** A function's result [structure, arguments...]: & name, # overload. */
    CALL(Kind.OBJECT),
    /** An integer of a module [object]. */
    AS_INT(Kind.INT),
    /** A float of a module [object]. */
    AS_FLOAT(Kind.FLOAT),
    /** A text of a module [object]. */
    AS_TEXT(Kind.TEXT),

    /** Whether a string matched: # string. */
    FOUND(Kind.BOOL),
    /** Whether it matched at [offset]: # string. */
    FOUND_AT(Kind.BOOL),
    /** Whether it matched in [low, high]: # string. */
    FOUND_IN(Kind.BOOL),
    /** How often it matched: # string. */
    COUNT(Kind.INT),
    /** How often it matched in [low, high]: # string. */
    COUNT_IN(Kind.INT),
    /** Where its n-th match [n] begins: # string. */
    OFFSET(Kind.INT),
    /** How long its n-th match [n] is: # string. */
    LENGTH(Kind.INT),

    /** Reads an integer [offset]: # bits 8, 16 or 32, plus 64 signed, plus 128 big-endian. */
    READ(Kind.INT),
    /** Not [bool]. */
    NOT(Kind.BOOL),
    /** Whether it has a value [bool]. */
    DEFINED(Kind.BOOL),
    /** Not zero [int]. */
    INT_TO_BOOL(Kind.BOOL),
    /** Not all bits zero [float]. */
    FLOAT_TO_BOOL(Kind.BOOL),
    /** Not empty [text]. */
    TEXT_TO_BOOL(Kind.BOOL),
    /** 0 or 1 [bool]. */
    BOOL_TO_INT(Kind.INT),
    /** The nearest double [int]. */
    INT_TO_FLOAT(Kind.FLOAT),
    /** All of [bool...], left to right. */
    AND(Kind.BOOL),
    /** Any of [bool...], left to right. */
    OR(Kind.BOOL),

    /** [int]. */
    NEGATE_INT(Kind.INT),
    /** [float]. */
    NEGATE_FLOAT(Kind.FLOAT),
    /** [int]. */
    BIT_NOT(Kind.INT),
    /** [int, int]. */
    ADD_INT(Kind.INT),
    /** [int, int]. */
    SUBTRACT_INT(Kind.INT),
    /** [int, int]. */
    MULTIPLY_INT(Kind.INT),
    /** [int, int]. */
    DIVIDE_INT(Kind.INT),
    /** [int, int]. */
    MODULO(Kind.INT),
    /** [int, int]. */
    BIT_AND(Kind.INT),
    /** [int, int]. */
    BIT_OR(Kind.INT),
    /** [int, int]. */
    BIT_XOR(Kind.INT),
    /** [int, int]. */
    SHIFT_LEFT(Kind.INT),
    /** [int, int]. */
    SHIFT_RIGHT(Kind.INT),
    /** [float, float]. */
    ADD_FLOAT(Kind.FLOAT),
    /** [float, float]. */
    SUBTRACT_FLOAT(Kind.FLOAT),
    /** [float, float]. */
    MULTIPLY_FLOAT(Kind.FLOAT),
    /** [float, float]. */
    DIVIDE_FLOAT(Kind.FLOAT),

    /** [int, int]. */
    EQ_INT(Kind.BOOL),
    /** [int, int]. */
    NE_INT(Kind.BOOL),
    /** [int, int]. */
    LT_INT(Kind.BOOL),
    /** [int, int]. */
    LE_INT(Kind.BOOL),
    /** [int, int]. */
    GT_INT(Kind.BOOL),
    /** [int, int]. */
    GE_INT(Kind.BOOL),
    /** [float, float]. */
    EQ_FLOAT(Kind.BOOL),
    /** [float, float]. */
    NE_FLOAT(Kind.BOOL),
    /** [float, float]. */
    LT_FLOAT(Kind.BOOL),
    /** [float, float]. */
    LE_FLOAT(Kind.BOOL),
    /** [float, float]. */
    GT_FLOAT(Kind.BOOL),
    /** [float, float]. */
    GE_FLOAT(Kind.BOOL),
    /** [text, text]. */
    EQ_TEXT(Kind.BOOL),
    /** [text, text]. */
    NE_TEXT(Kind.BOOL),
    /** [text, text]. */
    LT_TEXT(Kind.BOOL),
    /** [text, text]. */
    LE_TEXT(Kind.BOOL),
    /** [text, text]. */
    GT_TEXT(Kind.BOOL),
    /** [text, text]. */
    GE_TEXT(Kind.BOOL),
    /** [text, text]. */
    CONTAINS(Kind.BOOL),
    /** [text, text]. */
    ICONTAINS(Kind.BOOL),
    /** [text, text]. */
    STARTSWITH(Kind.BOOL),
    /** [text, text]. */
    ISTARTSWITH(Kind.BOOL),
    /** [text, text]. */
    ENDSWITH(Kind.BOOL),
    /** [text, text]. */
    IENDSWITH(Kind.BOOL),
    /** [text, text]. */
    IEQUALS(Kind.BOOL),
    /** [text, regex]. */
    MATCHES(Kind.BOOL),

    /** [quantifier]: & strings. */
    OF_STRINGS(Kind.BOOL),
    /** [percentage]: & strings. */
    OF_STRINGS_PERCENT(Kind.BOOL),
    /** [quantifier, low, high]: & strings. */
    OF_STRINGS_IN(Kind.BOOL),
    /** [quantifier, offset]: & strings. */
    OF_STRINGS_AT(Kind.BOOL),
    /** [quantifier]: & rules. */
    OF_RULES(Kind.BOOL),
    /** [percentage]: & rules. */
    OF_RULES_PERCENT(Kind.BOOL),
    /** [quantifier, body]: & strings. */
    FOR_STRINGS(Kind.BOOL),
    /** [quantifier, low, high, body]; the variable is in slot 2 * loops outside. */
    FOR_RANGE(Kind.BOOL),
    /** [quantifier, int..., body]; the variable is in slot 2 * loops outside. */
    FOR_INTS(Kind.BOOL),
    /** [quantifier, text..., body]; the variable is in slot 2 * loops outside. */
    FOR_TEXTS(Kind.BOOL),
    /** [quantifier, array, body]; the variable is in slot 2 * loops outside. */
    FOR_ARRAY(Kind.BOOL),
    /** [quantifier, dictionary, body]; the key is in slot 2 * loops outside, the value in the next. */
    FOR_DICTIONARY(Kind.BOOL);

    private static final Op[] ALL_OPS = values();

    private final Kind kind;

    Op(Kind kind) {
        this.kind = kind;
    }

    /** Returns what the operation yields. */
    public Kind kind() {
        return kind;
    }

    /** Returns the operation's number in saved rules. */
    @SuppressWarnings("EnumOrdinal") // the order is the format, as the class says
    public int code() {
        return ordinal();
    }

    /** Returns how many operations there are. */
    public static int count() {
        return ALL_OPS.length;
    }

    /**
     * Returns an operation by its number.
     *
     * @param code 0 to {@link #count()} less 1
     */
    public static Op at(int code) {
        return ALL_OPS[code];
    }
}
