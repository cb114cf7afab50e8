package io.thor4j.cli.conformance;

import java.util.Locale;

/** What an engine makes of a rule and its input, in the words of the records. */
enum Verdict {
    /** It compiled, and a rule matched. */
    MATCH,
    /** It compiled, and no rule matched. */
    NOMATCH,
    /** It did not compile. */
    ERROR,
    /** It compiled, and the scan failed. */
    SCAN_ERROR,
    /** It compiled; whether it matches was not asked. */
    COMPILES;

    String text() {
        return this == SCAN_ERROR ? "scan-error" : name().toLowerCase(Locale.ROOT);
    }
}
