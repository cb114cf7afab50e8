package io.thor4j.yara.pattern;

import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern's automaton in one direction: instructions in order of preference, as Pike's virtual machine runs them. Immutable; threads share
 * it.
 */
final class Program {
    /** Consumes one character of the set {@code x}, goes on at {@code y}. */
    static final byte CHARACTER = 0;
    /** Goes on at {@code x}, and with less preference at {@code y}. */
    static final byte SPLIT = 1;
    /** Goes on at {@code y} before the first character in the program's direction. */
    static final byte AT_BEGIN = 2;
    /** Goes on at {@code y} behind the last character in the program's direction. */
    static final byte AT_END = 3;
    /** Goes on at {@code y} between a word character and another. */
    static final byte AT_BOUNDARY = 4;
    /** Goes on at {@code y} anywhere else. */
    static final byte NOT_AT_BOUNDARY = 5;
    /** The end. */
    static final byte MATCH = 6;

    /*
     * More than this many instructions are refused. libyara counts repeats and so has no such limit; here a repeat is written out, and one
     * that is longer than its window of 4,096 bytes becomes a loop, so that only nested repeats of thousands come near it.
     */
    static final int MAX_SIZE = 100_000;

    private static final IdentityHashMap<ReNode.Leaf, Integer> NO_LEAVES = new IdentityHashMap<>(0);
    /** The window of a verification in each direction from the atom (libyara limits.h:174). */
    static final int WINDOW = 4096;

    final byte[] op;
    final int[] x;
    final int[] y;
    final ByteSet[] sets;
    final int start;
    final boolean hasAssertions;

    /** Made for the first runner: most programs never get one. */
    private volatile @Nullable Classes classes;

    private final IdentityHashMap<ReNode.Leaf, Integer> leaves;

    private Program(Builder b, int start) {
        this.op = Arrays.copyOf(b.op, b.size);
        this.x = Arrays.copyOf(b.x, b.size);
        this.y = Arrays.copyOf(b.y, b.size);
        this.sets = b.sets.keySet().toArray(new ByteSet[0]);
        this.start = start;
        this.leaves = b.leaves;
        this.hasAssertions = b.hasAssertions;
    }

    /**
     * The classes of byte values that no set tells apart. Immutable.
     *
     * @param of for every byte value its class
     * @param count how many classes there are; the pseudo-characters get the numbers from here on
     * @param sample one byte value of each class
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Classes(byte[] of, int count, int[] sample) {}

    /** Returns the classes of byte values. */
    Classes classes() {
        Classes known = classes;
        if (known == null) {
            // Two threads may both have made them; they are equal.
            known = classify();
            classes = known;
        }
        return known;
    }

    private Classes classify() {
        int[] byteClass = new int[256];
        int[] samples = new int[256];
        int count = 0;
        Map<Long, Integer> known = new HashMap<>();
        // Bytes in the same sets are one class; sets beyond 64 only make classes finer, by hashing their membership.
        for (int v = 0; v < 256; v++) {
            long signature = 0;
            for (ByteSet set : sets) {
                signature = signature * 0x9E3779B97F4A7C15L + (set.contains(v) ? 0x632BE59BD9B4E019L : 1);
            }
            // A word boundary asks for more than the sets do.
            signature = hasAssertions && LazyDfa.isWord(v) ? ~signature : signature;
            Integer found = known.get(signature);
            if (found == null) {
                found = count;
                known.put(signature, count);
                samples[count++] = v;
            }
            byteClass[v] = found;
        }
        byte[] of = new byte[256];
        for (int v = 0; v < 256; v++) {
            of[v] = (byte) byteClass[v];
        }
        return new Classes(of, count, Arrays.copyOf(samples, count));
    }

    /** A program that was compiled before. Its leaves are not known any more; only the compiler asks for them. */
    Program(byte[] op, int[] x, int[] y, ByteSet[] sets, int start) {
        this.op = op;
        this.x = x;
        this.y = y;
        this.sets = sets;
        this.start = start;
        this.leaves = NO_LEAVES;
        boolean assertions = false;
        for (byte code : op) {
            assertions |= code >= AT_BEGIN && code <= NOT_AT_BOUNDARY;
        }
        this.hasAssertions = assertions;
    }

    /** Compiles for matching from left to right. */
    static Program forward(ReNode node) throws PatternException {
        return compile(node, false);
    }

    /** Compiles for matching from right to left. */
    static Program backward(ReNode node) throws PatternException {
        return compile(node, true);
    }

    private static Program compile(ReNode node, boolean reversed) throws PatternException {
        Builder builder = new Builder(reversed);
        int end = builder.add(MATCH, 0, 0);
        return new Program(builder, builder.build(node, end));
    }

    /** Returns the instruction that consumes a leaf: in the first of its copies as the pattern is read from left to right. */
    int leaf(ReNode.Leaf leaf) {
        Integer found = leaves.get(leaf);
        if (found == null) {
            throw new IllegalArgumentException("leaf of another pattern");
        }
        return found;
    }

    int size() {
        return op.length;
    }

    /** Returns how many bytes of memory it needs, estimated: an instruction and its place among the leaves, and what every program has. */
    long memory() {
        return 40L * op.length + 64L * sets.length + 2_000;
    }

