package io.thor4j.core;

/** What a licence can allow. The uses are those that THOR's licence types differ in (thor-scanner.md section 1.1). */
public enum LicensedUse {
    /** Scanning the host itself. */
    SCAN("scan"),
    /** Fetching updates of signatures and programs. */
    UPDATE("update"),
    /** Evaluating Sigma rules. */
    SIGMA("sigma"),
    /** Reading event logs, live or from EVTX files. */
    EVENTLOG("eventlog"),
    /** Lab features: {@code --lab}, {@code --alldrives}, {@code --virtual-map}, {@code -j}, {@code --nodoublecheck}, action commands. */
    LAB("lab"),
    /** Scanning an image of memory, {@code -m}. */
    MEMORY_IMAGE("memory-image"),
    /** Watching a drop zone, {@code --dropzone}. */
    DROPZONE("dropzone"),
    /** Running as a service (Thunderstorm). */
    SERVICE("service"),
    /** Collecting files, {@code --collector}. */
    COLLECTOR("collector"),
    /** Scanning systems that are out of support (Windows XP, 2003, 2008 before R2). */
    LEGACY_SYSTEMS("legacy");

    private final String key;

    LicensedUse(String key) {
        this.key = key;
    }

    /** Returns the name that licences and messages use. */
    public String key() {
        return key;
    }
}
