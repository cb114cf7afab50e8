package io.thor4j.yara.spi;

/** A regex literal that a rule passes to a module's function. Immutable; threads share it. */
public interface RegexArgument {
    /**
     * Tells whether the regex is found anywhere in the first 4,096 bytes.
     *
     * @param text the bytes
     */
    boolean matches(byte[] text);

    /**
     * Returns the length of the first match, -1 without one: some functions of libyara count only matches that are not empty.
     *
     * @param text the bytes
     */
    int length(byte[] text);
}