    /** Returns one instruction a line, for tests. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < op.length; i++) {
            out.append(i == start ? "> " : "  ").append(i).append(' ');
            switch (op[i]) {
                case CHARACTER ->
                    out.append('[').append(sets[x[i]]).append("] ").append(y[i]);
                case SPLIT -> out.append("split ").append(x[i]).append(' ').append(y[i]);
                case MATCH -> out.append("match");
                default -> out.append("assert ").append(op[i]).append(' ').append(y[i]);
            }
            out.append('\n');
        }
        return out.toString();
    }

    /*
     * Builds from the end: every part is given the instruction to go on with and returns the one to enter by. So the copies of a repeated
     * part are made from the last to the first.
     */
    private static final class Builder {
        private final boolean reversed;
        private byte[] op = new byte[64];
        private int[] x = new int[64];
        private int[] y = new int[64];
        private int size;
        private boolean hasAssertions;
        private final Map<ByteSet, Integer> sets = new LinkedHashMap<>();
        private final IdentityHashMap<ReNode.Leaf, Integer> leaves = new IdentityHashMap<>();

        private Builder(boolean reversed) {
            this.reversed = reversed;
        }

        private int add(byte code, int first, int second) throws PatternException {
            if (size == MAX_SIZE) {
                throw new PatternException(
                        "ERROR_REGULAR_EXPRESSION_TOO_COMPLEX",
                        0,
                        "the repeats make the regular expression too large",
                        "use smaller bounds or do not nest repeats");
            }
            if (size == op.length) {
                op = Arrays.copyOf(op, size * 2);
                x = Arrays.copyOf(x, size * 2);
                y = Arrays.copyOf(y, size * 2);
            }
            op[size] = code;
            x[size] = first;
            y[size] = second;
            return size++;
        }

        private int build(ReNode node, int next) throws PatternException {
            if (node instanceof ReNode.Leaf leaf) {
                Integer known = sets.get(leaf.set);
                if (known == null) {
                    known = sets.size();
                    sets.put(leaf.set, known);
                }
                int result = add(CHARACTER, known, next);
                // Read from left to right the first copy is built last; read from right to left it is built first.
                if (reversed) {
                    leaves.putIfAbsent(leaf, result);
                } else {
                    leaves.put(leaf, result);
                }
                return result;
            }
            if (node instanceof ReNode.Concat concat) {
                List<ReNode> parts = concat.parts();
                int entry = next;
                for (int i = 0; i < parts.size(); i++) {
                    entry = build(parts.get(reversed ? i : parts.size() - 1 - i), entry);
                }
                return entry;
            }
            if (node instanceof ReNode.Alternation alternation) {
                List<ReNode> choices = alternation.choices();
                int entry = build(choices.get(choices.size() - 1), next);
                for (int i = choices.size() - 2; i >= 0; i--) {
                    entry = add(SPLIT, build(choices.get(i), next), entry);
                }
                return entry;
            }
            if (node instanceof ReNode.Repeat repeat) {
                return repeat(repeat, next);
            }
            if (node instanceof ReNode.Assertion assertion) {
                hasAssertions = true;
                return add(code(assertion.kind()), 0, next);
            }
            return next;
        }

        private byte code(ReNode.Assertion.Kind kind) {
            return switch (kind) {
                case BEGIN -> reversed ? AT_END : AT_BEGIN;
                case END -> reversed ? AT_BEGIN : AT_END;
                case WORD_BOUNDARY -> AT_BOUNDARY;
                case NOT_WORD_BOUNDARY -> NOT_AT_BOUNDARY;
            };
        }

        private int repeat(ReNode.Repeat repeat, int next) throws PatternException {
            if (repeat.unbounded() && repeat.min() == 1) {
                return loop(repeat, next);
            }
            boolean open = repeat.max() > WINDOW;
            // From right to left the copies that must be there come last, so that the first copy leads straight out of
            // the repeat.
            int entry = reversed ? copies(repeat, next) : next;
            if (open) {
                int split = add(SPLIT, 0, 0);
                int body = build(repeat.body(), split);
                x[split] = repeat.greedy() ? body : entry;
                y[split] = repeat.greedy() ? entry : body;
                entry = split;
            } else {
                int exit = entry;
                for (int i = repeat.min(); i < repeat.max(); i++) {
                    int body = build(repeat.body(), entry);
                    entry = repeat.greedy() ? add(SPLIT, body, exit) : add(SPLIT, exit, body);
                }
            }
            return reversed ? entry : copies(repeat, entry);
        }

        /*
         * A plus is one copy that leads back to itself, as in libyara: an atom in it stands for every round, and a match whose first round
         * is not the one where the atom was found is seen, too.
         */
        private int loop(ReNode.Repeat repeat, int next) throws PatternException {
            int split = add(SPLIT, 0, 0);
            int body = build(repeat.body(), split);
            x[split] = repeat.greedy() ? body : next;
            y[split] = repeat.greedy() ? next : body;
            return body;
        }

        private int copies(ReNode.Repeat repeat, int next) throws PatternException {
            int entry = next;
            // No match is longer than the window, so neither is the part that must be there.
            for (int i = 0; i < Math.min(repeat.min(), WINDOW + 1); i++) {
                entry = build(repeat.body(), entry);
            }
            return entry;
        }
    }
}
