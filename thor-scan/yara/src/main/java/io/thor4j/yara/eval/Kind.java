package io.thor4j.yara.eval;

/** What an {@link Ir} node yields. */
public enum Kind {
    /** False, true or undefined. */
    BOOL,
    /** A 64-bit integer or undefined. */
    INT,
    /** A double or undefined. */
    FLOAT,
    /** Bytes or undefined. */
    TEXT,
    /** A module's value of any type, or undefined. */
    OBJECT,
    /** A regex literal. */
    REGEX
}
