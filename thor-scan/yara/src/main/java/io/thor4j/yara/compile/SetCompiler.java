package io.thor4j.yara.compile;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.syntax.Expr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Quantifiers, sets of strings and rules, and {@code of}. */
final class SetCompiler {
    private final ConditionCompiler conditions;
    private final RuleContext context;

    SetCompiler(ConditionCompiler conditions, RuleContext context) {
        this.conditions = conditions;
        this.context = context;
    }

    /** Returns the quantifier as {@link Op} has it: undefined for "all", 0 for "none". */
    Typed quantifier(Expr.Quantifier quantifier) throws RuleError {
        if (quantifier instanceof Expr.Quantifier.All) {
            return Typed.integer(Ir.of(Op.ALL));
        } else if (quantifier instanceof Expr.Quantifier.Any) {
            return Typed.integer(Ir.of(Op.INT, 1));
        } else if (quantifier instanceof Expr.Quantifier.Count count) {
            return count(count.count());
        } else if (quantifier instanceof Expr.Quantifier.Percent percent) {
            return percentage(percent.percentage());
        }
        return Typed.integer(Ir.of(Op.INT, 0));
    }

    private Typed count(Expr expr) throws RuleError {
        Typed value = conditions.value(expr);
        String invalid = null;
        if (value.isConstantInt()) {
            if (value.number() == 0) {
                context.warn(expr.position(), "consider using \"none\" keyword, it is less ambiguous.");
            } else if (value.number() < 0) {
                invalid = Long.toString(value.number());
            }
        } else if (value.is(Typed.Type.FLOAT)) {
            invalid = "float in for_expression is invalid";
        } else if (value.is(Typed.Type.TEXT)) {
            invalid = expr instanceof Expr.TextLiteral literal
                    ? new String(literal.value(), StandardCharsets.UTF_8)
                    : "string in for_expression is invalid";
        } else if (value.is(Typed.Type.REGEX)) {
            invalid = "regexp in for_expression is invalid";
        } else if (value.is(Typed.Type.BOOLEAN)) {
            return Typed.integer(Ir.of(Op.BOOL_TO_INT, value.ir()));
        }
        if (invalid != null) {
            throw new RuleError(
                    expr.position(),
                    ErrorCode.INVALID_VALUE,
                    "invalid value in condition: \"" + invalid + "\"",
                    "a quantifier is all, any, none or a number of at least 0");
        }
        return value;
    }

    private Typed percentage(Expr expr) throws RuleError {
        Typed value = conditions.integer(expr, "%");
        if (value.constant() && (value.number() < 1 || value.number() > 100)) {
            throw new RuleError(
                    expr.position(), ErrorCode.INVALID_PERCENTAGE, "percentage must be between 1 and 100 (inclusive)");
        }
        return value;
    }

    Typed of(Expr.Of of) throws RuleError {
        Typed quantifier = quantifier(of.quantifier());
        boolean percent = of.quantifier() instanceof Expr.Quantifier.Percent;
        Expr.Range in = of.in();
        Expr at = of.at();
        if (of.set() instanceof Expr.ElementSet.Rules rules) {
            int[] members = rules(rules.names());
            if (!percent) {
                warnAlwaysFalse(of, quantifier, members.length);
            }
            Op op = percent ? Op.OF_RULES_PERCENT : Op.OF_RULES;
            return Typed.bool(Ir.of(op, 0, members, List.of(quantifier.ir())));
        }
        int[] members = strings(of.set(), in != null || at != null);
        boolean needsMatch = needsMatch(of.quantifier(), quantifier);
        if (in != null) {
            warnAlwaysFalse(of, quantifier, members.length);
            Ir[] range = conditions.range(in);
            List<Ir> operands = List.of(quantifier.ir(), range[0], range[1]);
            return Typed.bool(Ir.of(Op.OF_STRINGS_IN, 0, members, operands), needsMatch);
        }
        if (at != null) {
            Ir offset = at(at);
            warnAlwaysFalse(of, quantifier, members.length);
            warnSeveralAtOffset(of, quantifier, members.length);
            return Typed.bool(Ir.of(Op.OF_STRINGS_AT, 0, members, List.of(quantifier.ir(), offset)), needsMatch);
        }
        if (!percent) {
            warnAlwaysFalse(of, quantifier, members.length);
        }
        Op op = percent ? Op.OF_STRINGS_PERCENT : Op.OF_STRINGS;
        return Typed.bool(Ir.of(op, 0, members, List.of(quantifier.ir())), needsMatch);
    }

