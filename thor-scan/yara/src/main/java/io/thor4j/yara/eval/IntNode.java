package io.thor4j.yara.eval;

/** An executable integer. Immutable; threads share it. */
interface IntNode {
    /** Stands for "no value"; the number that libyara reserves (types.h, YR_UNDEFINED), so that even a clash is the same. */
    long UNDEFINED = 0xFFFABADAFABADAFFL;

    /** Returns the value or {@link #UNDEFINED}. */
    long value(Evaluation e);
}
