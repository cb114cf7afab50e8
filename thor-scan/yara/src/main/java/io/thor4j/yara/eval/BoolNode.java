package io.thor4j.yara.eval;

/** An executable truth value. Immutable; threads share it. */
interface BoolNode {
    /** Known not to hold. */
    int FALSE = 0;

    /** Known to hold. */
    int TRUE = 1;

    /** Without value. */
    int UNDEFINED = 2;

    /** Returns {@link #FALSE}, {@link #TRUE} or {@link #UNDEFINED}. */
    int test(Evaluation e);

    /** Returns the value of a truth. */
    static int of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
