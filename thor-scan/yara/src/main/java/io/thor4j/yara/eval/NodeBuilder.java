package io.thor4j.yara.eval;

import io.thor4j.yara.pattern.PatternBudget;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.RegexSearch;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a rule's {@link Ir} executable and checks it on the way: kinds, counts and indexes of every node, so that a tree from a damaged file
 * is refused and not run. Used by one thread.
 */
final class NodeBuilder {
    /** Loops within loops (libyara limits.h:95). */
    static final int LOOPS = 4;

    /** Loop variables that can be alive at a time: two a loop. */
    static final int SLOTS = 2 * LOOPS;

    private final int[] patterns;
    private final List<ExternalVariable> externals;
    private final List<YaraModule> modules;
    private final PatternBudget regexes;

    /** Types of the loop variables that are alive: a {@link Kind}, or the {@link ModuleType} of a module's values. */
    private final @Nullable Object[] slots = new Object[SLOTS];

    private final NodeObserver observer;
    private final ObjectNodeBuilder objects;
    private final OperandReader read;
    private int loops;
    private boolean inForStrings;

    /** Set once the outermost node was begun. */
    private boolean begun;

    /** Set within a node that is not asked before all that it hangs on is known. */
    private boolean inGuarded;

    /**
     * Makes a builder.
     *
     * @param rule index of the rule; references may go up to it
     * @param patterns the pattern of each of the rule's strings
     * @param externals the external variables
     * @param modules the modules
     * @param regexes what the regexes of all rules may need of memory
     * @param observer sees the nodes
     */
    NodeBuilder(
            int rule,
            int[] patterns,
            List<ExternalVariable> externals,
            List<YaraModule> modules,
            PatternBudget regexes,
            NodeObserver observer) {
        this.patterns = patterns;
        this.externals = externals;
        this.modules = modules;
        this.regexes = regexes;
        this.observer = observer;
        this.objects = new ObjectNodeBuilder(this);
        this.read = new OperandReader(patterns.length, rule);
    }

    List<YaraModule> modules() {
        return modules;
    }

    @Nullable
    Object slotType(long slot) {
        return slot >= 0 && slot < SLOTS ? slots[(int) slot] : null;
    }

    BoolNode bool(Ir ir) throws IrException {
        observer.begin(ir);
        boolean outermost = !begun;
        begun = true;
        if (ir.op() == Op.AND) {
            // Only there are the operands in the order of their costs.
            int cheap =
                    outermost ? ConjunctOrder.cheapOperands(ir) : ir.operands().size();
            return observer.boolMade(new BoolNodes.And(bools(ir), cheap));
        }
        if (inGuarded || KnownTruths.passesOn(ir)) {
            return observer.boolMade(boolNode(ir));
        }
        inGuarded = true;
        BoolNode node = boolNode(ir);
        inGuarded = false;
        return observer.boolMade(KnownTruths.guard(ir, node, patterns));
    }

    private BoolNode boolNode(Ir ir) throws IrException {
        OperandReader.expect(ir, Kind.BOOL);
        return switch (ir.op()) {
            case BOOL -> new BoolNodes.Constant(ir.number() == 0 ? BoolNode.FALSE : BoolNode.TRUE);
            case RULE -> new BoolNodes.RuleHolds(read.rule(ir.number()));
            case NOT -> new BoolNodes.Not(bool(read.only(ir)));
            case DEFINED -> new BoolNodes.Defined(bool(read.only(ir)));
            case INT_TO_BOOL -> new BoolNodes.OfInt(integer(read.only(ir)));
            case FLOAT_TO_BOOL -> new BoolNodes.OfFloat(floating(read.only(ir)));
            case TEXT_TO_BOOL -> new BoolNodes.OfText(text(read.only(ir)));
            case OR -> new BoolNodes.Or(bools(ir));
            case FOUND -> {
                read.count(ir, 0);
                yield new StringNodes.Found(string(ir));
            }
            case FOUND_AT -> new StringNodes.FoundAt(string(ir), integer(read.only(ir)));
            case FOUND_IN -> {
                read.count(ir, 2);
                yield new StringNodes.FoundIn(string(ir), integer(ir.operand(0)), integer(ir.operand(1)));
            }
            case MATCHES -> {
                read.count(ir, 2);
                yield new TextNodes.Matches(text(ir.operand(0)), regex(ir.operand(1)));
            }
            default -> setOrComparison(ir);
        };
    }

