package io.thor4j.scan.ioc;

/** A STIX pattern cannot be used. Checked, because every caller turns it into a diagnostic. */
final class StixPatternException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    StixPatternException(int offset, String message) {
        super(message);
        this.offset = offset;
    }

    /** Returns where in the pattern it is, in characters from 0. */
    int offset() {
        return offset;
    }
}
