package io.thor4j.yara.scan;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * What each piece costs in the search under way, and what all may cost together: so many times what a search of clean data costs. Above that
 * the dearest pieces are given up, which is reported, so that the others are searched in the time that they are expected to take. Belongs to
 * one thread.
 */
final class SearchWork {
    /* Work of one piece between two charges, so that those who count for rules are asked rarely: a power of two. */
    private static final int CHARGE = 1 << 16;

    /* What every search may cost beside what its size allows, some milliseconds: data of a few kilobytes is never too dear. */
    static final int BASE = 1 << 21;

    private final PatternSet patterns;
    private final int slowdown;
    /** By piece; the pieces where it is not zero. */
    private final long[] spent;

    private int[] worked = new int[64];
    private int workedCount;
    private double allowed;
    /** What the places passed so far have allowed; what of it covers the places of another search over the same range. */
    private double ofPlaces;

    private double credit;
    private long relieved;
    private double mostExcess;
    private PatternCosts costs = (pattern, units) -> false;

    /**
     * Makes the accounts.
     *
     * @param slowdown how many times as dear as clean data other data may be, 0 for any number
     */
    SearchWork(PatternSet patterns, int slowdown) {
        this.patterns = patterns;
        this.slowdown = slowdown;
        this.spent = new long[patterns.pieces.length];
    }

    /** Begins a search. */
    void begin(PatternCosts meter) {
        costs = meter;
        for (int i = 0; i < workedCount; i++) {
            spent[worked[i]] = 0;
        }
        workedCount = 0;
        allowed = slowdown == 0 ? Double.MAX_VALUE : BASE;
        ofPlaces = 0;
        credit = 0;
        relieved = 0;
        mostExcess = slowdown == 0 ? 0 : -Double.MAX_VALUE;
    }

    /** Returns who is charged in the search under way. */
    PatternCosts meter() {
        return costs;
    }

    /** Begins another search over the same range: a file may cost no more because it is searched twice. */
    void again() {
        credit = ofPlaces;
    }

    /** Returns how much of what places allow was allowed by a search before. */
    double credit() {
        return credit;
    }

    /**
     * Allows what places that were passed may have cost.
     *
     * @param places how many
     * @param clean what one of them costs in clean data
     */
    void passed(int places, double clean) {
        double allowance = allowance(places, clean);
        double covered = Math.min(credit, allowance);
        credit -= covered;
        ofPlaces += allowance - covered;
        allowed += allowance - covered;
    }

    /** Returns what so many places may cost. */
    double allowance(int places, double clean) {
        return places * clean * slowdown;
    }

    /** Returns how much more a search has cost than its places allow; {@link #BASE} is the most that it may. */
    double excess(long total) {
        return slowdown == 0 ? -Double.MAX_VALUE : total - (allowed - BASE);
    }

    /** Returns the greatest excess of the last search. */
    double mostExcess() {
        return mostExcess;
    }

    /** Counts work of a piece; returns whether it is to be searched no longer. */
    boolean charge(int piece, int units) {
        long before = spent[piece];
        if (before == 0) {
            if (workedCount == worked.length) {
                worked = Arrays.copyOf(worked, 2 * workedCount);
            }
            worked[workedCount++] = piece;
        }
        long now = before + units;
        spent[piece] = now;
        long due = (now & -CHARGE) - (before & -CHARGE);
        return due > 0 && costs.charge(patterns.owner(piece), due);
    }

    /** Tells whether the search has cost more than it may. */
    boolean isOver(long total) {
        mostExcess = Math.max(mostExcess, total - (allowed - BASE));
        return total > allowed;
    }

    /**
     * Gives up the dearest pieces: those that make half of what the remaining ones have cost, with all of their patterns' rules.
     *
     * @param total what the search has cost
     * @param out takes the pieces
     * @return whether the search has to end, because no pieces make it so dear
     */
    boolean relieve(long total, IntConsumer out) {
        int[] dearest = IntStream.of(Arrays.copyOf(worked, workedCount))
                .filter(piece -> spent[piece] > 0)
                .boxed()
                .sorted((a, b) -> Long.compare(spent[b], spent[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        long sum = IntStream.of(dearest).mapToLong(piece -> spent[piece]).sum();
        if (sum < (total - relieved) / 4) {
            costs.giveUpAll();
            return true;
        }
        long given = 0;
        for (int i = 0; i < dearest.length && given < sum / 2; i++) {
            given += spent[dearest[i]];
            // Negative: done with, and still listed to be set back.
            spent[dearest[i]] = Long.MIN_VALUE / 2;
            costs.giveUp(patterns.owner(dearest[i]));
            out.accept(dearest[i]);
        }
        relieved = total;
        allowed = Math.max(allowed, (double) (total + BASE));
        return false;
    }
}
