package io.thor4j.yara.eval;

/** An executable float. Immutable; threads share it. */
interface FloatNode {
    /** Stands for "no value": a NaN whose bits no calculation yields. */
    double UNDEFINED = Double.longBitsToDouble(IntNode.UNDEFINED);

    /** Returns the value or {@link #UNDEFINED}; ask {@link #isUndefined}, a NaN equals nothing. */
    double value(Evaluation e);

    /** Tells whether it is no value. */
    static boolean isUndefined(double value) {
        return Double.doubleToRawLongBits(value) == IntNode.UNDEFINED;
    }
}
