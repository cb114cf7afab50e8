package io.thor4j.yara.compile;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.syntax.Expr;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/** Arithmetic, comparisons and operators on texts: their types, and the folding of constants with libyara's errors. */
final class OperatorCompiler {
    private final ConditionCompiler conditions;

    OperatorCompiler(ConditionCompiler conditions) {
        this.conditions = conditions;
    }

    /** Compiles a binary operator. A chain leans to the left and is walked down in a loop. */
    Typed binary(Expr.Binary expr) throws RuleError {
        Deque<Expr.Binary> chain = new ArrayDeque<>();
        Expr leftmost = expr;
        while (leftmost instanceof Expr.Binary binary) {
            chain.push(binary);
            leftmost = binary.left();
        }
        Typed result = conditions.value(leftmost);
        for (Expr.Binary next : chain) {
            result = apply(next, result, conditions.value(next.right()));
        }
        return result;
    }

    private static Typed apply(Expr.Binary expr, Typed left, Typed right) throws RuleError {
        return switch (expr.op()) {
            case EQ, NE, LT, LE, GT, GE -> comparison(expr, left, right);
            case CONTAINS, ICONTAINS, STARTSWITH, ISTARTSWITH, ENDSWITH, IENDSWITH, IEQUALS ->
                textOperator(expr, left, right);
            case MATCHES -> {
                ConditionCompiler.requireType(expr.left(), left, Typed.Type.TEXT, "matches");
                ConditionCompiler.requireType(expr.right(), right, Typed.Type.REGEX, "matches");
                yield Typed.bool(Ir.of(Op.MATCHES, left.ir(), right.ir()));
            }
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> arithmetic(expr, left, right);
            default -> integerOperator(expr, left, right);
        };
    }

    private static Typed textOperator(Expr.Binary expr, Typed left, Typed right) throws RuleError {
        String name = symbol(expr.op());
        ConditionCompiler.requireType(expr.left(), left, Typed.Type.TEXT, name);
        ConditionCompiler.requireType(expr.right(), right, Typed.Type.TEXT, name);
        return Typed.bool(Ir.of(Op.valueOf(expr.op().name()), left.ir(), right.ir()));
    }

    private static Typed comparison(Expr.Binary expr, Typed left, Typed right) throws RuleError {
        String name = expr.op().name();
        if (left.is(Typed.Type.TEXT) && right.is(Typed.Type.TEXT)) {
            return Typed.bool(Ir.of(Op.valueOf(name + "_TEXT"), left.ir(), right.ir()));
        }
        requireNumbers(expr, left, right);
        if (left.is(Typed.Type.INTEGER) && right.is(Typed.Type.INTEGER)) {
            return Typed.bool(Ir.of(Op.valueOf(name + "_INT"), left.ir(), right.ir()));
        }
        return Typed.bool(Ir.of(Op.valueOf(name + "_FLOAT"), toFloat(left), toFloat(right)));
    }

    private static void requireNumbers(Expr.Binary expr, Typed left, Typed right) throws RuleError {
        if (isNumber(left) && isNumber(right)) {
            return;
        }
        if (left.is(Typed.Type.TEXT) && right.is(Typed.Type.TEXT)) {
            throw new RuleError(
                    expr.operatorPosition(),
                    ErrorCode.WRONG_TYPE,
                    "strings don't support \"" + symbol(expr.op()) + "\" operation");
        }
        throw new RuleError(
                expr.operatorPosition(),
                ErrorCode.WRONG_TYPE,
                "type mismatch",
                "left is a " + left.type().label() + ", right a " + right.type().label());
    }

    private static boolean isNumber(Typed value) {
        return value.is(Typed.Type.INTEGER) || value.is(Typed.Type.FLOAT);
    }

    private static Ir toFloat(Typed value) {
        if (value.isConstantInt()) {
            return Ir.of(Op.FLOAT, Double.doubleToRawLongBits((double) value.number()));
        }
        return value.is(Typed.Type.INTEGER) ? Ir.of(Op.INT_TO_FLOAT, value.ir()) : value.ir();
    }

