package io.thor4j.threatintel;

/**
 * How much is taken from a remote side. What goes beyond is an error that names the limit; nothing of the answer is used. Immutable.
 *
 * @param answerBytes the most bytes of one answer; 10,000 indicators with all their fields are some 50 MiB
 * @param textChars the most characters of one JSON text
 * @param depth the deepest nesting of JSON
 * @param tokens the most JSON tokens of one answer
 * @param lineBytes the most bytes of one line of a log
 */
public record IntelLimits(long answerBytes, int textChars, int depth, long tokens, int lineBytes) {
    /** 256 MiB, 4 Mi characters, 64 levels, 40 million tokens, 16 MiB a line. */
    public static final IntelLimits DEFAULT = new IntelLimits(256L << 20, 4 << 20, 64, 40_000_000, 16 << 20);

    /** Checks that all are positive. */
    public IntelLimits {
        if (answerBytes < 1 || textChars < 1 || depth < 1 || tokens < 1 || lineBytes < 1) {
            throw new IllegalArgumentException("a limit is not positive");
        }
    }
}
