package io.thor4j.thunderstorm.server;

/** Which samples are kept after their scan (thunderstorm.md section 7). */
public enum StoreSamples {
    /** None. */
    NONE,
    /** Those with a Warning or an Alert. */
    MALICIOUS,
    /** All. */
    ALL
}
