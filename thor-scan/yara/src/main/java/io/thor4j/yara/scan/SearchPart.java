package io.thor4j.yara.scan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One pass over some places of a range, and what came of it. Used by the thread that does it, then by the one that puts all together. */
final class SearchPart implements PatternCosts {
    /** The pass over grams of four bytes. */
    static final int GRAMS = 0;
    /** The pass over shorter grams. */
    static final int SHORT_GRAMS = 1;
    /** The pass of the first piece that is tried at every place; the others follow. */
    static final int EVERYWHERE = 2;

    private record Charge(int pattern, long work) {}

    private final int pass;
    private final int begin;
    private final int end;
    private final List<Charge> charges = new ArrayList<>();
    private MatchLists.@Nullable Copy matches;
    private @Nullable ScanControl control;
    private double mostExcess;
    private double cleanWork;
    private boolean overLimit;

    /**
     * Makes a part that is still to be done.
     *
     * @param pass one of the passes above
     * @param begin its first place in the array
     * @param end the place behind its last
     */
    SearchPart(int pass, int begin, int end) {
        this.pass = pass;
        this.begin = begin;
        this.end = end;
    }

    int pass() {
        return pass;
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    int size() {
        return end - begin;
    }

    @Override
    public boolean charge(int pattern, long work) {
        charges.add(new Charge(pattern, work));
        return false;
    }

    @Override
    public void giveUp(int pattern) {
        overLimit = true;
    }

    @Override
    public void giveUpAll() {
        overLimit = true;
    }

    /**
     * Takes what the part gave.
     *
     * @param found its matches
     * @param used counted its work
     * @param work its accounts
     * @param clean what one of its places costs in clean data
     */
    void done(MatchLists.Copy found, ScanControl used, SearchWork work, double clean) {
        matches = found;
        control = used;
        mostExcess = work.mostExcess();
        cleanWork = clean;
        overLimit |= found.anyFull();
    }

    /** Tells whether it reached a limit. */
    boolean isOverLimit() {
        return overLimit;
    }

    /** Returns what counted its work; one that counted none when the part was not done. */
    ScanControl control() {
        ScanControl known = control;
        if (known == null) {
            known = new ScanControl(System::nanoTime);
            control = known;
        }
        return known;
    }

    double mostExcess() {
        return mostExcess;
    }

    double cleanWork() {
        return cleanWork;
    }

    long charged() {
        return charges.stream().mapToLong(Charge::work).sum();
    }

    void chargeTo(PatternCosts meter) {
        charges.forEach(charge -> meter.charge(charge.pattern(), charge.work()));
    }

    /** Adds the number of its matches to those of each list; returns how many it has in all. */
    int countInto(int[] counts) {
        return matches == null ? 0 : matches.countInto(counts);
    }

    /** Adds its matches; of a pattern that needs only one and has it none. */
    void addTo(MatchLists out, boolean firstOnly, PatternSet patterns) {
        if (matches != null) {
            matches.addTo(out, list -> !firstOnly || !patterns.needsOne(list) || out.count(list) == 0);
        }
    }
}
