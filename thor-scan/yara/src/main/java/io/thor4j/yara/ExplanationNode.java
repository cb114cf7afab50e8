package io.thor4j.yara;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a condition with the value it had for one input. Immutable; threads may share it. Trees can be thousands of levels deep, so walk
 * them with a stack of your own where conditions are not yours.
 *
 * @param kind what it is
 * @param text the part as rule text, made anew from the compiled rule: constants are folded and loop variables renamed; at most 2,000
 *     characters, a longer one ends in {@code ...}
 * @param state whether it has a value
 * @param value a {@link Boolean}, {@link Long} or {@link Double}, or a {@link String} with one character a byte, of the first 512 bytes; null
 *     unless the state is {@link State#VALUE}
 * @param note what else is worth knowing, such as where a string was found; null for nothing
 * @param children the parts it was computed from, in the order of the text; those of a loop are its iterations
 * @param omitted iterations that were run and are not among the children, because there were many
 */
public record ExplanationNode(
        Kind kind,
        String text,
        State state,
        @Nullable Object value,
        @Nullable String note,
        List<ExplanationNode> children,
        long omitted) {

    /** What a part of a condition is. */
    public enum Kind {
        /** {@code and} of all children. */
        AND,
        /** {@code or} of all children. */
        OR,
        /** {@code not}. */
        NOT,
        /** {@code defined}. */
        DEFINED,
        /** Two values compared, text operators too. */
        COMPARISON,
        /** A number computed from others. */
        ARITHMETIC,
        /** A value used as one of another type. */
        CONVERSION,
        /** A question about one string of the rule. */
        STRING,
        /** A set of strings or rules; the last children are its members. */
        OF,
        /** A loop. */
        FOR,
        /** One round of a loop: the child is the body. */
        ITERATION,
        /** Another rule. */
        RULE,
        /** An external variable. */
        EXTERNAL,
        /** A value of a module. */
        MODULE,
        /** Something of the input itself: its size, its entry point, an integer in it. */
        FILE,
        /** A loop variable. */
        VARIABLE,
        /** A literal. */
        CONSTANT
    }

    /** Whether a part has a value. */
    public enum State {
        /** It has one. */
        VALUE,
        /** It was evaluated and is undefined. */
        UNDEFINED,
        /** It was not evaluated, because the result was known without it. */
        NOT_EVALUATED
    }

    /** Copies the list. */
    public ExplanationNode {
        children = List.copyOf(children);
    }

    /** Returns whether it is a truth value and true. */
    public boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** Returns the text and the value, without the children. */
    @Override
    public String toString() {
        return switch (state) {
            case VALUE -> text + " = " + value;
            case UNDEFINED -> text + " = undefined";
            case NOT_EVALUATED -> text + " (not evaluated)";
        };
    }
}
