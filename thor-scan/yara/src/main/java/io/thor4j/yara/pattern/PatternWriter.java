package io.thor4j.yara.pattern;

import io.thor4j.yara.flat.Column;
import io.thor4j.yara.flat.FlatWriter;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes compiled patterns as columns of numbers, in the order in which {@link PatternReader} takes them: all patterns, their pieces, the
 * literals or the automaton of each with its entries, the grams of those. Equal patterns give equal bytes. Used by one thread.
 */
public final class PatternWriter {
    static final int GREEDY = 1;
    static final int LITERAL = 2;
    static final int AUTOMATON = 1;
    static final int ASCII = 2;
    static final int WIDE = 4;
    static final int NOCASE = 1;
    static final int IS_WIDE = 2;
    static final int MASKED = 4;

    /** The literal is the text of the string itself. */
    static final int IS_BODY = 8;

    private final Column patternFlags = new Column();
    private final Column pieceCounts = new Column();
    private final Column pieceFlags = new Column();
    private final Column gaps = new Column();
    private final Column formCounts = new Column();
    private final Column literalFlags = new Column();
    private final Column literalLengths = new Column();
    private final Column literalOrders = new Column();
    private final ByteArrayOutputStream literalBytes = new ByteArrayOutputStream();
    private final Column entries = new Column();
    private final Column entryFlags = new Column();
    private final Column gramCounts = new Column();
    private final Column gramLengths = new Column();
    private final Column gramOffsets = new Column();
    private final ByteArrayOutputStream gramBytes = new ByteArrayOutputStream();
    private final Column programHeads = new Column();
    private final ByteArrayOutputStream programOps = new ByteArrayOutputStream();
    private final Column programOperands = new Column();
    private final Column programSets = new Column();
    private final Map<ByteSet, Integer> sets = new LinkedHashMap<>();

    /**
     * Adds a pattern.
     *
     * @param pattern the pattern
     */
    public void add(Pattern pattern) {
        patternFlags.add((pattern.greedy() ? GREEDY : 0) | (pattern.isLiteral() ? LITERAL : 0));
        pieceCounts.add(pattern.pieces().size());
        for (Pattern.Piece piece : pattern.pieces()) {
            gaps.add(piece.gapMin());
            gaps.add(piece.gapMax());
            Automaton automaton = piece.automaton();
            if (automaton == null) {
                pieceFlags.add(0);
                formCounts.add(piece.literals().size());
                piece.literals().forEach(literal -> literal(pattern, literal));
            } else {
                pieceFlags.add(AUTOMATON | (automaton.ascii() ? ASCII : 0) | (automaton.wide() ? WIDE : 0));
                formCounts.add(automaton.entries().size());
                program(automaton.forward());
                program(automaton.backward());
                automaton.entries().forEach(this::entry);
            }
        }
    }

    private void literal(Pattern pattern, Literal literal) {
        byte[] mask = literal.mask();
        boolean isBody = literal.bytes() == pattern.spec().body();
        literalFlags.add((literal.nocase() ? NOCASE : 0)
                | (literal.wide() ? IS_WIDE : 0)
                | (mask != null ? MASKED : 0)
                | (isBody ? IS_BODY : 0));
        literalOrders.add(literal.order());
        if (!isBody) {
            literalLengths.add(literal.bytes().length);
            literalBytes.writeBytes(literal.bytes());
        }
        if (mask != null) {
            literalBytes.writeBytes(mask);
        }
        gramCounts.add(literal.grams().size());
        literal.grams().forEach(this::gram);
    }

    private void entry(Automaton.Entry entry) {
        entries.add(entry.forwardEntry());
        entries.add(entry.backwardEntry());
        entries.add(entry.index());
        entryFlags.add((entry.wide() ? WIDE << 3 : 0) | entry.length());
        gramCounts.add(entry.grams().size());
        entry.grams().forEach(this::gram);
    }

    private void gram(Gram gram) {
        gramLengths.add(gram.bytes().length);
        gramOffsets.add(gram.offset());
        gramBytes.writeBytes(gram.bytes());
    }

    private void program(Program program) {
        programHeads.add(program.size());
        programHeads.add(program.start);
        programHeads.add(program.sets.length);
        for (ByteSet set : program.sets) {
            Integer known = sets.putIfAbsent(set, sets.size());
            programSets.add(known == null ? sets.size() - 1 : known);
        }
        programOps.writeBytes(program.op);
        for (int value : program.x) {
            programOperands.add(value);
        }
        for (int value : program.y) {
            programOperands.add(value);
        }
    }

    /**
     * Writes all patterns that were added.
     *
     * @param out takes them
     */
    public void writeTo(FlatWriter out) {
        Column bits = new Column();
        for (ByteSet set : sets.keySet()) {
            for (long word : set.bits()) {
                bits.add(word);
            }
        }
        out.octets(patternFlags);
        out.ints(pieceCounts);
        out.octets(pieceFlags);
        out.ints(gaps);
        out.ints(formCounts);
        out.octets(literalFlags);
        out.ints(literalLengths);
        out.longs(literalOrders);
        out.bytes(literalBytes.toByteArray());
        out.ints(entries);
        out.octets(entryFlags);
        out.ints(gramCounts);
        out.octets(gramLengths);
        out.ints(gramOffsets);
        out.bytes(gramBytes.toByteArray());
        out.longs(bits);
        out.ints(programHeads);
        out.ints(programSets);
        out.bytes(programOps.toByteArray());
        out.ints(programOperands);
    }
}
