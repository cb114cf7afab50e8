package io.thor4j.yara.pattern;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A string of a rule, compiled: one piece, or several with gaps between them. Immutable; threads share it. */
public final class Pattern {
    /* A gap that may be longer splits the pattern, as in libyara (limits.h:142), where this decides what is reported. */
    private static final int MAX_JUMP = 200;
    private static final String SLOW = "may slow down scanning";
    private static final String UNBOUNDED_DOT =
            "contains .*, .+ or .{x,} consider using .{,N}, .{1,N} or {x,N} with a reasonable value for N";

    private final PatternSpec spec;
    private final List<Piece> pieces;
    private final boolean greedy;
    private final boolean literal;
    private final long atoms;
    private final List<String> warnings;

    private Pattern(
            PatternSpec spec, List<Piece> pieces, boolean greedy, boolean literal, long atoms, List<String> warnings) {
        this.spec = spec;
        this.pieces = List.copyOf(pieces);
        this.greedy = greedy;
        this.literal = literal;
        this.atoms = atoms;
        this.warnings = List.copyOf(warnings);
    }

    /** A pattern that was compiled before; what only its compiler asks for is not known any more. */
    static Pattern compiled(PatternSpec spec, List<Piece> pieces, boolean greedy, boolean literal) {
        return new Pattern(spec, pieces, greedy, literal, 0, List.of());
    }

    /**
     * A part of a pattern that is searched by itself: either literals, of which each match is one, or an automaton.
     *
     * @param literals the forms, empty for an automaton
     * @param automaton how to recognise it, null for literals
     * @param gapMin bytes between the piece before and this one at least; 0 for the first
     * @param gapMax bytes between the piece before and this one at most; {@link Integer#MAX_VALUE} for any number
     */
    public record Piece(List<Literal> literals, @Nullable Automaton automaton, int gapMin, int gapMax) {}

    /**
     * Compiles a string.
     *
     * @param spec what to search
     * @throws PatternException when its body is not valid
     */
    public static Pattern compile(PatternSpec spec) throws PatternException {
        if (spec.kind() == PatternSpec.Kind.TEXT) {
            boolean slow = LibyaraAtoms.quality(spec, spec.body()) < AtomTree.SLOW;
            return ofText(spec, spec.body(), slow ? List.of(SLOW) : List.of());
        }
        if (spec.kind() == PatternSpec.Kind.HEX) {
            return ofTree(spec, new HexParser(spec.body()).parse(), false, new ArrayList<>());
        }
        RegexParser parser = new RegexParser(spec.body(), spec.nocase(), spec.dotAll());
        ReNode tree = parser.parse();
        if (parser.greedySeen() && parser.lazySeen()) {
            throw new PatternException(
                    "ERROR_INVALID_REGULAR_EXPRESSION",
                    0,
                    "greedy and ungreedy quantifiers can't be mixed in a regular expression",
                    "give all quantifiers a question mark, or none");
        }
        List<String> warnings = new ArrayList<>(parser.warnings());
        if (hasUnboundedDot(tree)) {
            warnings.add(UNBOUNDED_DOT);
        }
        return ofTree(spec, tree, parser.greedySeen(), warnings);
    }

    private static Pattern ofText(PatternSpec spec, byte[] text, List<String> warnings) {
        Piece piece = new Piece(TextForms.of(spec, text), null, 0, 0);
        // base64 forms are the alternatives of a regex in libyara, so no fixed offset applies to them.
        boolean literal = !spec.base64() && !spec.base64wide();
        return new Pattern(spec, List.of(piece), false, literal, LibyaraAtoms.count(spec, text), warnings);
    }

    private static Pattern ofTree(PatternSpec spec, ReNode tree, boolean greedy, List<String> warnings)
            throws PatternException {
        byte[] text = literalText(tree);
        if (text != null) {
            if (AtomTree.quality(text) < AtomTree.SLOW) {
                warnings.add(SLOW);
            }
            return ofText(spec, text, warnings);
        }
        List<Piece> pieces = new ArrayList<>();
        boolean slow = false;
        long atoms = 0;
        ReNode.@Nullable Repeat gap = null;
        for (Object part : split(tree, spec.kind() == PatternSpec.Kind.HEX)) {
            if (part instanceof ReNode.Repeat repeat && pieces.size() > 0 && gap == null) {
                gap = repeat;
                continue;
            }
            ReNode node = (ReNode) part;
            AtomTree.Choice choice = AtomTree.of(node);
            slow |= choice.quality() < AtomTree.SLOW;
            atoms += LibyaraAtoms.count(spec, choice.atoms());
            pieces.add(piece(spec, node, choice, gap == null ? 0 : gap.min(), gap == null ? 0 : gap.max()));
            gap = null;
        }
        if (slow) {
            warnings.add(SLOW);
        }
        return new Pattern(spec, pieces, greedy, false, atoms, warnings);
    }

