package io.thor4j.yara.eval;

import io.thor4j.yara.ExplanationNode.Kind;

/** What explanations call the operations of a condition. Stateless. */
final class NodeKinds {
    private NodeKinds() {}

    static Kind of(Op op) {
        switch (op) {
            case AND:
                return Kind.AND;
            case OR:
                return Kind.OR;
            case NOT:
                return Kind.NOT;
            case DEFINED:
                return Kind.DEFINED;
            case BOOL:
            case INT:
            case ALL:
            case FLOAT:
            case TEXT:
            case REGEX:
                return Kind.CONSTANT;
            case FILESIZE:
            case ENTRYPOINT:
            case READ:
                return Kind.FILE;
            case RULE:
                return Kind.RULE;
            case AS_INT:
            case AS_FLOAT:
            case AS_TEXT:
                return Kind.MODULE;
            case INT_TO_BOOL:
            case FLOAT_TO_BOOL:
            case TEXT_TO_BOOL:
            case BOOL_TO_INT:
            case INT_TO_FLOAT:
                return Kind.CONVERSION;
            default:
                return byName(op);
        }
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
