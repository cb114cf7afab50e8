package io.thor4j.yara.compile;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.RegexSearch;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.syntax.Expr;
import io.thor4j.yara.syntax.Position;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resolves and checks a condition by the rules of libyara's grammar.y and parser.c. This class has the boolean part and the single strings;
 * operators, sets and loops, and modules are with the others. Used by one thread, for one rule.
 */
final class ConditionCompiler {
    private final RuleContext context;
    private final OperatorCompiler operators;
    private final ObjectCompiler objects;
    private final SetCompiler sets;
    private final LoopCompiler loops;

    ConditionCompiler(RuleContext context) {
        this.context = context;
        this.operators = new OperatorCompiler(this);
        this.objects = new ObjectCompiler(this, context);
        this.sets = new SetCompiler(this, context);
        this.loops = new LoopCompiler(this, context, sets);
    }

    ObjectCompiler objects() {
        return objects;
    }

    /** Compiles an expression in the place of a truth value. */
    Typed bool(Expr expr) throws RuleError {
        Typed value = value(expr);
        switch (value.type()) {
            case BOOLEAN -> {
                return value;
            }
            case INTEGER -> {
                return Typed.bool(Ir.of(Op.INT_TO_BOOL, value.ir()));
            }
            case FLOAT -> {
                return Typed.bool(Ir.of(Op.FLOAT_TO_BOOL, value.ir()));
            }
            case TEXT -> {
                if (value.constant()) {
                    context.warn(
                            expr.position(), "using literal string \"" + value.name() + "\" in a boolean operation.");
                }
                return Typed.bool(Ir.of(Op.TEXT_TO_BOOL, value.ir()));
            }
            default -> {
                // A regex alone is a pointer to libyara, hence true.
                return Typed.bool(Ir.of(Op.BOOL, 1));
            }
        }
    }

    /** Compiles an expression to a value; a module's object becomes the number or text it holds. */
    Typed value(Expr expr) throws RuleError {
        Typed result = raw(expr);
        if (result.is(Typed.Type.OBJECT) && result.declared() instanceof ModuleType.Scalar scalar) {
            switch (scalar) {
                case INTEGER -> {
                    return Typed.integer(Ir.of(Op.AS_INT, result.ir()));
                }
                case FLOAT -> {
                    return Typed.floating(Ir.of(Op.AS_FLOAT, result.ir()));
                }
                case STRING -> {
                    return Typed.of(Typed.Type.TEXT, Ir.of(Op.AS_TEXT, result.ir()));
                }
                default -> {}
            }
        }
        if (result.is(Typed.Type.OBJECT) || result.is(Typed.Type.FUNCTION)) {
            String hint = result.is(Typed.Type.FUNCTION)
                    ? "call it: " + result.name() + "(...)"
                    : "a structure, array or dictionary is not a value";
            throw new RuleError(
                    expr.position(), ErrorCode.WRONG_TYPE, "wrong usage of identifier \"" + result.name() + "\"", hint);
        }
        return result;
    }

    /** Compiles an expression; modules' objects and functions stay what they are. */
    Typed raw(Expr expr) throws RuleError {
        if (expr instanceof Expr.BoolLiteral literal) {
            return Typed.bool(Ir.of(Op.BOOL, literal.value() ? 1 : 0));
        } else if (expr instanceof Expr.IntLiteral literal) {
            return Typed.constant(literal.value());
        } else if (expr instanceof Expr.FloatLiteral literal) {
            return Typed.floating(Ir.of(Op.FLOAT, Double.doubleToRawLongBits(literal.value())));
        } else if (expr instanceof Expr.TextLiteral literal) {
            return text(literal);
        } else if (expr instanceof Expr.RegexLiteral literal) {
            return regex(literal);
        } else if (expr instanceof Expr.And and) {
            return and(and);
        } else if (expr instanceof Expr.Or or) {
            return or(or);
        } else if (expr instanceof Expr.Unary unary) {
            return unary(unary);
        } else if (expr instanceof Expr.Binary binary) {
            return operators.binary(binary);
        } else if (expr instanceof Expr.Of of) {
            return sets.of(of);
        } else if (expr instanceof Expr.ForOf loop) {
            return loops.forOf(loop);
        } else if (expr instanceof Expr.ForIn loop) {
            return loops.forIn(loop);
        }
        return leaf(expr);
    }