    private static Typed arithmetic(Expr.Binary expr, Typed left, Typed right) throws RuleError {
        requireNumbers(expr, left, right);
        String name = expr.op().name();
        if (left.is(Typed.Type.FLOAT) || right.is(Typed.Type.FLOAT)) {
            return Typed.floating(Ir.of(Op.valueOf(name + "_FLOAT"), toFloat(left), toFloat(right)));
        }
        if (expr.op() == Expr.BinaryOp.DIVIDE) {
            refuseZero(expr, right);
        }
        if (!left.constant() || !right.constant()) {
            return Typed.integer(Ir.of(Op.valueOf(name + "_INT"), left.ir(), right.ir()));
        }
        long a = left.number();
        long b = right.number();
        try {
            switch (expr.op()) {
                case ADD -> {
                    return Typed.constant(Math.addExact(a, b));
                }
                case SUBTRACT -> {
                    return Typed.constant(Math.subtractExact(a, b));
                }
                case MULTIPLY -> {
                    return Typed.constant(product(a, b));
                }
                default -> {
                    if (a == Long.MIN_VALUE && b == -1) {
                        throw new ArithmeticException("overflow");
                    }
                    return Typed.constant(a / b);
                }
            }
        } catch (ArithmeticException e) {
            throw new RuleError(
                    expr.operatorPosition(),
                    ErrorCode.INTEGER_OVERFLOW,
                    "integer overflow in \"" + a + " " + symbol(expr.op()) + " " + b + "\"");
        }
    }

    /** Multiplies as libyara does, which takes absolute values: the lowest integer itself counts as an overflow (grammar.y:2900). */
    private static long product(long a, long b) {
        long result = Math.multiplyExact(a, b);
        if (result == Long.MIN_VALUE) {
            throw new ArithmeticException("overflow");
        }
        return result;
    }

    private static void refuseZero(Expr.Binary expr, Typed divisor) throws RuleError {
        if (divisor.isConstantInt() && divisor.number() == 0) {
            throw new RuleError(expr.operatorPosition(), ErrorCode.DIVISION_BY_ZERO, "division by zero");
        }
    }

    private static Typed integerOperator(Expr.Binary expr, Typed left, Typed right) throws RuleError {
        String symbol = symbol(expr.op());
        ConditionCompiler.requireType(expr.left(), left, Typed.Type.INTEGER, symbol);
        ConditionCompiler.requireType(expr.right(), right, Typed.Type.INTEGER, symbol);
        boolean shift = expr.op() == Expr.BinaryOp.SHIFT_LEFT || expr.op() == Expr.BinaryOp.SHIFT_RIGHT;
        if (expr.op() == Expr.BinaryOp.MODULO) {
            refuseZero(expr, right);
        }
        if (shift && right.constant() && right.number() < 0) {
            throw new RuleError(
                    expr.right().position(),
                    ErrorCode.INVALID_OPERAND,
                    "shift by a negative number: " + right.number());
        }
        Op op = Op.valueOf(expr.op().name());
        if (!left.constant() || !right.constant()) {
            return Typed.integer(Ir.of(op, left.ir(), right.ir()));
        }
        long a = left.number();
        long b = right.number();
        return switch (expr.op()) {
            case BIT_AND -> Typed.constant(a & b);
            case BIT_OR -> Typed.constant(a | b);
            case BIT_XOR -> Typed.constant(a ^ b);
            case SHIFT_LEFT -> Typed.constant(b < 64 ? a << b : 0);
            case SHIFT_RIGHT -> Typed.constant(b < 64 ? a >> b : 0);
            default ->
                // The one remainder that overflows is left to run time, where it is undefined.
                b == -1 ? Typed.integer(Ir.of(op, left.ir(), right.ir())) : Typed.constant(a % b);
        };
    }

    /** Compiles {@code -} and {@code ~}. */
    Typed prefix(Expr.Unary expr) throws RuleError {
        Typed value = conditions.value(expr.operand());
        if (expr.op() == Expr.UnaryOp.BIT_NOT) {
            ConditionCompiler.requireType(expr.operand(), value, Typed.Type.INTEGER, "~");
            return value.constant() ? Typed.constant(~value.number()) : Typed.integer(Ir.of(Op.BIT_NOT, value.ir()));
        }
        if (value.is(Typed.Type.FLOAT)) {
            return Typed.floating(Ir.of(Op.NEGATE_FLOAT, value.ir()));
        }
        ConditionCompiler.requireType(expr.operand(), value, Typed.Type.INTEGER, "-");
        return value.constant() ? Typed.constant(-value.number()) : Typed.integer(Ir.of(Op.NEGATE_INT, value.ir()));
    }

    private static String symbol(Expr.BinaryOp op) {
        return switch (op) {
            case EQ -> "==";
            case NE -> "!=";
            case LT -> "<";
            case LE -> "<=";
            case GT -> ">";
            case GE -> ">=";
            case BIT_OR -> "|";
            case BIT_XOR -> "^";
            case BIT_AND -> "&";
            case SHIFT_LEFT -> "<<";
            case SHIFT_RIGHT -> ">>";
            case ADD -> "+";
            case SUBTRACT -> "-";
            case MULTIPLY -> "*";
            case DIVIDE -> "\\";
            case MODULO -> "%";
            default -> op.name().toLowerCase(Locale.ROOT);
        };
    }
}
