package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.Automaton;
import io.thor4j.yara.pattern.Gram;
import io.thor4j.yara.pattern.GramModel;
import io.thor4j.yara.pattern.Literal;
import io.thor4j.yara.pattern.Pattern;
import io.thor4j.yara.pattern.PatternBudget;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.PatternSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All patterns of a rule set with the tables that search them together. Immutable; threads share it. */
public final class PatternSet {
    private final List<Pattern> patterns;
    private final boolean[] allMatches;
    private final long[] fixedOffsets;

    /** The first list of each pattern's pieces: its own number for a pattern of one piece. */
    private final int[] firstPiece;

    /** The pattern of each piece. */
    private final int[] owner;

    final Piece[] pieces;
    /** Sorted by piece. */
    final Target[] targets;

    /** Begin of a piece's targets; that of the next piece is their end. */
    final int[] targetsFrom;

    /** Patterns of several pieces. */
    final int[] chains;

    /** What finds all patterns; made when it is asked for, because most scans need less. */
    private volatile @Nullable SearchTables whole;

    private final SpareSearchers spares = new SpareSearchers();

    private PatternSet(Builder b) {
        patterns = List.copyOf(b.patterns);
        allMatches = new boolean[patterns.size()];
        fixedOffsets = new long[patterns.size()];
        for (int i = 0; i < allMatches.length; i++) {
            allMatches[i] = b.allMatches.get(i);
            fixedOffsets[i] = b.fixedOffsets.get(i);
        }
        firstPiece = new int[patterns.size()];
        Tables tables = new Tables(patterns.size());
        List<Integer> withPieces = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            Pattern pattern = patterns.get(i);
            firstPiece[i] = i;
            if (pattern.pieces().size() > 1) {
                firstPiece[i] = tables.pieceCount;
                withPieces.add(i);
                pattern.pieces().forEach(piece -> tables.addPiece(pattern, piece));
            } else if (fixedOffsets[i] >= 0 && pattern.isLiteral()) {
                tables.pieces.put(i, new Piece(pattern, pattern.pieces().get(0)));
            } else {
                tables.setPiece(i, pattern, pattern.pieces().get(0));
            }
        }
        for (int i : withPieces) {
            // The list of a chain itself holds what its pieces make together.
            tables.pieces.put(
                    i, new Piece(patterns.get(i), patterns.get(i).pieces().get(0)));
        }
        pieces = new Piece[tables.pieceCount];
        owner = new int[tables.pieceCount];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = Objects.requireNonNull(tables.pieces.get(i));
        }
        for (int i = 0; i < patterns.size(); i++) {
            owner[i] = i;
            for (int p = 0; p < patterns.get(i).pieces().size(); p++) {
                owner[firstPiece[i] + p] = i;
            }
        }
        tables.targets.sort(Comparator.comparingInt(target -> target.piece));
        targets = tables.targets.toArray(new Target[0]);
        targetsFrom = new int[pieces.length + 1];
        for (Target target : targets) {
            targetsFrom[target.piece + 1]++;
        }
        for (int i = 1; i < targetsFrom.length; i++) {
            targetsFrom[i] += targetsFrom[i - 1];
        }
        chains = withPieces.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * A searched piece; its number is that of its list of matches.
     *
     * @param pattern the pattern that it belongs to
     * @param piece what to recognise
     */
    record Piece(Pattern pattern, Pattern.Piece piece) {}

    /** What to verify where a gram stands; a class of fields, because the search reads it for every candidate. */
    static final class Target {
        final int piece;
        /** Distance from the begin of the literal, or from the place of the entry, to the gram. */
        final int gramOffset;

        /** The gram, folded: its bytes from the lowest on. */
        final int gram;
        /** How many bytes of the gram count, 1 to 4. */
        final int gramLength;

        /** The two bytes behind the gram, folded, the first in the low half; -1 when they are not known. */
        final int pairBehind;

        final @Nullable Literal literal;
        final Automaton.@Nullable Entry entry;
        /** Up to eight bytes of the literal from {@link #checkFrom} on: compared before the whole. */
        final long checkValue;

        final long checkMask;
        /** Distance from the gram to the eight bytes; may be negative. */
        final int checkFrom;

        private Target(int piece, @Nullable Literal literal, Automaton.@Nullable Entry entry, Gram gram) {
            this.piece = piece;
            this.gramOffset = gram.offset();
            this.gramLength = gram.bytes().length;
            int folded = 0;
            for (int i = 0; i < gramLength; i++) {
                folded |= GramModel.fold(gram.bytes()[i] & 0xff) << (8 * i);
            }
            this.gram = folded;
            this.literal = literal;
            this.entry = entry;
            this.pairBehind = literal == null ? -1 : pairAt(literal, gram.offset() + gramLength);
            byte[] bytes = literal == null ? gram.bytes() : literal.bytes();
            int gramAt = literal == null ? 0 : gram.offset();
            int begin = Math.max(0, Math.min(gramAt, bytes.length - Long.BYTES));
            long value = 0;
            long mask = 0;
            for (int i = 0; i < Long.BYTES && begin + i < bytes.length; i++) {
                int at = begin + i;
                int known = literal != null && literal.mask() != null ? literal.mask()[at] & 0xff : 0xff;
                boolean letter = (bytes[at] | 0x20) >= 'a' && (bytes[at] | 0x20) <= 'z';
                if (letter && (literal == null || literal.nocase())) {
                    known &= 0xdf;
                }
                mask |= (long) known << (8 * i);
                value |= (long) (bytes[at] & known) << (8 * i);
            }
            this.checkFrom = begin - gramAt;
            this.checkValue = value;
            this.checkMask = mask;
        }
    }

    private static int pairAt(Literal literal, int at) {
        byte[] bytes = literal.bytes();
        byte[] mask = literal.mask();
        if (at > bytes.length - 2 || (mask != null && (mask[at] & mask[at + 1]) != -1)) {
            return -1;
        }
        return GramModel.fold(bytes[at] & 0xff) | GramModel.fold(bytes[at + 1] & 0xff) << 8;
    }

    /** Returns what finds all patterns. */
    SearchTables whole() {
        SearchTables known = whole;
        if (known == null) {
            known = SearchTables.of(this, null);
            whole = known;
        }
        return known;
    }

    /* Collects what the tables are made of. */
    private static final class Tables {
        private final Map<Integer, Piece> pieces = new HashMap<>();
        private int pieceCount;
        private final List<Target> targets = new ArrayList<>();

        private Tables(int patterns) {
            pieceCount = patterns;
        }

        private void addPiece(Pattern pattern, Pattern.Piece piece) {
            setPiece(pieceCount++, pattern, piece);
        }

        private void setPiece(int number, Pattern pattern, Pattern.Piece piece) {
            pieces.put(number, new Piece(pattern, piece));
            for (Literal literal : piece.literals()) {
                for (Gram gram : literal.grams()) {
                    targets.add(new Target(number, literal, null, gram));
                }
            }
            Automaton automaton = piece.automaton();
            if (automaton == null) {
                return;
            }
            for (Automaton.Entry entry : automaton.entries()) {
                for (Gram gram : entry.grams()) {
                    targets.add(new Target(number, null, entry, gram));
                }
            }
        }
    }

    /** Starts an empty set. */
    public static Builder builder() {
        return new Builder(true);
    }

    /** Starts an empty set in which equal patterns stay apart, for tests that compare. */
    public static Builder unsharedBuilder() {
        return new Builder(false);
    }

    /** Returns how many patterns there are. */
    public int size() {
        return patterns.size();
    }

    /**
     * Returns what a pattern was made of.
     *
     * @param pattern index in the set
     */
    public PatternSpec spec(int pattern) {
        return patterns.get(pattern).spec();
    }

    /**
     * Returns the only offset where a match of the pattern counts, -1 for everywhere.
     *
     * @param pattern index in the set
     */
    public long fixedOffset(int pattern) {
        return fixedOffsets[pattern];
    }

    /**
     * Returns whether a condition asks for more than whether the pattern matched.
     *
     * @param pattern index in the set
     */
    public boolean allMatches(int pattern) {
        return allMatches[pattern];
    }

    /** Returns whether a list belongs to a whole pattern that is only asked for its presence. */
    boolean needsOne(int list) {
        return list < patterns.size() && !allMatches[list];
    }

    /** Returns the searchers of threads that help. */
    SpareSearchers spares() {
        return spares;
    }

    /** Returns whether a pattern is looked for at one offset and not searched. */
    boolean isFixed(int pattern) {
        return fixedOffsets[pattern] >= 0 && patterns.get(pattern).isLiteral();
    }

    /** Returns whether no gram finds a piece, so that it is tried at every place. */
    boolean isEverywhere(int piece) {
        Automaton automaton = pieces[piece].piece().automaton();
        return automaton != null && automaton.entries().isEmpty();
    }

    int firstPiece(int pattern) {
        return firstPiece[pattern];
    }

    int owner(int piece) {
        return owner[piece];
    }

    /**
     * Returns a pattern.
     *
     * @param pattern index in the set
     */
    public Pattern pattern(int pattern) {
        return patterns.get(pattern);
    }

    /** Collects patterns; equal ones become one. Used by one thread. */
    public static final class Builder {
        private final List<Pattern> patterns = new ArrayList<>();
        private final List<Long> fixedOffsets = new ArrayList<>();
        private final List<Boolean> allMatches = new ArrayList<>();
        private final Map<PatternSpec, Pattern> compiled = new HashMap<>();
        private final Map<PatternSpec, Pattern> prepared = new HashMap<>();
        private final Map<Key, Integer> numbers = new HashMap<>();
        private final PatternBudget budget = new PatternBudget();

        private record Key(PatternSpec spec, long fixedOffset) {}

        private final boolean shared;

        private Builder(boolean shared) {
            this.shared = shared;
        }

        private Pattern compile(PatternSpec spec) throws PatternException {
            Pattern known = compiled.get(spec);
            if (known == null) {
                Pattern ready = prepared.remove(spec);
                known = ready == null ? Pattern.compile(spec) : ready;
                budget.spend(known.memory(), spec.body().length);
                compiled.put(spec, known);
            }
            return known;
        }

        /**
         * Hands over what other threads compiled before it is asked for. Only what is asked for is counted against the budget.
         *
         * @param patterns compiled strings; a pattern is the same whoever compiled it
         */
        public void prepare(List<Pattern> patterns) {
            for (Pattern pattern : patterns) {
                prepared.put(pattern.spec(), pattern);
            }
        }

        /** Returns what the patterns may need of memory; regexes of conditions count too. */
        public PatternBudget budget() {
            return budget;
        }

        /**
         * Checks that a string can be compiled and returns what libyara would warn of; adds no pattern.
         *
         * @param spec what to search
         * @return warnings, each a message about the string such as {@code may slow down scanning}; empty when there are none
         * @throws PatternException when the body cannot be compiled
         */
        public List<String> check(PatternSpec spec) throws PatternException {
            return compile(spec).warnings();
        }

        /**
         * Returns how many atoms libyara would search for a string.
         *
         * @param spec what to search
         * @throws PatternException when the body cannot be compiled
         */
        public long atoms(PatternSpec spec) throws PatternException {
            return compile(spec).atoms();
        }

        /**
         * Tells whether a string is a text, or a hex string or regex of known bytes alone: only those may have a fixed offset.
         *
         * @param spec what to search
         * @throws PatternException when the body cannot be compiled
         */
        public boolean isLiteral(PatternSpec spec) throws PatternException {
            return compile(spec).isLiteral();
        }

        /**
         * Adds a pattern, or finds the equal one.
         *
         * @param spec what to search
         * @param fixedOffset the only offset where a match counts, -1 for everywhere; ignored for a pattern that is not a literal
         * @param all false when the condition only asks whether it matched, so that fast mode may stop at the first match; true wins when
         *     equal patterns differ
         * @return the pattern's index
         * @throws PatternException when the body cannot be compiled
         */
        public int add(PatternSpec spec, long fixedOffset, boolean all) throws PatternException {
            Pattern pattern = compile(spec);
            long offset = pattern.isLiteral() ? fixedOffset : -1;
            Integer known = shared ? numbers.get(new Key(spec, offset)) : null;
            if (known != null) {
                allMatches.set(known, all || allMatches.get(known));
                return known;
            }
            patterns.add(pattern);
            fixedOffsets.add(offset);
            allMatches.add(all);
            numbers.put(new Key(spec, offset), patterns.size() - 1);
            return patterns.size() - 1;
        }

        /** Returns the set. */
        public PatternSet build() {
            return new PatternSet(this);
        }
    }
}
