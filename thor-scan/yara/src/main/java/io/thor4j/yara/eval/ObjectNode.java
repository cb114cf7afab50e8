package io.thor4j.yara.eval;

import org.jspecify.annotations.Nullable;

/** An executable value of a module. Immutable; threads share it. */
interface ObjectNode {
    /** Returns a value as {@link io.thor4j.yara.spi.StructValue#get} does, null for undefined. */
    @Nullable
    Object value(Evaluation e);
}