    /* Returns piece, gap, piece, gap ... piece. */
    private static List<ReNode> split(ReNode tree, boolean hex) {
        if (!(tree instanceof ReNode.Concat concat)) {
            return List.of(tree);
        }
        List<ReNode> result = new ArrayList<>();
        List<ReNode> current = new ArrayList<>();
        List<ReNode> parts = concat.parts();
        for (int i = 0; i < parts.size(); i++) {
            ReNode part = parts.get(i);
            if (isLongGap(part, hex) && !current.isEmpty() && i < parts.size() - 1) {
                result.add(new ReNode.Concat(List.copyOf(current)));
                result.add(part);
                current.clear();
            } else {
                current.add(part);
            }
        }
        result.add(new ReNode.Concat(current));
        return result;
    }

    private static boolean isLongGap(ReNode node, boolean hex) {
        return node instanceof ReNode.Repeat repeat
                && !repeat.greedy()
                && repeat.body() instanceof ReNode.Leaf leaf
                && leaf.mask == 0
                && repeat.max() > MAX_JUMP
                // A star is not a jump in libyara, but {n,} is one.
                && (hex || !repeat.unbounded());
    }

    private static boolean hasUnboundedDot(ReNode node) {
        if (node instanceof ReNode.Repeat repeat) {
            boolean dot = repeat.body() instanceof ReNode.Leaf leaf && leaf.mask == 0;
            return (dot && repeat.max() >= ReNode.MAX_REPEAT) || hasUnboundedDot(repeat.body());
        }
        if (node instanceof ReNode.Concat concat) {
            return concat.parts().stream().anyMatch(Pattern::hasUnboundedDot);
        }
        return node instanceof ReNode.Alternation alternation
                && alternation.choices().stream().anyMatch(Pattern::hasUnboundedDot);
    }

