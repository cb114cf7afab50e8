package io.thor4j.yara.eval;

/** Checks what the nodes of a rule's tree refer to. Immutable. */
final class OperandReader {
    private final int strings;
    private final int rule;

    OperandReader(int strings, int rule) {
        this.strings = strings;
        this.rule = rule;
    }

    static void expect(Ir ir, Kind kind) throws IrException {
        if (ir.op().kind() != kind) {
            throw new IrException(ir.op() + " is not a " + kind);
        }
    }

    static byte[] bytes(Ir ir) throws IrException {
        if (ir.payload() instanceof byte[] result) {
            return result;
        }
        throw new IrException(ir.op() + " without bytes");
    }

    static String name(Ir ir) throws IrException {
        if (ir.payload() instanceof String result) {
            return result;
        }
        throw new IrException(ir.op() + " without name");
    }

    /** Returns the kind that a comparison compares. */
    static Kind comparedKind(Ir ir) throws IrException {
        Op op = ir.op();
        if (op.compareTo(Op.EQ_INT) >= 0 && op.compareTo(Op.GE_INT) <= 0) {
            return Kind.INT;
        }
        if (op.compareTo(Op.EQ_FLOAT) >= 0 && op.compareTo(Op.GE_FLOAT) <= 0) {
            return Kind.FLOAT;
        }
        if (op.compareTo(Op.EQ_TEXT) >= 0 && op.compareTo(Op.IEQUALS) <= 0) {
            return Kind.TEXT;
        }
        throw new IrException(op + " is not a comparison");
    }

    void count(Ir ir, int expected) throws IrException {
        if (ir.operands().size() != expected) {
            throw new IrException(ir.op() + " with " + ir.operands().size() + " operands");
        }
    }

    Ir only(Ir ir) throws IrException {
        count(ir, 1);
        return ir.operand(0);
    }

    int rule(long index) throws IrException {
        if (index < 0 || index > rule) {
            throw new IrException("rule " + index);
        }
        return (int) index;
    }

    int string(long index, boolean inForStrings) throws IrException {
        if (index < (inForStrings ? -1 : 0) || index >= strings) {
            throw new IrException("string " + index);
        }
        return (int) index;
    }

    int[] stringSet(Ir ir) throws IrException {
        int[] result = set(ir);
        for (int index : result) {
            string(index, false);
        }
        return result;
    }

    int[] ruleSet(Ir ir) throws IrException {
        int[] result = set(ir);
        for (int index : result) {
            rule(index);
        }
        return result;
    }

    private static int[] set(Ir ir) throws IrException {
        if (ir.payload() instanceof int[] result && result.length > 0) {
            return result;
        }
        throw new IrException(ir.op() + " without a set");
    }
}
