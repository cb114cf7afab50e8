package io.thor4j.scan.mode;

/** Which files a scan looks into; the others are judged by name, metadata and first bytes only, and end as skipped. */
public enum ContentSelection {
    /** All files. */
    ALL,
    /** Files whose magic is known or whose extension is relevant, as THOR 10 does (reference/thor-scanner.md section 4.1). */
    RELEVANT
}