    private static byte @Nullable [] literalText(ReNode tree) {
        List<ReNode> parts = tree instanceof ReNode.Concat concat ? concat.parts() : List.of(tree);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ReNode part : parts) {
            if (!(part instanceof ReNode.Leaf leaf) || leaf.mask != 0xff) {
                return null;
            }
            out.write(leaf.value);
        }
        return out.toByteArray();
    }

    private static Piece piece(PatternSpec spec, ReNode node, AtomTree.Choice choice, int gapMin, int gapMax)
            throws PatternException {
        List<ReNode.Leaf> row = new ArrayList<>();
        if (spec.kind() == PatternSpec.Kind.HEX && row(node, row)) {
            byte[] bytes = new byte[row.size()];
            byte[] masks = new byte[row.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) row.get(i).value;
                masks[i] = (byte) row.get(i).mask;
            }
            Literal literal = Literal.masked(bytes, masks);
            if (!literal.grams().isEmpty()) {
                return new Piece(List.of(literal), null, gapMin, gapMax);
            }
        }
        Program forward = Program.forward(node);
        Program backward = Program.backward(node);
        List<Automaton.Entry> entries = new ArrayList<>();
        List<AtomTree.Atom> atoms =
                hasOneLength(node, spec.kind() == PatternSpec.Kind.HEX) ? rarest(node, choice.atoms()) : choice.atoms();
        for (int i = 0; i < atoms.size(); i++) {
            if (spec.ascii()) {
                entries.add(entry(atoms.get(i), forward, backward, false, i));
            }
            if (spec.wide()) {
                // libyara makes its wide atoms of the others and turns their order round.
                entries.add(entry(atoms.get(i), forward, backward, true, atoms.size() - 1 - i));
            }
        }
        boolean searchable = entries.stream().noneMatch(entry -> entry.grams().isEmpty());
        return new Piece(
                List.of(),
                new Automaton(forward, backward, searchable ? entries : List.of(), spec.ascii(), spec.wide()),
                gapMin,
                gapMax);
    }

    /* Tells whether a node is a row of bytes, jumps of one short length among them, and collects the row. */
    private static boolean row(ReNode node, List<ReNode.Leaf> out) {
        if (node instanceof ReNode.Leaf leaf) {
            out.add(leaf);
            return leaf.mask != ReNode.Leaf.CLASS;
        }
        if (node instanceof ReNode.Concat concat) {
            return concat.parts().stream().allMatch(part -> row(part, out));
        }
        if (node instanceof ReNode.Repeat repeat
                && repeat.min() == repeat.max()
                && repeat.max() <= MAX_JUMP
                && repeat.body() instanceof ReNode.Leaf leaf) {
            for (int i = 0; i < repeat.min(); i++) {
                out.add(leaf);
            }
            return leaf.mask != ReNode.Leaf.CLASS;
        }
        return false;
    }

    /*
     * Where every way of finding a match at an offset gives the same length, any atom will do, and we take the rarest. That holds without
     * alternatives for hex strings, whose jumps all prefer the shortest, and for regexes whose repeats are all of one length.
     */
    private static boolean hasOneLength(ReNode node, boolean hex) {
        if (node instanceof ReNode.Repeat repeat) {
            return (hex || repeat.min() == repeat.max()) && hasOneLength(repeat.body(), hex);
        }
        if (node instanceof ReNode.Concat concat) {
            return concat.parts().stream().allMatch(part -> hasOneLength(part, hex));
        }
        return !(node instanceof ReNode.Alternation);
    }

    private static List<AtomTree.Atom> rarest(ReNode node, List<AtomTree.Atom> otherwise) {
        List<ReNode.Leaf> run = new ArrayList<>();
        List<AtomTree.Atom> best = new ArrayList<>();
        double[] cost = {Double.MAX_VALUE};
        List<ReNode> parts = node instanceof ReNode.Concat concat ? concat.parts() : List.of(node);
        for (ReNode part : parts) {
            if (part instanceof ReNode.Leaf leaf && leaf.mask != ReNode.Leaf.CLASS) {
                run.add(leaf);
            } else {
                consider(run, best, cost);
                run.clear();
            }
        }
        consider(run, best, cost);
        return best.isEmpty() ? otherwise : best;
    }

    private static void consider(List<ReNode.Leaf> run, List<AtomTree.Atom> best, double[] cost) {
        byte[] values = bytes(run, false);
        byte[] masks = masks(run, false);
        int bestFrom = -1;
        int bestLength = 0;
        for (int from = 0; from < values.length; from++) {
            for (int length = Math.min(GramModel.GRAM, values.length - from); length > 0; length--) {
                double windowCost = masks[from] == 0 ? cost[0] : cheapest(values, masks, from, length, cost[0]);
                if (windowCost < cost[0]) {
                    cost[0] = windowCost;
                    bestFrom = from;
                    bestLength = length;
                }
            }
        }
        if (bestFrom >= 0) {
            best.clear();
            best.add(new AtomTree.Atom(List.copyOf(run.subList(bestFrom, bestFrom + bestLength))));
        }
    }

    /* The cost of the gram that would be chosen for a window: of the cheapest part of it. */
    private static double cheapest(byte[] values, byte[] masks, int from, int length, double enough) {
        double best = enough;
        for (int begin = from; begin < from + length; begin++) {
            for (int end = from + length; end > begin; end--) {
                best = Math.min(best, Gram.cost(values, masks, begin, end - begin, best));
            }
        }
        return best;
    }

    private static Automaton.Entry entry(
            AtomTree.Atom atom, Program forward, Program backward, boolean wide, int index) {
        List<ReNode.Leaf> leaves = atom.leaves();
        List<Gram> grams = Gram.choose(bytes(leaves, wide), masks(leaves, wide));
        int length = Math.min(GramModel.GRAM, wide ? 2 * leaves.size() : leaves.size());
        int entry = forward.leaf(leaves.get(0));
        int behind = backward.leaf(leaves.get(0));
        return new Automaton.Entry(entry, backward.y[behind], wide, length, index, grams);
    }

    private static byte[] bytes(List<ReNode.Leaf> leaves, boolean wide) {
        byte[] result = new byte[leaves.size()];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) leaves.get(i).value;
        }
        return wide ? TextForms.widen(result) : result;
    }

    private static byte[] masks(List<ReNode.Leaf> leaves, boolean wide) {
        byte[] result = new byte[wide ? leaves.size() * 2 : leaves.size()];
        for (int i = 0; i < leaves.size(); i++) {
            result[wide ? 2 * i : i] = (byte) leaves.get(i).mask;
            if (wide) {
                result[2 * i + 1] = (byte) 0xff;
            }
        }
        return result;
    }

    /** Returns how many bytes of memory it needs, estimated, with its part of the tables that search it. */
    public long memory() {
        long bytes = 0;
        for (Piece piece : pieces) {
            for (Literal literal : piece.literals()) {
                bytes += 250 + 2L * literal.bytes().length;
            }
            bytes += piece.automaton() == null ? 0 : piece.automaton().memory();
        }
        return bytes;
    }

    /** Returns what was compiled. */
    public PatternSpec spec() {
        return spec;
    }

    /** Returns the pieces, at least one. */
    public List<Piece> pieces() {
        return pieces;
    }

    /** Returns whether a later find at the same offset replaces the length of an earlier one. */
    public boolean greedy() {
        return greedy;
    }

    /** Returns whether the pattern is a text, or a hex string or regex of known bytes alone. */
    public boolean isLiteral() {
        return literal;
    }

    /** Returns how many atoms libyara would search, which it warns of by the rule. */
    public long atoms() {
        return atoms;
    }

    /** Returns what libyara would warn of, each behind the string's name. */
    public List<String> warnings() {
        return warnings;
    }
}
