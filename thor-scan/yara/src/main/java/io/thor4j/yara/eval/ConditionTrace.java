package io.thor4j.yara.eval;

import io.thor4j.yara.ExplanationNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the evaluation of one condition: stands before every node that a {@link NodeBuilder} makes, notes what it yields, and makes the
 * explanation of it. The values are those of the nodes that scans use. Used by one thread, for one evaluation.
 */
final class ConditionTrace implements NodeObserver {
    /** Rounds of a loop that are kept: the first ones, and the last, which ended it. */
    private static final int ROUNDS = 16;

    /** Runs of nodes that are kept of one condition; loops within loops have more rounds than anybody reads. */
    private static final int MAX_RUNS = 20_000;

    /** Bytes of a text value that are kept. */
    private static final int MAX_TEXT = 512;

    /** A node of the condition, with those that it asks for values. */
    static final class Step {
        final Ir ir;
        final int loops;
        final boolean isBody;
        final List<Step> parts = new ArrayList<>();

        Step(Ir ir, int loops, boolean isBody) {
            this.ir = ir;
            this.loops = loops;
            this.isBody = isBody;
        }
    }

    /** One evaluation of a step. */
    static final class Run {
        final Step step;
        final List<Run> parts = new ArrayList<>();

        /** A {@link Boolean}, {@link Long}, {@link Double} or {@code byte[]}, null for undefined. */
        @Nullable
        Object value;

        /** What the loop variable was, for a loop's body. */
        @Nullable
        String round;

        @Nullable
        String note;

        List<ExplanationNode> members = List.of();
        long rounds;
        long omitted;
        int size = 1;

        Run(Step step) {
            this.step = step;
        }
    }

    private final StringNotes notes;
    private final IrText texts;
    private final List<Step> open = new ArrayList<>();
    private @Nullable Step root;
    private @Nullable Run rootRun;
    private @Nullable Run current;
    private int kept;

    /**
     * Makes a trace.
     *
     * @param texts writes the rule's nodes
     * @param patterns the patterns of the rule's strings
     */
    ConditionTrace(IrText texts, int[] patterns) {
        this.texts = texts;
        this.notes = new StringNotes(texts, patterns);
    }

    @Override
    public void begin(Ir ir) {
        Step parent = open.isEmpty() ? null : open.get(open.size() - 1);
        boolean isBody = parent != null && isLoop(parent.ir.op()) && ir.op().kind() == Kind.BOOL;
        int outside = parent == null ? 0 : parent.loops;
        Step step = new Step(ir, isBody ? outside + 1 : outside, isBody);
        if (parent == null) {
            root = step;
        } else {
            parent.parts.add(step);
        }
        open.add(step);
    }

    private Step end() {
        return open.remove(open.size() - 1);
    }

    private static boolean isLoop(Op op) {
        return op.compareTo(Op.FOR_STRINGS) >= 0 && op.compareTo(Op.FOR_DICTIONARY) <= 0;
    }

    @Override
    public BoolNode boolMade(BoolNode node) {
        Step step = end();
        return e -> {
            Run before = enter(step, e);
            int result = node.test(e);
            leave(before, result == BoolNode.UNDEFINED ? null : result == BoolNode.TRUE, e);
            return result;
        };
    }

    @Override
    public IntNode intMade(IntNode node) {
        Step step = end();
        return e -> {
            Run before = enter(step, e);
            long result = node.value(e);
            leave(before, result == IntNode.UNDEFINED ? null : result, e);
            return result;
        };
    }

    @Override
    public FloatNode floatMade(FloatNode node) {
        Step step = end();
        return e -> {
            Run before = enter(step, e);
            double result = node.value(e);
            leave(before, FloatNode.isUndefined(result) ? null : result, e);
            return result;
        };
    }

    @Override
    public TextNode textMade(TextNode node) {
        Step step = end();
        return e -> {
            Run before = enter(step, e);
            byte[] result = node.value(e);
            leave(before, result, e);
            return result;
        };
    }

    /** Begins a run; returns the one around it. */
    private @Nullable Run enter(Step step, Evaluation e) {
        Run before = current;
        Run run = new Run(step);
        if (step.isBody && before != null) {
            run.round = round(before, e);
        }
        current = run;
        return before;
    }

