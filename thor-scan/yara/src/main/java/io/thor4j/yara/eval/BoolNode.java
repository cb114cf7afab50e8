package io.thor4j.yara.eval;

/** An executable truth value. Immutable; threads share it. */
interface BoolNode {
    /** Known not to hold. */
    int FALSE = 0;

    /** Known to hold. */
    int TRUE = 1;

    /** Without value. */
    int UNDEFINED = 2;

    /** Not known before the second pass of the search: it hangs on strings that the first did not look for. */
    int OPEN = 3;

    /** Returns {@link #FALSE}, {@link #TRUE}, {@link #UNDEFINED}, or between the two passes {@link #OPEN}. */
    int test(Evaluation e);

    /** Returns the value of a truth. */
    static int of(boolean value) {
        return value ? TRUE : FALSE;
    }
}
