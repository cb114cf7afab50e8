package io.thor4j.thunderstorm.client;

/** What a server counts over time (thunderstorm.md section 2.7). */
public enum History {
    /** How many samples were queued. */
    QUEUE("queueHistory"),
    /** How many samples were scanned. */
    SAMPLES("sampleHistory"),
    /** How many requests were refused; servers of THOR 11 have it no more. */
    DENIED("deniedHistory");

    private final String operation;

    History(String operation) {
        this.operation = operation;
    }

    String operation() {
        return operation;
    }
}
