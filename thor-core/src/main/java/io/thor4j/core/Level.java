package io.thor4j.core;

/**
 * How loud an event is, from quiet to loud. The texts are THOR's (reference/thor-scanner.md section 5.1). {@link #ERROR} is about the
 * scan itself and ranks above all findings so that no filter hides it.
 */
public enum Level {
    /** For developers; an assessment below every threshold. */
    DEBUG("Debug"),
    /** Worth knowing. */
    INFO("Info"),
    /** Worth a look. */
    NOTICE("Notice"),
    /** Probably bad. */
    WARNING("Warning"),
    /** Bad. */
    ALERT("Alert"),
    /** The scan itself has a problem. */
    ERROR("Error");

    private final String text;

    Level(String text) {
        this.text = text;
    }

    /** Returns the word that THOR prints, such as {@code "Warning"}. */
    public String text() {
        return text;
    }

    /**
     * Tells whether this level is at least as loud as another.
     *
     * @param other the level to compare with
     * @return true when this level is the same or louder
     */
    public boolean atLeast(Level other) {
        return compareTo(other) >= 0;
    }
}
