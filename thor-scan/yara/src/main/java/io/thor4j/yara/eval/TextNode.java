package io.thor4j.yara.eval;

import org.jspecify.annotations.Nullable;

/** An executable text. Immutable; threads share it. */
interface TextNode {
    /** Returns the bytes, not to be changed, or null for undefined. */
    byte @Nullable [] value(Evaluation e);
}
