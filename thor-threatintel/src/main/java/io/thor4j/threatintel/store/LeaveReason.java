package io.thor4j.threatintel.store;

/** Why an indicator is active no more. */
public enum LeaveReason {
    /** Its time was over. */
    EXPIRED(1),
    /** Its source holds it inactive. */
    DEACTIVATED(2),
    /** Its source deleted it. */
    DELETED(3),
    /** Its source marks it as a false positive. */
    FALSE_POSITIVE(4),
    /** A full run did not find it. */
    MISSING(5),
    /** Its source gave its id another value, type or owner. */
    SUPERSEDED(6);

    /** The state of what is active. */
    static final int ACTIVE = 0;

    private final int state;

    LeaveReason(int state) {
        this.state = state;
    }

    int state() {
        return state;
    }

    static LeaveReason of(int state) {
        return values()[state - 1];
    }
}
