package io.thor4j.yara.eval;

/** Integers and their arithmetic: 64 bits, signed, wrapping. */
final class IntNodes {
    private IntNodes() {}

    record Constant(long number) implements IntNode {
        @Override
        public long value(Evaluation e) {
            return number;
        }
    }

    record Filesize() implements IntNode {
        @Override
        public long value(Evaluation e) {
            return e.length;
        }
    }

    record Entry() implements IntNode {
        @Override
        public long value(Evaluation e) {
            return e.entryPoint();
        }
    }

    record External(int index) implements IntNode {
        @Override
        public long value(Evaluation e) {
            return e.externals.ints[index];
        }
    }

    record LoopVariable(int slot) implements IntNode {
        @Override
        public long value(Evaluation e) {
            return e.loopInts[slot];
        }
    }

    record OfBool(BoolNode operand) implements IntNode {
        @Override
        public long value(Evaluation e) {
            int value = operand.test(e);
            return value == BoolNode.UNDEFINED ? UNDEFINED : value;
        }
    }

    record OfObject(ObjectNode operand) implements IntNode {
        @Override
        public long value(Evaluation e) {
            return operand.value(e) instanceof Long number ? number : UNDEFINED;
        }
    }

    record Negate(IntNode operand) implements IntNode {
        @Override
        public long value(Evaluation e) {
            long value = operand.value(e);
            return value == UNDEFINED ? UNDEFINED : -value;
        }
    }

    record BitNot(IntNode operand) implements IntNode {
        @Override
        public long value(Evaluation e) {
            long value = operand.value(e);
            return value == UNDEFINED ? UNDEFINED : ~value;
        }
    }

    record Binary(Op op, IntNode left, IntNode right) implements IntNode {
        @Override
        public long value(Evaluation e) {
            long a = left.value(e);
            if (a == UNDEFINED) {
                return UNDEFINED;
            }
            long b = right.value(e);
            return b == UNDEFINED ? UNDEFINED : compute(op, a, b);
        }
    }

    /** Computes an operation on defined operands; undefined for a division by zero, its overflow and a negative shift. */
    static long compute(Op op, long a, long b) {
        return switch (op) {
            case ADD_INT -> a + b;
            case SUBTRACT_INT -> a - b;
            case MULTIPLY_INT -> a * b;
            case DIVIDE_INT -> b == 0 || (a == Long.MIN_VALUE && b == -1) ? IntNode.UNDEFINED : a / b;
            case MODULO -> b == 0 || (a == Long.MIN_VALUE && b == -1) ? IntNode.UNDEFINED : a % b;
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case BIT_XOR -> a ^ b;
            case SHIFT_LEFT -> shift(b, a << b);
            case SHIFT_RIGHT -> shift(b, a >> b);
            default -> throw new IllegalStateException("not an integer operation: " + op);
        };
    }

    private static long shift(long count, long shifted) {
        if (count < 0) {
            return IntNode.UNDEFINED;
        }
        return count < 64 ? shifted : 0;
    }

    /** Reads an integer of the scanned bytes; undefined when it does not lie wholly inside. */
    record Read(int bytes, boolean signed, boolean bigEndian, IntNode offset) implements IntNode {
        @Override
        public long value(Evaluation e) {
            long at = offset.value(e);
            if (at < 0 || at > e.length - bytes) {
                return UNDEFINED;
            }
            int begin = e.from + (int) at;
            long result = 0;
            for (int i = 0; i < bytes; i++) {
                int next = e.data[begin + (bigEndian ? i : bytes - 1 - i)] & 0xff;
                result = result << 8 | next;
            }
            if (!signed) {
                return result;
            }
            int unused = 64 - 8 * bytes;
            return result << unused >> unused;
        }
    }
}
