package io.thor4j.yara.compile;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.YaraModule;
import io.thor4j.yara.syntax.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Identifiers and what hangs on them: loop variables, externals, modules with fields, indexes and calls, rules. */
final class ObjectCompiler {
    private static final String DEFINE_HINT =
            "an external variable has to be defined: --define NAME=VALUE, or YaraRules.Builder.define()";

    private final ConditionCompiler conditions;
    private final RuleContext context;

    ObjectCompiler(ConditionCompiler conditions, RuleContext context) {
        this.conditions = conditions;
        this.context = context;
    }

    Typed raw(Expr expr) throws RuleError {
        if (expr instanceof Expr.Identifier identifier) {
            return identifier(identifier);
        } else if (expr instanceof Expr.FieldAccess access) {
            return field(access);
        } else if (expr instanceof Expr.IndexAccess access) {
            return index(access);
        } else if (expr instanceof Expr.Call call) {
            return call(call);
        }
        throw new RuleError(expr.position(), ErrorCode.SYNTAX_ERROR, "this cannot stand in a condition");
    }

    /** Looks in libyara's order: loop variable, external variable, module, rule (grammar.y:930). */
    private Typed identifier(Expr.Identifier identifier) throws RuleError {
        String name = identifier.name();
        RuleContext.LoopVariable variable = context.loopVariable(name);
        if (variable != null) {
            Ir ir = Ir.of(variable.op(), variable.slot());
            ModuleType declared = variable.declared();
            if (declared != null) {
                return Typed.object(ir, declared, name);
            }
            return Typed.of(variable.op() == Op.LOOP_INT ? Typed.Type.INTEGER : Typed.Type.TEXT, ir);
        }
        Integer external = context.externalIndex(name);
        if (external != null) {
            return switch (context.external(external).kind()) {
                case INT -> Typed.integer(Ir.of(Op.EXTERNAL_INT, external));
                case FLOAT -> Typed.floating(Ir.of(Op.EXTERNAL_FLOAT, external));
                default -> Typed.of(Typed.Type.TEXT, Ir.of(Op.EXTERNAL_TEXT, external));
            };
        }
        YaraModule module = context.importedModule(name);
        if (module != null) {
            return Typed.object(Ir.of(Op.MODULE, context.modules().indexOf(name)), module.structure(), name);
        }
        Integer rule = context.namespace().rule(name);
        if (rule != null) {
            return Typed.bool(Ir.of(Op.RULE, rule));
        }
        throw unknown(identifier);
    }

    private RuleError unknown(Expr.Identifier identifier) {
        String name = identifier.name();
        if (context.namespace().lacksModule(name)) {
            return new RuleError(
                    identifier.position(),
                    ErrorCode.UNKNOWN_MODULE,
                    "unknown module \"" + name + "\"",
                    Suggestion.didYouMean(name, context.modules().names()));
        }
        return new RuleError(identifier.position(), ErrorCode.UNDEFINED_IDENTIFIER, undefined(name), hintFor(name));
    }

    private String undefined(String name) {
        String message = "undefined identifier \"" + name + "\"";
        return context.namespace().isMissing(name)
                ? message + ": the rule \"" + name + "\" was left out or comes later"
                : message;
    }

    private @Nullable String hintFor(String name) {
        if (context.namespace().isMissing(name)) {
            return null;
        }
        if (context.modules().get(name) != null) {
            return "add import \"" + name + "\" before the rule";
        }
        List<String> known = new ArrayList<>(context.externalNames().keySet());
        known.addAll(context.namespace().imports());
        known.addAll(context.namespace().ruleNames());
        String near = Suggestion.didYouMean(name, known);
        return near == null ? DEFINE_HINT : near;
    }

    /** Returns the index of a rule named in a set. */
    int rule(Expr.Name set) throws RuleError {
        Integer rule = context.namespace().rule(set.name());
        if (rule == null) {
            throw new RuleError(
                    set.position(),
                    ErrorCode.UNDEFINED_IDENTIFIER,
                    undefined(set.name()),
                    Suggestion.didYouMean(set.name(), context.namespace().ruleNames()));
        }
        return rule;
    }

    private Typed field(Expr.FieldAccess access) throws RuleError {
        Typed object = conditions.raw(access.object());
        if (!(object.declared() instanceof StructType struct)) {
            throw new RuleError(
                    access.position(),
                    ErrorCode.NOT_A_STRUCTURE,
                    "\"" + shown(object, access.object()) + "\" is not a structure",
                    null);
        }
        String name = access.field();
        StructType.Member member = struct.member(name);
        if (member instanceof StructType.Constant constant) {
            return constant(constant);
        } else if (member instanceof StructType.Field field) {
            return Typed.object(Ir.of(Op.FIELD, 0, name, List.of(object.ir())), field.type(), name);
        } else if (member instanceof StructType.Function function) {
            return new Typed(object.ir(), Typed.Type.FUNCTION, null, function, name, false, false);
        }
        throw new RuleError(
                access.fieldPosition(),
                ErrorCode.INVALID_FIELD_NAME,
                "invalid field name \"" + name + "\"",
                Suggestion.didYouMean(name, struct.names()));
    }

