package io.thor4j.yara.compile;

import io.thor4j.yara.eval.Ir;
import io.thor4j.yara.eval.Op;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.syntax.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code for} loops over strings, ranges, enumerations and modules' collections. */
final class LoopCompiler {
    private final ConditionCompiler conditions;
    private final RuleContext context;
    private final SetCompiler sets;

    LoopCompiler(ConditionCompiler conditions, RuleContext context, SetCompiler sets) {
        this.conditions = conditions;
        this.context = context;
        this.sets = sets;
    }

    Typed forOf(Expr.ForOf loop) throws RuleError {
        Typed quantifier = sets.quantifier(loop.quantifier());
        context.checkNesting(loop.position());
        if (context.inForOf()) {
            throw new RuleError(
                    loop.position(),
                    ErrorCode.NESTED_FOR_OF,
                    "'for <quantifier> of <string set>' loops can't be nested");
        }
        if (loop.set() instanceof Expr.ElementSet.Rules) {
            throw new RuleError(loop.set().position(), ErrorCode.SYNTAX_ERROR, "a for loop takes strings, not rules");
        }
        int[] members = sets.strings(loop.set(), false);
        context.enterLoop(List.of());
        context.setInForOf(true);
        Ir body = conditions.bool(loop.body()).ir();
        context.setInForOf(false);
        context.leaveLoop();
        return Typed.bool(Ir.of(Op.FOR_STRINGS, 0, members, List.of(quantifier.ir(), body)));
    }

    Typed forIn(Expr.ForIn loop) throws RuleError {
        Typed quantifier = sets.quantifier(loop.quantifier());
        context.checkNesting(loop.position());
        checkNames(loop);
        List<Ir> operands = new ArrayList<>();
        operands.add(quantifier.ir());
        List<RuleContext.LoopVariable> variables = new ArrayList<>();
        Op op = iterated(loop, operands, variables);
        context.enterLoop(variables);
        operands.add(conditions.bool(loop.body()).ir());
        context.leaveLoop();
        return Typed.bool(Ir.of(op, 0, null, operands));
    }

    private void checkNames(Expr.ForIn loop) throws RuleError {
        Set<String> seen = new HashSet<>();
        for (String name : loop.variables()) {
            if (context.loopVariable(name) != null || !seen.add(name)) {
                throw new RuleError(
                        loop.position(),
                        ErrorCode.DUPLICATED_LOOP_IDENTIFIER,
                        "duplicated loop identifier \"" + name + "\"");
            }
        }
    }

    /** Adds what is walked over to the operands and declares the variables. */
    private Op iterated(Expr.ForIn loop, List<Ir> operands, List<RuleContext.LoopVariable> variables) throws RuleError {
        int slot = context.nextSlot();
        if (loop.iterated() instanceof Expr.Iterated.Over over) {
            requireOneVariable(loop);
            operands.addAll(List.of(conditions.range(over.range())));
            variables.add(new RuleContext.LoopVariable(loop.variables().get(0), Op.LOOP_INT, slot, null));
            return Op.FOR_RANGE;
        }
        if (loop.iterated() instanceof Expr.Iterated.Listed listed) {
            Typed.Type type = enumeration(listed, operands);
            requireOneVariable(loop);
            boolean text = type == Typed.Type.TEXT;
            Op read = text ? Op.LOOP_TEXT : Op.LOOP_INT;
            variables.add(new RuleContext.LoopVariable(loop.variables().get(0), read, slot, null));
            return text ? Op.FOR_TEXTS : Op.FOR_INTS;
        }
        return collection(loop, (Expr.Iterated.Collection) loop.iterated(), operands, variables);
    }

    private static void requireOneVariable(Expr.ForIn loop) throws RuleError {
        if (loop.variables().size() != 1) {
            throw new RuleError(
                    loop.position(),
                    ErrorCode.SYNTAX_ERROR,
                    "iterator yields one value on each iteration, but the loop expects "
                            + loop.variables().size());
        }
    }

    private Typed.Type enumeration(Expr.Iterated.Listed listed, List<Ir> operands) throws RuleError {
        Typed.Type type = Typed.Type.INTEGER;
        for (int i = 0; i < listed.values().size(); i++) {
            Expr item = listed.values().get(i);
            Typed value = conditions.value(item);
            if (i == 0) {
                type = value.type();
                if (type != Typed.Type.INTEGER && type != Typed.Type.TEXT) {
                    throw new RuleError(
                            item.position(),
                            ErrorCode.WRONG_TYPE,
                            "wrong type for enumeration item",
                            "integers or strings can be enumerated, this is a " + type.label());
                }
            } else if (value.type() != type) {
                throw new RuleError(item.position(), ErrorCode.WRONG_TYPE, "enumerations must be all the same type");
            }
            operands.add(value.ir());
        }
        return type;
    }

    private Op collection(
            Expr.ForIn loop,
            Expr.Iterated.Collection iterated,
            List<Ir> operands,
            List<RuleContext.LoopVariable> variables)
            throws RuleError {
        Typed collection = conditions.raw(iterated.collection());
        operands.add(collection.ir());
        int slot = context.nextSlot();
        List<String> names = loop.variables();
        if (collection.declared() instanceof ModuleType.Array array) {
            if (names.size() != 1) {
                throw new RuleError(
                        loop.position(),
                        ErrorCode.SYNTAX_ERROR,
                        "iterator for \"" + collection.name()
                                + "\" yields a single item on each iteration, but the loop expects "
                                + names.size());
            }
            variables.add(new RuleContext.LoopVariable(names.get(0), Op.LOOP_OBJECT, slot, array.element()));
            return Op.FOR_ARRAY;
        }
        if (collection.declared() instanceof ModuleType.Dictionary dictionary) {
            if (names.size() != 2) {
                throw new RuleError(
                        loop.position(),
                        ErrorCode.SYNTAX_ERROR,
                        "iterator for \"" + collection.name() + "\" yields a key,value pair item on each iteration");
            }
            variables.add(new RuleContext.LoopVariable(names.get(0), Op.LOOP_TEXT, slot, null));
            variables.add(new RuleContext.LoopVariable(names.get(1), Op.LOOP_OBJECT, slot + 1, dictionary.value()));
            return Op.FOR_DICTIONARY;
        }
        throw new RuleError(
                iterated.collection().position(),
                ErrorCode.WRONG_TYPE,
                "identifier \"" + collection.name() + "\" is not iterable");
    }
}
