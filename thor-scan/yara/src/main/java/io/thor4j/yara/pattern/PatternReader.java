package io.thor4j.yara.pattern;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.flat.FlatReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads what {@link PatternWriter} wrote. Nothing is compiled or weighed again, but every number that is used as a place is checked, so that
 * patterns from a hostile file may match strangely and do no other harm. Used by one thread.
 */
public final class PatternReader {
    /** A gap without an end is {@link Integer#MAX_VALUE}, which no bound can include: it is compared apart. */
    private static final int NO_END = Integer.MAX_VALUE;

    /** Bits of an entry's number in the order of matches. */
    private static final int MAX_INDEX = 1 << 20;

    private final FlatReader.Bytes patternFlags;
    private final FlatReader.Ints pieceCounts;
    private final FlatReader.Bytes pieceFlags;
    private final FlatReader.Ints gaps;
    private final FlatReader.Ints formCounts;
    private final FlatReader.Bytes literalFlags;
    private final FlatReader.Ints literalLengths;
    private final long[] literalOrders;
    private final FlatReader.Bytes literalBytes;
    private final FlatReader.Ints entries;
    private final FlatReader.Bytes entryFlags;
    private final FlatReader.Ints gramCounts;
    private final FlatReader.Bytes gramLengths;
    private final FlatReader.Ints gramOffsets;
    private final FlatReader.Bytes gramBytes;
    private final ByteSet[] sets;
    private final FlatReader.Ints programHeads;
    private final FlatReader.Ints programSets;
    private final FlatReader.Bytes programOps;
    private final FlatReader.Ints programOperands;
    private int literals;

