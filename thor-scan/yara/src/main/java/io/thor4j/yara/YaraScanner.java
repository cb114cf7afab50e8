package io.thor4j.yara;

import java.time.Duration;
import java.util.Objects;

/** Scans one byte range after another with a rule set. Belongs to one thread at a time; reuse it, its memory is kept between scans. */
public final class YaraScanner {
    YaraScanner() {}

    /**
     * Gives an integer external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, long value) {
        return this;
    }

    /**
     * Gives a float external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, double value) {
        return this;
    }

    /**
     * Gives a boolean external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, boolean value) {
        return this;
    }

    /**
     * Gives a text external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value its value; rules see its UTF-8 bytes
     * @throws IllegalArgumentException when the rule set does not define it, or as another type
     */
    public YaraScanner define(String name, String value) {
        return this;
    }

    /**
     * Gives a module the data it works on beside the scanned bytes (a sandbox report for {@code cuckoo}), until it gets the next.
     *
     * @param module the module's name
     * @param data the data; not copied, not to be changed while it is in use
     */
    public YaraScanner moduleData(String module, byte[] data) {
        return this;
    }

    /**
     * Lets the search of a string that is only asked for its presence end at the first match; verdicts stay the same, match lists get
     * shorter.
     *
     * @param on whether to
     */
    public YaraScanner fastMode(boolean on) {
        return this;
    }

    /**
     * Sets the wall time of one scan in place of {@link YaraLimits#timeout()}.
     *
     * @param value zero for no limit
     * @throws IllegalArgumentException when it is negative
     */
    public YaraScanner timeout(Duration value) {
        return this;
    }

    /**
     * Scans a whole array.
     *
     * @param data the bytes, not changed
     */
    public ScanResult scan(byte[] data) {
        return scan(data, 0, data.length);
    }

    /**
     * Scans a range of bytes; offsets in the result count from its begin.
     *
     * @param data holds the range, not changed
     * @param from begin of the range
     * @param length bytes of the range
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public ScanResult scan(byte[] data, int from, int length) {
        Objects.checkFromIndexSize(from, length, data.length);
        return ScanResult.EMPTY;
    }
}
