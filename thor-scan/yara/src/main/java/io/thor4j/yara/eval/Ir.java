package io.thor4j.yara.eval;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A node of a resolved condition: names are indexes, types are settled, so it can be saved and needs nothing but tables to run. {@link
 * NodeBuilder} checks it and makes it executable. Immutable; threads share it.
 */
public final class Ir {
    /** Levels that a tree may have; evaluation recurses once a level. The parser's limit of 2,500 with room for conversions. */
    public static final int MAX_DEPTH = 6_000;

    private final Op op;
    private final long number;
    private final @Nullable Object payload;
    private final List<Ir> operands;
    private final int depth;

    private Ir(Op op, long number, @Nullable Object payload, List<Ir> operands) {
        this.op = op;
        this.number = number;
        this.payload = payload;
        this.operands = operands;
        int deepest = 0;
        for (Ir operand : operands) {
            deepest = Math.max(deepest, operand.depth);
        }
        this.depth = deepest + 1;
    }

    /**
     * Makes a node.
     *
     * @param op what it does
     * @param number see {@link Op}
     * @param payload a {@code byte[]}, an {@code int[]}, a {@link String} or null, see {@link Op}; not copied
     * @param operands its operands, in order
     */
    public static Ir of(Op op, long number, @Nullable Object payload, List<Ir> operands) {
        return new Ir(op, number, payload, List.copyOf(operands));
    }

    /**
     * Makes a node with operands only.
     *
     * @param op what it does
     * @param operands its operands, in order
     */
    public static Ir of(Op op, Ir... operands) {
        return new Ir(op, 0, null, List.of(operands));
    }

    /**
     * Makes a node with a number.
     *
     * @param op what it does
     * @param number see {@link Op}
     * @param operands its operands, in order
     */
    public static Ir of(Op op, long number, Ir... operands) {
        return new Ir(op, number, null, List.of(operands));
    }

    /** Returns what it does. */
    public Op op() {
        return op;
    }

    /** Returns the number, see {@link Op}. */
    public long number() {
        return number;
    }

    /** Returns a {@code byte[]}, an {@code int[]}, a {@link String} or null, see {@link Op}; not to be changed. */
    public @Nullable Object payload() {
        return payload;
    }

    /** Returns the operands, in order. */
    public List<Ir> operands() {
        return operands;
    }

    /**
     * Returns an operand.
     *
     * @param index its place, from 0
     */
    public Ir operand(int index) {
        return operands.get(index);
    }

    /** Returns how many levels the tree has, 1 for a leaf. */
    public int depth() {
        return depth;
    }

    /** Returns whether it is a given integer. */
    boolean isInt(long value) {
        return op == Op.INT && number == value;
    }

    /** Returns the tree as an S-expression, for tests. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        write(out);
        return out.toString();
    }

    private void write(StringBuilder out) {
        out.append('(').append(op);
        if (op == Op.FLOAT) {
            out.append(' ').append(Double.longBitsToDouble(number));
        } else if (number != 0 || op == Op.INT || op == Op.BOOL) {
            out.append(' ').append(number);
        }
        if (payload instanceof byte[] bytes) {
            out.append(" \"")
                    .append(new String(bytes, StandardCharsets.ISO_8859_1))
                    .append('"');
        } else if (payload instanceof int[] numbers) {
            out.append(' ').append(Arrays.toString(numbers));
        } else if (payload != null) {
            out.append(' ').append(payload);
        }
        for (Ir operand : operands) {
            out.append(' ');
            operand.write(out);
        }
        out.append(')');
    }
}
