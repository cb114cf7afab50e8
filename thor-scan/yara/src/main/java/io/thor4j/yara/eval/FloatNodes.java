package io.thor4j.yara.eval;

/** Floats and their arithmetic: IEEE doubles, so a division by zero is infinite. */
final class FloatNodes {
    private FloatNodes() {}

    record Constant(double number) implements FloatNode {
        @Override
        public double value(Evaluation e) {
            return number;
        }
    }

    record External(int index) implements FloatNode {
        @Override
        public double value(Evaluation e) {
            return e.externals.floats[index];
        }
    }

    record OfInt(IntNode operand) implements FloatNode {
        @Override
        public double value(Evaluation e) {
            long value = operand.value(e);
            return value == IntNode.UNDEFINED ? UNDEFINED : value;
        }
    }

    record OfObject(ObjectNode operand) implements FloatNode {
        @Override
        public double value(Evaluation e) {
            return operand.value(e) instanceof Double number ? number : UNDEFINED;
        }
    }

    record Negate(FloatNode operand) implements FloatNode {
        @Override
        public double value(Evaluation e) {
            double value = operand.value(e);
            return FloatNode.isUndefined(value) ? value : -value;
        }
    }

    record Binary(Op op, FloatNode left, FloatNode right) implements FloatNode {
        @Override
        public double value(Evaluation e) {
            double a = left.value(e);
            double b = right.value(e);
            if (FloatNode.isUndefined(a) || FloatNode.isUndefined(b)) {
                return UNDEFINED;
            }
            return switch (op) {
                case ADD_FLOAT -> a + b;
                case SUBTRACT_FLOAT -> a - b;
                case MULTIPLY_FLOAT -> a * b;
                default -> a / b;
            };
        }
    }
}
