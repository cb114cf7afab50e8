package io.thor4j.core;

/**
 * Every limit of a scan, with its default, the source of that default, and what happens when it is hit. Zero turns a limit off.
 */
public enum Limit {
    /** Bytes of one element's content that detectors see. Default 30 MiB: THOR 10.7 {@code --max_file_size}. */
    MAX_FILE_SIZE(
            "max-file-size",
            31_457_280,
            "thor-scanner.md 4.1, THOR 10.7",
            "the content beyond it is not scanned; the element is incomplete"),
    /** Bytes of the content that meta rules see. Default 2048: THOR since 10.7.3. */
    META_BYTES("meta-bytes", 2_048, "thor-scanner.md 3.1, THOR 10.7.3", "meta rules see only the first bytes"),
    /** Nesting of containers below a target. Default 4: THOR {@code --max-recursion-depth}. */
    MAX_DEPTH("max-depth", 4, "thor-scanner.md 4.1", "deeper members are not extracted; the container is incomplete"),
    /** Elements below a target, over all containers. Default 10 000: THOR {@code --max-nested-objects}. */
    MAX_ENTRIES(
            "max-entries",
            10_000,
            "thor-scanner.md 4.1",
            "further members are not extracted; the container is incomplete"),
    /** Unpacked bytes below a target. Default 2 GiB: ours, 64 members of full size. */
    MAX_UNPACKED_BYTES(
            "max-unpacked-bytes",
            2L << 30,
            "ours: 64 members of the default file size",
            "extraction stops; the container is incomplete"),
    /** Unpacked bytes for each packed byte of a container. Default 1000: ours, just below deflate's maximum of 1032. */
    MAX_RATIO(
            "max-ratio",
            1_000,
            "ours: deflate cannot pack tighter than 1032 to 1",
            "extraction stops; the container is incomplete"),
    /**
     * Bytes of memory that unpacking one member may take for its window, beyond the content. Default 96 MiB: ours, xz at its highest
     * preset takes 65.
     */
    UNPACK_MEMORY(
            "unpack-memory",
            96L << 20,
            "ours: xz -9 asks for 65 MiB",
            "the member is not unpacked; the container is incomplete"),
    /** Seconds spent on one target with everything inside it. Default 900: ours, ten times THOR's YARA timeout. */
    MAX_ELEMENT_SECONDS(
            "max-element-seconds",
            900,
            "ours: ten times THOR's YARA timeout",
            "work on the target stops; it is incomplete"),
    /** Seconds of one YARA evaluation. Default 90: THOR {@code --yara-timeout}. */
    YARA_SECONDS("yara-seconds", 90, "thor-scanner.md 3.5", "the evaluation stops; the element is incomplete"),
    /** Seconds of a whole scan. Default 168 hours: THOR. */
    MAX_SCAN_SECONDS(
            "max-scan-seconds", 604_800, "thor-scanner.md 4.1", "no further element is begun; they end as incomplete"),
    /** String matches kept on one target with everything inside it. Default 100 000: ours, after THOR 11's limit for each rule. */
    MAX_MATCHES(
            "max-matches",
            100_000,
            "ours, after THOR 11's --match-limit for each rule",
            "further matches are not kept; incomplete"),
    /** Lines read of one log file. Default 1 000 000: THOR. */
    MAX_LOG_LINES("max-log-lines", 1_000_000, "thor-scanner.md 4.1", "further lines are not read; incomplete"),
    /** Reasons shown in an assessment. Default 2: THOR {@code --max-reasons}. */
    MAX_REASONS("max-reasons", 2, "thor-scanner.md 3.4", "further reasons count for the score but are not shown"),
    /** Bytes shown on each side of a matched string. Default 50: THOR {@code --string-context}. */
    STRING_CONTEXT("string-context", 50, "thor-scanner.md 3.5", "less context is shown"),
    /** Days that files are looked back at. Default off: THOR {@code --lookback}. */
    LOOKBACK_DAYS(
            "lookback-days",
            0,
            "thor-scanner.md 4.2",
            "files not changed since are skipped, unless they are in a folder that attackers favour"),
    /** Percent of the whole system's CPU time. Default off: THOR waits above 95, which a scan with all processors always is. */
    CPU_LIMIT("cpu-limit", 0, "ours, see thor-scanner.md 4.6", "each file waits, up to a second, for a quieter moment"),
    /** Bytes of memory that the system must have available. Default 50 MiB: THOR {@code --minmem}. */
    MIN_FREE_MEMORY("min-free-memory", 52_428_800, "thor-scanner.md 4.6", "the scan ends; the rest is incomplete"),
    /** Bytes that must be free where the scan writes. Default 50 MiB: ours, as for memory. */
    MIN_FREE_DISK("min-free-disk", 52_428_800, "ours, as for memory", "the scan ends; the rest is incomplete"),
    /**
     * Seconds that one call of a plugin may go on without handing anything over for scanning. Default 90: ours, as long as one YARA
     * evaluation. With 0 plugins run on the engine's own threads, and one that hangs holds the scan up.
     */
    PLUGIN_SECONDS(
            "plugin-seconds",
            90,
            "ours, as long as one YARA evaluation may take",
            "the call is abandoned, its thread left to itself; the element is incomplete"),
    /** Calls of one plugin that may be abandoned for {@link #PLUGIN_SECONDS}. Default 3: ours, each leaves a thread behind. */
    PLUGIN_TIMEOUTS(
            "plugin-timeouts",
            3,
            "ours: each leaves a thread behind that cannot be ended",
            "the plugin is called no more; elements it should have seen are incomplete"),
    /**
     * Bytes that one call of a plugin may allocate without handing anything over, where the JVM counts them. Default 4 GiB: ours. Read 20
     * times a second, so what a short call allocates is not counted.
     */
    PLUGIN_ALLOCATION(
            "plugin-allocation",
            4L << 30,
            "ours: 136 times the default file size",
            "the plugin is interrupted and called no more; elements it should have seen are incomplete"),
    /** Bytes of rules that one plugin may register, and of reasons that it may report in one call. Default 16 MiB: ours, four times
     * signature-base. */
    PLUGIN_BYTES(
            "plugin-bytes",
            16L << 20,
            "ours: four times the rules of signature-base",
            "a plugin with more rules is left out; further reasons are not kept, the element is incomplete");

    private final String key;
    private final long defaultValue;
    private final String source;
    private final String effect;

    Limit(String key, long defaultValue, String source, String effect) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.source = source;
        this.effect = effect;
    }

    /** Returns the name in options, logs and outcomes, such as {@code max-file-size}. */
    public String key() {
        return key;
    }

    /** Returns the default, in the unit that the constant's Javadoc names. */
    public long defaultValue() {
        return defaultValue;
    }

    /** Returns where the default comes from. */
    public String source() {
        return source;
    }

    /** Returns what happens when the limit is hit. */
    public String effect() {
        return effect;
    }
}
