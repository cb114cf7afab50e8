package io.thor4j.core.spi;

/** What a YARA rule is applied to (reference/thor-scanner.md section 3.1). */
public enum YaraRuleType {
    /** The content of files and of members of containers. */
    GENERIC("default"),
    /** The first bytes of every file, {@link io.thor4j.core.Limit#META_BYTES} of them, whatever the file's size. */
    META("meta"),
    /** The text of everything that is not a file: log lines, registry values, structured data of plugins. */
    KEYWORD("keyword"),
    /** The text of log lines and of log events. */
    LOG("log"),
    /** The text of registry keys and values. */
    REGISTRY("registry"),
    /** The memory of processes. */
    PROCESS("process");

    private final String text;

    YaraRuleType(String text) {
        this.text = text;
    }

    /** Returns the word that THOR's logs use, such as {@code default} for {@link #GENERIC}. */
    public String text() {
        return text;
    }
}