    private BoolNode setOrComparison(Ir ir) throws IrException {
        return switch (ir.op()) {
            case OF_STRINGS, OF_STRINGS_PERCENT ->
                new OfNodes.Of(integer(read.only(ir)), patternSet(ir), false, ir.op() == Op.OF_STRINGS_PERCENT);
            case OF_RULES, OF_RULES_PERCENT ->
                new OfNodes.Of(integer(read.only(ir)), read.ruleSet(ir), true, ir.op() == Op.OF_RULES_PERCENT);
            case OF_STRINGS_IN -> {
                read.count(ir, 3);
                yield new OfNodes.OfPlaced(
                        integer(ir.operand(0)), patternSet(ir), integer(ir.operand(1)), integer(ir.operand(2)));
            }
            case OF_STRINGS_AT -> {
                read.count(ir, 2);
                yield new OfNodes.OfPlaced(integer(ir.operand(0)), patternSet(ir), integer(ir.operand(1)), null);
            }
            case FOR_STRINGS, FOR_RANGE, FOR_INTS, FOR_TEXTS, FOR_ARRAY, FOR_DICTIONARY -> loop(ir);
            default -> comparison(ir);
        };
    }

    private BoolNode comparison(Ir ir) throws IrException {
        read.count(ir, 2);
        Ir left = ir.operand(0);
        Ir right = ir.operand(1);
        if (left.op().kind() != OperandReader.comparedKind(ir)) {
            throw new IrException("operand of " + ir.op() + " is a " + left.op().kind());
        }
        return switch (left.op().kind()) {
            case INT -> new BoolNodes.CompareInts(ir.op(), integer(left), integer(right));
            case FLOAT -> new BoolNodes.CompareFloats(ir.op(), floating(left), floating(right));
            default -> new TextNodes.Compare(ir.op(), text(left), text(right));
        };
    }

    private BoolNode loop(Ir ir) throws IrException {
        int last = ir.operands().size() - 1;
        if (last < 1 || loops == LOOPS) {
            throw new IrException("loop without body, or too deep");
        }
        IntNode quantifier = integer(ir.operand(0));
        Ir body = ir.operand(last);
        int slot = 2 * loops;
        switch (ir.op()) {
            case FOR_STRINGS -> {
                read.count(ir, 2);
                return new LoopNodes.ForStrings(quantifier, patternSet(ir), forStringsBody(body));
            }
            case FOR_RANGE -> {
                read.count(ir, 4);
                IntNode low = integer(ir.operand(1));
                IntNode high = integer(ir.operand(2));
                return new LoopNodes.ForRange(quantifier, low, high, body(body, Kind.INT, null), slot);
            }
            case FOR_INTS -> {
                IntNode[] values = new IntNode[last - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = integer(ir.operand(i + 1));
                }
                return new LoopNodes.ForInts(quantifier, values, body(body, Kind.INT, null), slot);
            }
            case FOR_TEXTS -> {
                TextNode[] values = new TextNode[last - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = text(ir.operand(i + 1));
                }
                return new LoopNodes.ForTexts(quantifier, values, body(body, Kind.TEXT, null), slot);
            }
            default -> {
                return collectionLoop(ir, quantifier, slot);
            }
        }
    }

    private BoolNode collectionLoop(Ir ir, IntNode quantifier, int slot) throws IrException {
        read.count(ir, 3);
        ObjectNodeBuilder.Typed collection = objects.build(ir.operand(1));
        if (ir.op() == Op.FOR_ARRAY && collection.type() instanceof ModuleType.Array array) {
            return new LoopNodes.ForArray(
                    quantifier, collection.node(), body(ir.operand(2), array.element(), null), slot);
        }
        if (ir.op() == Op.FOR_DICTIONARY && collection.type() instanceof ModuleType.Dictionary dictionary) {
            return new LoopNodes.ForDictionary(
                    quantifier, collection.node(), body(ir.operand(2), Kind.TEXT, dictionary.value()), slot);
        }
        throw new IrException("loop over " + collection.type());
    }

    private BoolNode forStringsBody(Ir body) throws IrException {
        if (inForStrings) {
            throw new IrException("for-of within for-of");
        }
        inForStrings = true;
        BoolNode result = body(body, null, null);
        inForStrings = false;
        return result;
    }

    private BoolNode body(Ir body, @Nullable Object first, @Nullable Object second) throws IrException {
        int slot = 2 * loops;
        slots[slot] = first;
        slots[slot + 1] = second;
        loops++;
        BoolNode result = bool(body);
        loops--;
        slots[slot] = null;
        slots[slot + 1] = null;
        return result;
    }

    IntNode integer(Ir ir) throws IrException {
        observer.begin(ir);
        return observer.intMade(integerNode(ir));
    }

