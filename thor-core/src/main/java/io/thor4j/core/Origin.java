package io.thor4j.core;

/** Who supplied a signature (JSON v3 {@code signature.origin}, text SIGTYPE). */
public enum Origin {
    /** Shipped with the scanner. */
    INTERNAL("internal"),
    /** Added by the user. */
    CUSTOM("custom"),
    /** Found by another program. */
    EXTERNAL("external");

    private final String text;

    Origin(String text) {
        this.text = text;
    }

    /** Returns the word used in logs. */
    public String text() {
        return text;
    }
}