    private void leave(@Nullable Run before, @Nullable Object value, Evaluation e) {
        Run run = current;
        if (run == null) {
            throw new IllegalStateException("left more nodes than were entered");
        }
        run.value = value;
        notes.add(run, e);
        current = before;
        if (before == null) {
            rootRun = run;
            return;
        }
        if (run.step.isBody) {
            before.rounds++;
            int last = before.parts.size() - 1;
            if (before.rounds > ROUNDS && last >= 0 && before.parts.get(last).step.isBody) {
                // The last place is that of the round which is the last so far.
                Run dropped = before.parts.remove(last);
                before.size -= dropped.size;
                kept -= dropped.size;
                before.omitted++;
            }
        }
        if (kept >= MAX_RUNS) {
            before.omitted += run.step.isBody ? 1 : 0;
            kept -= run.size - 1;
            return;
        }
        kept++;
        before.size += run.size;
        before.parts.add(run);
    }

    private String round(Run loop, Evaluation e) {
        Ir ir = loop.step.ir;
        if (ir.op() == Op.FOR_STRINGS) {
            int[] members = IrText.members(ir);
            return "$ = " + texts.string(members[(int) Math.min(loop.rounds, members.length - 1L)]);
        }
        int slot = 2 * loop.step.loops;
        String name = IrText.variable(slot);
        return name + " = "
                + switch (ir.op()) {
                    case FOR_RANGE, FOR_INTS -> {
                        long number = e.loopInts[slot];
                        yield number == IntNode.UNDEFINED ? "undefined" : Long.toString(number);
                    }
                    case FOR_ARRAY -> "element " + loop.rounds;
                    default -> text(e.loopObjects[slot]);
                };
    }

    private static String text(@Nullable Object value) {
        if (!(value instanceof byte[] text)) {
            return "undefined";
        }
        StringBuilder out = new StringBuilder();
        IrText.quoted(text.length > MAX_TEXT ? Arrays.copyOf(text, MAX_TEXT) : text, out);
        return out.toString();
    }

    /** Returns what was seen. Recurses once a level. */
    ExplanationNode explanation() {
        Step step = root;
        if (step == null) {
            throw new IllegalStateException("nothing was built");
        }
        return node(step, rootRun);
    }

    private ExplanationNode node(Step step, @Nullable Run run) {
        ExplanationNode.Kind kind = NodeKinds.of(step.ir.op());
        String text = texts.of(step.ir, step.loops);
        if (run == null) {
            return new ExplanationNode(kind, text, ExplanationNode.State.NOT_EVALUATED, null, null, List.of(), 0);
        }
        List<ExplanationNode> children = new ArrayList<>();
        IdentityHashMap<Step, List<Run>> runs = new IdentityHashMap<>();
        for (Run part : run.parts) {
            runs.computeIfAbsent(part.step, s -> new ArrayList<>(1)).add(part);
        }
        for (Step part : step.parts) {
            List<Run> ofPart = runs.getOrDefault(part, List.of());
            if (ofPart.isEmpty()) {
                children.add(node(part, null));
            }
            for (Run one : ofPart) {
                ExplanationNode child = node(part, one);
                children.add(one.round == null ? child : iteration(one.round, child));
            }
        }
        children.addAll(run.members);
        Object value = step.ir.op() == Op.ALL ? "all" : shown(run.value);
        ExplanationNode.State state = value == null ? ExplanationNode.State.UNDEFINED : ExplanationNode.State.VALUE;
        return new ExplanationNode(kind, text, state, value, run.note, children, run.omitted);
    }

    private static ExplanationNode iteration(String round, ExplanationNode body) {
        return new ExplanationNode(
                ExplanationNode.Kind.ITERATION, round, body.state(), body.value(), null, List.of(body), 0);
    }

    private static @Nullable Object shown(@Nullable Object value) {
        if (value instanceof byte[] text) {
            return new String(text, 0, Math.min(text.length, MAX_TEXT), StandardCharsets.ISO_8859_1);
        }
        return value;
    }
}
