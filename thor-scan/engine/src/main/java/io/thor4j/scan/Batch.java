package io.thor4j.scan;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Outcome;
import java.util.ArrayList;
import java.util.List;

/** What one element of a target gives to the output, with everything inside it, in order. For one thread, then handed over. */
final class Batch {
    private final List<Emission> emissions = new ArrayList<>();
    private final List<Outcome> members = new ArrayList<>();
    private int begun;
    private boolean outOfMemory;

    void add(Emission emission) {
        emissions.add(emission);
    }

    /** Returns where the next emission will stand. */
    int size() {
        return emissions.size();
    }

    /** Puts an emission before those that were added since. */
    void insert(int place, Emission emission) {
        emissions.add(place, emission);
    }

    /** Notes that the engine's own work on the element, or on something inside it, failed for lack of memory. */
    void outOfMemory() {
        outOfMemory = true;
    }

    boolean isOutOfMemory() {
        return outOfMemory;
    }

    /** Forgets everything, for another try. */
    void clear() {
        emissions.clear();
        members.clear();
        begun = 0;
        outOfMemory = false;
    }

    void memberBegun() {
        begun++;
    }

    void memberEnded(Outcome outcome) {
        members.add(outcome);
    }

    /** Tells whether a member was left out because the scan is stopped. */
    boolean wasStopped() {
        return members.stream().anyMatch(outcome -> outcome.details().contains(ElementScanner.STOPPED));
    }

    /** Tells whether each member was looked at in full. */
    boolean membersWhole() {
        return begun == members.size()
                && members.stream()
                        .noneMatch(outcome ->
                                outcome.kind() == Outcome.Kind.INCOMPLETE || outcome.kind() == Outcome.Kind.FAILED);
    }

    List<Emission> emissions() {
        return emissions;
    }

    /**
     * Enters the element and its members.
     *
     * @param ledger the scan's ledger, in which the element itself is seen already
     * @param outcome the element's own
     */
    void enter(CoverageLedger ledger, Outcome outcome) {
        for (Outcome member : members) {
            ledger.seen();
            ledger.ended(member);
        }
        /* A stack overflow can tear down the work on a member before its outcome is noted: it is not lost. */
        for (int lost = members.size(); lost < begun; lost++) {
            ledger.seen();
            ledger.ended(Outcome.failed("stack overflow"));
        }
        ledger.ended(outcome);
    }
}