    private IntNode integerNode(Ir ir) throws IrException {
        OperandReader.expect(ir, Kind.INT);
        return switch (ir.op()) {
            case INT -> new IntNodes.Constant(ir.number());
            case ALL -> new IntNodes.Constant(IntNode.UNDEFINED);
            case FILESIZE -> new IntNodes.Filesize();
            case ENTRYPOINT -> new IntNodes.Entry();
            case EXTERNAL_INT -> new IntNodes.External(external(ir, Kind.INT));
            case LOOP_INT -> new IntNodes.LoopVariable(slot(ir, Kind.INT));
            case AS_INT -> new IntNodes.OfObject(objects.scalar(read.only(ir), ModuleType.Scalar.INTEGER));
            case COUNT -> {
                read.count(ir, 0);
                yield new StringNodes.Count(string(ir));
            }
            case COUNT_IN -> {
                read.count(ir, 2);
                yield new StringNodes.CountIn(string(ir), integer(ir.operand(0)), integer(ir.operand(1)));
            }
            case OFFSET, LENGTH ->
                new StringNodes.MatchProperty(string(ir), ir.op() == Op.LENGTH, integer(read.only(ir)));
            case READ -> readNode(ir);
            case BOOL_TO_INT -> new IntNodes.OfBool(bool(read.only(ir)));
            case NEGATE_INT -> new IntNodes.Negate(integer(read.only(ir)));
            case BIT_NOT -> new IntNodes.BitNot(integer(read.only(ir)));
            default -> {
                read.count(ir, 2);
                yield new IntNodes.Binary(ir.op(), integer(ir.operand(0)), integer(ir.operand(1)));
            }
        };
    }

    private IntNode readNode(Ir ir) throws IrException {
        int bits = (int) ir.number() & 63;
        if ((ir.number() & ~0xf8L) != 0 || (bits != 8 && bits != 16 && bits != 32)) {
            throw new IrException("read of " + ir.number());
        }
        return new IntNodes.Read(bits / 8, (ir.number() & 64) != 0, (ir.number() & 128) != 0, integer(read.only(ir)));
    }

    FloatNode floating(Ir ir) throws IrException {
        observer.begin(ir);
        return observer.floatMade(floatingNode(ir));
    }

    private FloatNode floatingNode(Ir ir) throws IrException {
        OperandReader.expect(ir, Kind.FLOAT);
        return switch (ir.op()) {
            case FLOAT -> new FloatNodes.Constant(Double.longBitsToDouble(ir.number()));
            case EXTERNAL_FLOAT -> new FloatNodes.External(external(ir, Kind.FLOAT));
            case AS_FLOAT -> new FloatNodes.OfObject(objects.scalar(read.only(ir), ModuleType.Scalar.FLOAT));
            case INT_TO_FLOAT -> new FloatNodes.OfInt(integer(read.only(ir)));
            case NEGATE_FLOAT -> new FloatNodes.Negate(floating(read.only(ir)));
            default -> {
                read.count(ir, 2);
                yield new FloatNodes.Binary(ir.op(), floating(ir.operand(0)), floating(ir.operand(1)));
            }
        };
    }

    TextNode text(Ir ir) throws IrException {
        observer.begin(ir);
        return observer.textMade(textNode(ir));
    }

    private TextNode textNode(Ir ir) throws IrException {
        OperandReader.expect(ir, Kind.TEXT);
        return switch (ir.op()) {
            case TEXT -> new TextNodes.Constant(OperandReader.bytes(ir));
            case EXTERNAL_TEXT -> new TextNodes.External(external(ir, Kind.TEXT));
            case LOOP_TEXT -> new TextNodes.LoopVariable(slot(ir, Kind.TEXT));
            default -> new TextNodes.OfObject(objects.scalar(read.only(ir), ModuleType.Scalar.STRING));
        };
    }

    RegexSearch regex(Ir ir) throws IrException {
        OperandReader.expect(ir, Kind.REGEX);
        try {
            RegexSearch regex =
                    RegexSearch.compile(OperandReader.bytes(ir), (ir.number() & 1) != 0, (ir.number() & 2) != 0);
            regexes.spend(regex.memory(), OperandReader.bytes(ir).length);
            return regex;
        } catch (PatternException e) {
            throw new IrException("regex: " + e.getMessage());
        }
    }

    private BoolNode[] bools(Ir ir) throws IrException {
        List<BoolNode> result = new ArrayList<>();
        for (Ir operand : ir.operands()) {
            result.add(bool(operand));
        }
        return result.toArray(new BoolNode[0]);
    }

    private int external(Ir ir, Kind kind) throws IrException {
        long index = ir.number();
        if (index < 0 || index >= externals.size() || externals.get((int) index).kind() != kind) {
            throw new IrException("external variable " + index);
        }
        return (int) index;
    }

    private int slot(Ir ir, Kind kind) throws IrException {
        if (slotType(ir.number()) != kind) {
            throw new IrException("loop variable " + ir.number());
        }
        return (int) ir.number();
    }

    /** Returns the pattern of a string operand, -1 for the string of the for-of loop. */
    private int string(Ir ir) throws IrException {
        int string = read.string(ir.number(), inForStrings);
        return string < 0 ? string : patterns[string];
    }

    private int[] patternSet(Ir ir) throws IrException {
        int[] strings = read.stringSet(ir);
        int[] result = new int[strings.length];
        for (int i = 0; i < strings.length; i++) {
            result[i] = patterns[strings[i]];
        }
        return result;
    }
}
