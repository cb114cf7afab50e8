package io.thor4j.threatintel.store;

/**
 * What an update changed. Immutable.
 *
 * @param added indicators that are new
 * @param changed indicators that are different from before
 * @param left indicators that were active and are no more
 * @param returned indicators that are active again
 */
public record UpdateCounts(long added, long changed, long left, long returned) {
    /** Nothing. */
    public static final UpdateCounts ZERO = new UpdateCounts(0, 0, 0, 0);

    /**
     * Adds.
     *
     * @param more what else was changed
     */
    public UpdateCounts plus(UpdateCounts more) {
        return new UpdateCounts(added + more.added, changed + more.changed, left + more.left, returned + more.returned);
    }

    /** Returns the counts as a line. */
    @Override
    public String toString() {
        return "added " + added + ", changed " + changed + ", left " + left + ", returned " + returned;
    }
}