    /** A module's constant is a value like any other to the checks: libyara learns it only when it scans. */
    private static Typed constant(StructType.Constant constant) {
        Object value = constant.value();
        if (value instanceof Long number) {
            return Typed.integer(Ir.of(Op.INT, number));
        } else if (value instanceof Double number) {
            return Typed.floating(Ir.of(Op.FLOAT, Double.doubleToRawLongBits(number)));
        }
        return Typed.of(Typed.Type.TEXT, Ir.of(Op.TEXT, 0, value, List.of()));
    }

    private Typed index(Expr.IndexAccess access) throws RuleError {
        Typed object = conditions.raw(access.object());
        Typed index = conditions.value(access.index());
        if (object.declared() instanceof ModuleType.Array array) {
            if (!index.is(Typed.Type.INTEGER)) {
                throw new RuleError(
                        access.index().position(), ErrorCode.WRONG_TYPE, "array indexes must be of integer type");
            }
            return Typed.object(Ir.of(Op.INDEX, object.ir(), index.ir()), array.element(), object.name());
        }
        if (object.declared() instanceof ModuleType.Dictionary dictionary) {
            if (!index.is(Typed.Type.TEXT)) {
                throw new RuleError(
                        access.index().position(), ErrorCode.WRONG_TYPE, "dictionary keys must be of string type");
            }
            return Typed.object(Ir.of(Op.KEY, object.ir(), index.ir()), dictionary.value(), object.name());
        }
        throw new RuleError(
                access.position(),
                ErrorCode.NOT_INDEXABLE,
                "\"" + shown(object, access.object()) + "\" is not an array or dictionary",
                null);
    }

    private Typed call(Expr.Call call) throws RuleError {
        Typed target = conditions.raw(call.function());
        StructType.Function function = target.function();
        if (function == null) {
            throw new RuleError(
                    call.position(),
                    ErrorCode.NOT_A_FUNCTION,
                    "\"" + shown(target, call.function()) + "\" is not a function",
                    null);
        }
        List<Typed> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(conditions.value(argument));
        }
        int overload = overload(function, arguments);
        if (overload < 0) {
            throw new RuleError(
                    call.position(),
                    ErrorCode.WRONG_ARGUMENTS,
                    "wrong arguments for function \"" + target.name() + "\"",
                    "it is called with (" + types(arguments) + "), but takes " + signatures(function));
        }
        List<Ir> operands = new ArrayList<>();
        operands.add(target.ir());
        for (Typed argument : arguments) {
            boolean truth = argument.is(Typed.Type.BOOLEAN);
            operands.add(truth ? Ir.of(Op.BOOL_TO_INT, argument.ir()) : argument.ir());
        }
        Ir ir = Ir.of(Op.CALL, overload, target.name(), operands);
        return Typed.object(ir, function.overloads().get(overload).result(), target.name());
    }

    /** Returns the overload whose parameters have exactly the arguments' types, -1 when none has: nothing is converted. */
    private static int overload(StructType.Function function, List<Typed> arguments) {
        for (int i = 0; i < function.overloads().size(); i++) {
            List<ModuleType.Scalar> parameters = function.overloads().get(i).parameters();
            boolean fits = parameters.size() == arguments.size();
            for (int p = 0; fits && p < parameters.size(); p++) {
                fits = typeOf(parameters.get(p)) == arguments.get(p).type();
            }
            if (fits) {
                return i;
            }
        }
        return -1;
    }

    private static Typed.Type typeOf(ModuleType.Scalar parameter) {
        switch (parameter) {
            case INTEGER:
                return Typed.Type.INTEGER;
            case FLOAT:
                return Typed.Type.FLOAT;
            case STRING:
                return Typed.Type.TEXT;
            case BOOLEAN:
                return Typed.Type.BOOLEAN;
            case REGEX:
            default:
                return Typed.Type.REGEX;
        }
    }

    private static String types(List<Typed> arguments) {
        return arguments.stream().map(a -> a.type().label()).collect(Collectors.joining(", "));
    }

    private static String signatures(StructType.Function function) {
        return function.overloads().stream()
                .map(o ->
                        o.parameters().stream().map(p -> typeOf(p).label()).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(" or "));
    }

    private static String shown(Typed value, Expr expr) {
        if (!value.name().isEmpty()) {
            return value.name();
        }
        return expr instanceof Expr.Identifier identifier
                ? identifier.name()
                : value.type().label();
    }
}
