package io.thor4j.scan.ioc;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.TextRegex;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Patterns of one kind, searched together: most texts meet no pattern at all. Immutable, may be shared by threads. */
final class PatternIndex {
    /*
     * A pattern is compiled when a text that it needs was found, and then kept for a while: a hundred thousand compiled ones would take
     * hundreds of megabytes, and a scan meets a few.
     */
    private static final int KEPT = 256;

    private final List<Ioc> patterns;
    private final LiteralTable literals;
    private final int[] always;
    private final List<List<Ioc>> sources;
    private final List<IocProblem> problems;
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(KEPT);

    private record Kept(int number, CompiledPattern pattern) {}

    private PatternIndex(
            List<Ioc> patterns,
            LiteralTable literals,
            int[] always,
            List<List<Ioc>> sources,
            List<IocProblem> problems) {
        this.patterns = patterns;
        this.literals = literals;
        this.always = always;
        this.sources = List.copyOf(sources);
        this.problems = List.copyOf(problems);
    }

    /**
     * Indexes patterns.
     *
     * @param patterns the patterns, which must not change; those that do not compile match nothing
     * @param sources the lists that they come from, to be recognised by
     */
    static PatternIndex of(List<Ioc> patterns, List<List<Ioc>> sources) {
        List<IocProblem> problems = new ArrayList<>();
        LiteralTable.Builder literals = new LiteralTable.Builder();
        int[] always = new int[16];
        int count = 0;
        for (int number = 0; number < patterns.size(); number++) {
            List<byte[]> required;
            Ioc ioc = patterns.get(number);
            try {
                required = CompiledPattern.of(ioc).regex().required();
            } catch (PatternException e) {
                problems.add(new IocProblem(ioc, String.valueOf(e.getMessage())));
                continue;
            }
            for (byte[] text : required) {
                literals.add(text, number);
            }
            if (required.isEmpty()) {
                if (count == always.length) {
                    always = Arrays.copyOf(always, count * 2);
                }
                always[count++] = number;
            }
        }
        return new PatternIndex(patterns, literals.build(), Arrays.copyOf(always, count), sources, problems);
    }

    /** Tells whether the patterns come from these very lists. */
    boolean isOf(List<List<Ioc>> lists) {
        if (lists.size() != sources.size()) {
            return false;
        }
        for (int i = 0; i < lists.size(); i++) {
            if (lists.get(i) != sources.get(i)) {
                return false;
            }
        }
        return true;
    }

    /** Returns the patterns that do not compile. */
    List<IocProblem> problems() {
        return problems;
    }

    boolean isEmpty() {
        return patterns.isEmpty();
    }

    /** Returns how many patterns need no fixed text and so are tried on every text. */
    int alwaysTried() {
        return always.length;
    }

    /**
     * Returns the patterns that match, in their order.
     *
     * @param text UTF-8
     */
    List<CompiledPattern> find(byte[] text) {
        byte[] folded = new byte[text.length];
        for (int i = 0; i < text.length; i++) {
            folded[i] = TextRegex.fold(text[i]);
        }
        Candidates candidates = new Candidates(always);
        literals.search(folded, candidates::add);
        if (candidates.count == 0) {
            return List.of();
        }
        List<CompiledPattern> found = new ArrayList<>();
        for (int number : candidates.sorted()) {
            CompiledPattern pattern = compiled(number);
            if (pattern.holds(text)) {
                found.add(pattern);
            }
        }
        return found;
    }

    private CompiledPattern compiled(int number) {
        int slot = number & (KEPT - 1);
        Kept known = kept.get(slot);
        if (known != null && known.number() == number) {
            return known.pattern();
        }
        try {
            CompiledPattern pattern = CompiledPattern.of(patterns.get(number));
            kept.set(slot, new Kept(number, pattern));
            return pattern;
        } catch (PatternException e) {
            throw new IllegalStateException("a pattern that compiled does no longer", e);
        }
    }

    /** Numbers of patterns to be tried. */
    private static final class Candidates {
        private int[] numbers;
        private int count;

        Candidates(int[] always) {
            this.numbers = always;
            this.count = always.length;
        }

        void add(int number) {
            if (count == numbers.length) {
                numbers = Arrays.copyOf(numbers, Math.max(8, count * 2));
            }
            numbers[count++] = number;
        }

        int[] sorted() {
            int[] all = Arrays.copyOf(numbers, count);
            Arrays.sort(all);
            return Arrays.stream(all).distinct().toArray();
        }
    }
}