    private PatternReader(FlatReader in) {
        patternFlags = in.bytes();
        pieceCounts = in.ints();
        pieceFlags = in.bytes();
        gaps = in.ints();
        formCounts = in.ints();
        literalFlags = in.bytes();
        literalLengths = in.ints();
        literalOrders = in.longs();
        literalBytes = in.bytes();
        entries = in.ints();
        entryFlags = in.bytes();
        gramCounts = in.ints();
        gramLengths = in.bytes();
        gramOffsets = in.ints();
        gramBytes = in.bytes();
        long[] bits = in.longs();
        sets = new ByteSet[bits.length / 4];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = ByteSet.ofBits(bits, 4 * i);
        }
        programHeads = in.ints();
        programSets = in.ints();
        programOps = in.bytes();
        programOperands = in.ints();
    }

    /**
     * Reads the patterns of some strings.
     *
     * @param in gives them
     * @param specs what each of them was compiled from
     * @return as many patterns
     * @throws MalformedInputException when they are not such patterns
     */
    public static List<Pattern> read(FlatReader in, List<PatternSpec> specs) {
        PatternReader reader = new PatternReader(in);
        List<Pattern> result = new ArrayList<>(specs.size());
        for (PatternSpec spec : specs) {
            result.add(reader.pattern(spec));
        }
        reader.checkEnds();
        return result;
    }

    private void checkEnds() {
        int left = patternFlags.left() + pieceCounts.left() + pieceFlags.left() + gaps.left() + formCounts.left();
        left |= literalFlags.left() + literalLengths.left() + literalBytes.left() + literalOrders.length - literals;
        left |= entries.left() + entryFlags.left() + gramCounts.left() + gramLengths.left() + gramOffsets.left();
        left |= gramBytes.left() + programHeads.left() + programSets.left() + programOps.left();
        if ((left | programOperands.left()) != 0) {
            throw malformed("patterns with something behind them");
        }
    }

    private static MalformedInputException malformed(String reason) {
        return new MalformedInputException("damaged compiled rules: " + reason, null, "compile the rules anew", null);
    }

    private Pattern pattern(PatternSpec spec) {
        int flags = patternFlags.next(4, "flags of a pattern");
        boolean literal = (flags & PatternWriter.LITERAL) != 0;
        int count = pieceCounts.next(1, literal ? 2 : NO_END, "number of pieces");
        List<Pattern.Piece> pieces = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int kind = pieceFlags.next(8, "flags of a piece");
            int gapMin = gaps.next(0, NO_END, "gap");
            int gapMax = gapEnd(gapMin);
            if ((kind & PatternWriter.AUTOMATON) == 0) {
                int forms = formCounts.next(1, NO_END, "number of literals");
                List<Literal> texts = new ArrayList<>(1);
                for (int form = 0; form < forms; form++) {
                    texts.add(literal(spec));
                }
                pieces.add(new Pattern.Piece(List.copyOf(texts), null, gapMin, gapMax));
            } else if (literal) {
                throw malformed("a literal that is none");
            } else {
                pieces.add(new Pattern.Piece(List.of(), automaton(kind), gapMin, gapMax));
            }
        }
        return Pattern.compiled(spec, pieces, (flags & PatternWriter.GREEDY) != 0, literal);
    }

    private int gapEnd(int gapMin) {
        if (gaps.isNext(NO_END)) {
            gaps.skip();
            return NO_END;
        }
        return gaps.next(gapMin, NO_END, "gap");
    }

    private Literal literal(PatternSpec spec) {
        int flags = literalFlags.next(16, "flags of a literal");
        boolean isBody = (flags & PatternWriter.IS_BODY) != 0;
        byte[] bytes = isBody
                ? spec.body()
                : literalBytes.take(literalLengths.next(1, NO_END, "length of a literal"), "bytes of a literal");
        if (bytes.length == 0) {
            throw malformed("empty literal");
        }
        byte[] mask = (flags & PatternWriter.MASKED) == 0 ? null : literalBytes.take(bytes.length, "mask of a literal");
        if (literals == literalOrders.length) {
            throw malformed("order of a literal");
        }
        long order = literalOrders[literals++];
        return new Literal(
                bytes,
                mask,
                (flags & PatternWriter.NOCASE) != 0,
                (flags & PatternWriter.IS_WIDE) != 0,
                order,
                grams(bytes.length));
    }

    private List<Gram> grams(int within) {
        int count = gramCounts.next(0, NO_END, "number of grams");
        if (count == 1) {
            return List.of(gram(within));
        }
        List<Gram> result = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            result.add(gram(within));
        }
        return List.copyOf(result);
    }

    private Gram gram(int within) {
        int length = gramLengths.next(GramModel.GRAM + 1, "length of a gram");
        int offset = gramOffsets.next(0, within - length + 1, "offset of a gram");
        if (length == 0) {
            throw malformed("empty gram");
        }
        return new Gram(gramBytes.take(length, "bytes of a gram"), offset);
    }

    private Automaton automaton(int flags) {
        int count = formCounts.next(0, NO_END, "number of entries");
        Program forward = program();
        Program backward = program();
        List<Automaton.Entry> list = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int ahead = entries.next(0, forward.size(), "entry");
            int behind = entries.next(0, backward.size(), "entry");
            int index = entries.next(0, MAX_INDEX, "number of an entry");
            int kind = entryFlags.next(PatternWriter.WIDE << 4, "flags of an entry");
            int length = kind & 7;
            if (length == 0 || length > GramModel.GRAM) {
                throw malformed("length of an entry");
            }
            boolean wide = (kind & PatternWriter.WIDE << 3) != 0;
            // A gram stands in the four characters from the entry's place on.
            list.add(new Automaton.Entry(ahead, behind, wide, length, index, grams(2 * GramModel.GRAM)));
        }
        return new Automaton(
                forward,
                backward,
                List.copyOf(list),
                (flags & PatternWriter.ASCII) != 0,
                (flags & PatternWriter.WIDE) != 0);
    }

    private Program program() {
        int size = programHeads.next(1, Program.MAX_SIZE + 1, "size of a program");
        int start = programHeads.next(0, size, "start of a program");
        int setCount = programHeads.next(0, NO_END, "sets of a program");
        int[] numbers = programSets.take(setCount, "sets of a program");
        ByteSet[] used = new ByteSet[numbers.length];
        for (int i = 0; i < used.length; i++) {
            if (numbers[i] < 0 || numbers[i] >= sets.length) {
                throw malformed("set " + numbers[i]);
            }
            used[i] = sets[numbers[i]];
        }
        byte[] op = programOps.take(size, "operations of a program");
        int[] x = programOperands.take(size, "operands of a program");
        int[] y = programOperands.take(size, "operands of a program");
        for (int i = 0; i < size; i++) {
            if (op[i] < 0 || op[i] > Program.MATCH) {
                throw malformed("operation " + op[i]);
            }
            int bound = op[i] == Program.CHARACTER ? used.length : size;
            if (x[i] < 0 || x[i] >= bound || y[i] < 0 || y[i] >= size) {
                throw malformed("operand of " + op[i]);
            }
        }
        return new Program(op, x, y, used, start);
    }
}