    private Typed leaf(Expr expr) throws RuleError {
        if (expr instanceof Expr.StringMatched string) {
            return Typed.bool(Ir.of(Op.FOUND, anywhere(string.identifier(), string.position())), true);
        } else if (expr instanceof Expr.StringAt string) {
            return stringAt(string);
        } else if (expr instanceof Expr.StringIn string) {
            Ir[] range = range(string.range());
            return Typed.bool(Ir.of(Op.FOUND_IN, all(string.identifier(), string.position()), range), true);
        } else if (expr instanceof Expr.StringCount string) {
            Expr.Range in = string.range();
            Op op = in == null ? Op.COUNT : Op.COUNT_IN;
            Ir[] range = in == null ? new Ir[0] : range(in);
            return Typed.integer(Ir.of(op, all(string.identifier(), string.position()), range));
        } else if (expr instanceof Expr.StringOffset string) {
            Ir index = index(string.index());
            return Typed.integer(Ir.of(Op.OFFSET, all(string.identifier(), string.position()), index));
        } else if (expr instanceof Expr.StringLength string) {
            Ir index = index(string.index());
            return Typed.integer(Ir.of(Op.LENGTH, all(string.identifier(), string.position()), index));
        } else if (expr instanceof Expr.Filesize) {
            return Typed.integer(Ir.of(Op.FILESIZE));
        } else if (expr instanceof Expr.Entrypoint) {
            context.warn(
                    expr.position(),
                    "using deprecated \"entrypoint\" keyword. Use the \"entry_point\" function from PE module instead.");
            return Typed.integer(Ir.of(Op.ENTRYPOINT));
        } else if (expr instanceof Expr.IntRead read) {
            Ir offset = integer(read.offset(), "intXXXX or uintXXXX").ir();
            int form = read.bits() + (read.signed() ? 64 : 0) + (read.bigEndian() ? 128 : 0);
            return Typed.integer(Ir.of(Op.READ, form, offset));
        }
        return objects.raw(expr);
    }

    private static Typed text(Expr.TextLiteral literal) {
        // As libyara prints it, up to the first NUL.
        String shown = new String(literal.value(), StandardCharsets.UTF_8);
        int end = shown.indexOf('\0');
        Ir ir = Ir.of(Op.TEXT, 0, literal.value(), List.of());
        return new Typed(ir, Typed.Type.TEXT, null, null, end < 0 ? shown : shown.substring(0, end), true, false);
    }

    private Typed regex(Expr.RegexLiteral literal) throws RuleError {
        try {
            RegexSearch regex = RegexSearch.compile(literal.source(), literal.nocase(), literal.dotAll());
            context.patterns().spend(regex.memory(), literal.source().length);
        } catch (PatternException e) {
            Position at = literal.position();
            Position inside = new Position(at.source(), at.line(), at.column() + 1 + e.offset());
            throw new RuleError(inside, e.code(), e.getMessage(), e.hint());
        }
        if (context.strictEscape() && EscapeCheck.hasUnknown(literal.source())) {
            context.warn(literal.position(), EscapeCheck.MESSAGE);
        }
        int flags = (literal.nocase() ? 1 : 0) + (literal.dotAll() ? 2 : 0);
        return Typed.of(Typed.Type.REGEX, Ir.of(Op.REGEX, flags, literal.source(), List.of()));
    }

    private Typed and(Expr.And and) throws RuleError {
        List<Ir> operands = new ArrayList<>();
        boolean needsMatch = false;
        for (Expr operand : and.operands()) {
            Typed value = bool(operand);
            needsMatch |= value.needsMatch();
            operands.add(value.ir());
        }
        return Typed.bool(Ir.of(Op.AND, 0, null, operands), needsMatch);
    }

