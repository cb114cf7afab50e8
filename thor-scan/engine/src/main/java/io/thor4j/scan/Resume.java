package io.thor4j.scan;

/** What a scan does with the state that an earlier one left in its state file. */
public enum Resume {
    /** Begins anew; the old state is replaced. */
    NO,
    /** Goes on after the last element that is done, if there is a state; refuses when signatures, targets or settings have changed. */
    IF_UNCHANGED,
    /** Goes on with other signatures and settings too; only the targets must be the same. */
    EVEN_IF_CHANGED
}
