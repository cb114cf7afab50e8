package io.thor4j.yara.eval;

import io.thor4j.yara.ExplanationNode.Kind;

/** What explanations call the operations of a condition. Stateless. */
final class NodeKinds {
    private NodeKinds() {}

    static Kind of(Op op) {
        return switch (op) {
            case AND -> Kind.AND;
            case OR -> Kind.OR;
            case NOT -> Kind.NOT;
            case DEFINED -> Kind.DEFINED;
            case BOOL, INT, ALL, FLOAT, TEXT, REGEX -> Kind.CONSTANT;
            case FILESIZE, ENTRYPOINT, READ -> Kind.FILE;
            case RULE -> Kind.RULE;
            case AS_INT, AS_FLOAT, AS_TEXT -> Kind.MODULE;
            case INT_TO_BOOL, FLOAT_TO_BOOL, TEXT_TO_BOOL, BOOL_TO_INT, INT_TO_FLOAT -> Kind.CONVERSION;
            default -> byName(op);
        };
    }

    private static Kind byName(Op op) {
        String name = op.name();
        if (name.startsWith("OF_")) {
            return Kind.OF;
        } else if (name.startsWith("FOR_")) {
            return Kind.FOR;
        } else if (name.startsWith("EXTERNAL_")) {
            return Kind.EXTERNAL;
        } else if (name.startsWith("LOOP_")) {
            return Kind.VARIABLE;
        } else if (op.compareTo(Op.FOUND) >= 0 && op.compareTo(Op.LENGTH) <= 0) {
            return Kind.STRING;
        }
        return op.kind() == io.thor4j.yara.eval.Kind.BOOL ? Kind.COMPARISON : Kind.ARITHMETIC;
    }
}