    private Typed or(Expr.Or or) throws RuleError {
        List<Ir> operands = new ArrayList<>();
        boolean needsMatch = true;
        for (Expr operand : or.operands()) {
            Typed value = bool(operand);
            needsMatch &= value.needsMatch();
            operands.add(value.ir());
        }
        return Typed.bool(Ir.of(Op.OR, 0, null, operands), needsMatch);
    }

    private Typed unary(Expr.Unary unary) throws RuleError {
        switch (unary.op()) {
            case NOT -> {
                Ir operand = bool(unary.operand()).ir();
                // Two nots give the value back, undefined ones too.
                return Typed.bool(operand.op() == Op.NOT ? operand.operand(0) : Ir.of(Op.NOT, operand));
            }
            case DEFINED -> {
                return Typed.bool(Ir.of(Op.DEFINED, bool(unary.operand()).ir()));
            }
            default -> {
                return operators.prefix(unary);
            }
        }
    }

    /** Compiles an expression that has to be an integer; {@code operator} is what libyara calls the operator in the message. */
    Typed integer(Expr expr, String operator) throws RuleError {
        Typed value = value(expr);
        requireType(expr, value, Typed.Type.INTEGER, operator);
        return value;
    }

    static void requireType(Expr expr, Typed value, Typed.Type wanted, String operator) throws RuleError {
        if (!value.is(wanted)) {
            throw new RuleError(
                    expr.position(),
                    ErrorCode.WRONG_TYPE,
                    "wrong type \"" + value.type().label() + "\" for " + operator + " operator",
                    "it takes a " + wanted.label());
        }
    }

    /** Compiles the bounds of a range. */
    Ir[] range(Expr.Range range) throws RuleError {
        Typed low = value(range.low());
        Typed high = value(range.high());
        if (!low.is(Typed.Type.INTEGER)) {
            throw new RuleError(range.low().position(), ErrorCode.WRONG_TYPE, "wrong type for range's lower bound");
        }
        if (!high.is(Typed.Type.INTEGER)) {
            throw new RuleError(range.high().position(), ErrorCode.WRONG_TYPE, "wrong type for range's upper bound");
        }
        if (low.constant() && high.constant()) {
            String problem = null;
            if (low.number() > high.number()) {
                problem = "range lower bound must be less than upper bound";
            } else if (low.number() < 0) {
                problem = "range lower bound can not be negative";
            }
            if (problem != null) {
                throw new RuleError(
                        range.position(), ErrorCode.INVALID_VALUE, "invalid value in condition: \"" + problem + "\"");
            }
        }
        return new Ir[] {low.ir(), high.ir()};
    }

    private Ir index(@Nullable Expr index) throws RuleError {
        return index == null ? Ir.of(Op.INT, 1) : integer(index, "[]").ir();
    }

    private Typed stringAt(Expr.StringAt string) throws RuleError {
        Typed offset = integer(string.offset(), "at");
        int index;
        if (isLoopString(string.identifier(), string.position())) {
            index = -1;
            context.strings().useAllInLoop();
        } else {
            index = context.strings().find(string.identifier(), string.position());
            context.strings().useAt(index, offset.constant() ? offset.number() : -1);
        }
        return Typed.bool(Ir.of(Op.FOUND_AT, index, offset.ir()), true);
    }

    private int anywhere(String identifier, Position at) throws RuleError {
        if (isLoopString(identifier, at)) {
            context.strings().useAnywhereInLoop();
            return -1;
        }
        int index = context.strings().find(identifier, at);
        context.strings().useAnywhere(index);
        return index;
    }

    private int all(String identifier, Position at) throws RuleError {
        if (isLoopString(identifier, at)) {
            context.strings().useAllInLoop();
            return -1;
        }
        int index = context.strings().find(identifier, at);
        context.strings().useAll(index);
        return index;
    }

    private boolean isLoopString(String identifier, Position at) throws RuleError {
        if (!identifier.equals("$")) {
            return false;
        }
        if (!context.inForOf()) {
            throw new RuleError(
                    at,
                    ErrorCode.MISPLACED_ANONYMOUS_STRING,
                    "misplaced anonymous string",
                    "$ stands for a string only inside for ... of ... : ( )");
        }
        return true;
    }
}