    private Ir at(Expr expr) throws RuleError {
        Typed offset = conditions.value(expr);
        if (!offset.is(Typed.Type.INTEGER)) {
            throw new RuleError(
                    expr.position(),
                    ErrorCode.INVALID_VALUE,
                    "invalid value in condition: \"at expression must be an integer\"");
        }
        return offset.ir();
    }

    /** As libyara counts required_strings: all, any and constants above 0; a percentage yields no boolean there and counts nothing. */
    private static boolean needsMatch(Expr.Quantifier written, Typed quantifier) {
        if (written instanceof Expr.Quantifier.All || written instanceof Expr.Quantifier.Any) {
            return true;
        }
        return written instanceof Expr.Quantifier.Count && quantifier.isConstantInt() && quantifier.number() > 0;
    }

    private void warnAlwaysFalse(Expr.Of of, Typed quantifier, int members) {
        if (quantifier.isConstantInt() && quantifier.number() > members) {
            context.warn(
                    of.position(),
                    "expression always false - requesting " + quantifier.number() + " of " + members + ".");
        }
    }

    private void warnSeveralAtOffset(Expr.Of of, Typed quantifier, int members) {
        boolean several = quantifier.isConstantInt() && quantifier.number() > 1;
        boolean all = of.quantifier() instanceof Expr.Quantifier.All && members > 1;
        if (several || all) {
            context.warn(of.position(), "multiple strings at an offset is usually false.");
        }
    }

    /**
     * Returns the strings of a set.
     *
     * @param set them, or strings by name
     * @param placed whether matches are asked for their place
     */
    int[] strings(Expr.ElementSet set, boolean placed) throws RuleError {
        List<Expr.Name> names = set instanceof Expr.ElementSet.Strings strings
                ? strings.names()
                : List.of(new Expr.Name(set.position(), "$", true));
        int[] members = context.strings().expand(names);
        context.sets().spend(members.length, set.position());
        context.strings().useInSet(members, placed);
        return members;
    }

    private int[] rules(List<Expr.Name> names) throws RuleError {
        List<Integer> members = new ArrayList<>();
        for (Expr.Name name : names) {
            if (!name.prefix()) {
                members.add(conditions.objects().rule(name));
                continue;
            }
            List<Integer> fitting = new ArrayList<>(context.namespace().rulesWith(name.name()));
            // The set has the rules before this one; libyara knows this one already, but it is false until it ends.
            fitting.remove(Integer.valueOf(context.ruleIndex()));
            checkWildcard(name, fitting, context.namespace().missingWith(name.name()));
            context.namespace().addWildcard(name);
            members.addAll(fitting);
        }
        context.sets().spend(members.size(), names.get(0).position());
        return members.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void checkWildcard(Expr.Name name, List<Integer> fitting, @Nullable String missing)
            throws RuleError {
        if (missing != null) {
            throw new RuleError(
                    name.position(),
                    ErrorCode.UNDEFINED_IDENTIFIER,
                    "undefined identifier \"" + missing + "\": the rule fits \"" + name.name()
                            + "*\" but was left out");
        }
        if (fitting.isEmpty()) {
            throw new RuleError(
                    name.position(),
                    ErrorCode.UNDEFINED_IDENTIFIER,
                    "undefined identifier \"" + name.name() + "\"",
                    "no rule before this one has a name that begins so");
        }
    }
}
