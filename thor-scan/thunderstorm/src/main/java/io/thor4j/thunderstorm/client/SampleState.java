package io.thor4j.thunderstorm.client;

/** How far a sample that was sent without waiting is (thunderstorm.md section 2.4). */
public enum SampleState {
    /** It is queued. */
    WAITING("Waiting for execution"),
    /** It is in work. */
    SCANNING("Currently being scanned"),
    /** There is a result. */
    COMPLETE("Sample analysis complete"),
    /** It could not be scanned. */
    FAILED("Sample analysis failed"),
    /** The server said something that this client does not know. */
    OTHER("");

    private final String text;

    SampleState(String text) {
        this.text = text;
    }

    static SampleState of(String text) {
        for (SampleState state : values()) {
            if (state.text.equalsIgnoreCase(text.strip())) {
                return state;
            }
        }
        return OTHER;
    }
}
