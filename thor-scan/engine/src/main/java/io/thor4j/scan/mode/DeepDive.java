package io.thor4j.scan.mode;

/** Which files above the size limit are scanned window by window instead of not at all. */
public enum DeepDive {
    /** None. */
    NONE,
    /** Memory dumps, by magic or extension. */
    DUMPS,
    /** All. */
    ALL
}
