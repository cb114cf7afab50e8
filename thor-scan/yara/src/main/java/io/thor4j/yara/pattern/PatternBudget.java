package io.thor4j.yara.pattern;

/**
 * What the patterns of a rule set may need of memory together: a few bytes of rule text can ask for very much, such as a text with xor for 512 forms
 * and a repeat for thousands of instructions. Used by one thread.
 */
public final class PatternBudget {
    /*
     * Estimated bytes that any set may need, and what each byte of its strings and regexes adds; own choice. The 33,000 strings of
     * signature-base need 52 MB.
     */
    private static final long BYTES = 128L << 20;
    private static final long BYTES_PER_BYTE = 256;

    private long left = BYTES;

    /**
     * Counts a pattern.
     *
     * @param memory bytes that it needs, estimated
     * @param length bytes of what it was compiled from
     * @throws PatternException when all patterns need more than they may; this one is then not counted
     */
    public void spend(long memory, int length) throws PatternException {
        long after = left + BYTES_PER_BYTE * length - memory;
        if (after < 0) {
            throw new PatternException(
                    "ERROR_INSUFFICIENT_MEMORY",
                    0,
                    "the strings and regular expressions of all rules need too much memory, this one " + memory
                            + " bytes",
                    "use fewer strings with xor, smaller repeats, or several sets of rules");
        }
        left = after;
    }
}
