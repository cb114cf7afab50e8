package io.thor4j.yara.pattern;

import io.thor4j.yara.spi.RegexArgument;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A regex literal of a condition ({@code matches}, module arguments): searched anywhere in a text, in linear time. Immutable; threads may
 * share it.
 */
public final class RegexSearch implements RegexArgument {
    /* The bytes of a text that are looked at (libyara limits.h:174). */
    private static final int MAX_TEXT = 4096;

    private final byte[] source;
    private final boolean nocase;
    private final boolean dotAll;
    private final Program program;

    /* An automaton belongs to one thread; a thread that finds none spare makes its own. */
    private final AtomicReference<@Nullable LazyDfa> spareSearch = new AtomicReference<>();
    private final AtomicReference<@Nullable LazyDfa> spareMatch = new AtomicReference<>();

    private RegexSearch(byte[] source, boolean nocase, boolean dotAll, Program program) {
        this.source = source;
        this.nocase = nocase;
        this.dotAll = dotAll;
        this.program = program;
    }

    /**
     * Compiles the literal; greedy and lazy quantifiers may be mixed here (libyara re.c:241).
     *
     * @param source what stands between the slashes, with {@code \/} already made {@code /}
     * @param nocase the flag i
     * @param dotAll the flag s
     * @throws PatternException when it is not a regex of YARA's dialect
     */
    public static RegexSearch compile(byte[] source, boolean nocase, boolean dotAll) throws PatternException {
        return new RegexSearch(
                source, nocase, dotAll, Program.forward(new RegexParser(source, nocase, dotAll).parse()));
    }

    /** Returns how many bytes of memory it needs, estimated. */
    public long memory() {
        return program.memory();
    }

    /**
     * Tells whether the regex is found in the first 4,096 bytes of the text, by the rules of libyara's {@code matches} (a match at the end
     * position of a non-empty text is not tried).
     *
     * @param text the bytes
     */
    @Override
    public boolean matches(byte[] text) {
        LazyDfa spare = spareSearch.getAndSet(null);
        LazyDfa dfa = spare != null ? spare : new LazyDfa(program, false, true);
        boolean result = dfa.found(text, 0, Math.min(text.length, MAX_TEXT), StopSignal.NONE);
        spareSearch.set(dfa);
        return result;
    }

    /**
     * Returns the length of the first match, -1 without one; some module functions count only matches that are not empty.
     *
     * @param text the bytes
     */
    @Override
    public int length(byte[] text) {
        if (!matches(text)) {
            return -1;
        }
        LazyDfa spare = spareMatch.getAndSet(null);
        LazyDfa dfa = spare != null ? spare : new LazyDfa(program, false, false);
        dfa.reset();
        int high = Math.min(text.length, MAX_TEXT);
        int result = -1;
        for (int from = 0; from < Math.max(high, 1) && result < 0; from++) {
            result = dfa.forward(text, 0, high, from, program.start, StopSignal.NONE);
        }
        spareMatch.set(dfa);
        return result;
    }

    /** Returns the source; not to be changed. */
    public byte[] source() {
        return source;
    }

    /** Returns the flag i. */
    public boolean nocase() {
        return nocase;
    }

    /** Returns the flag s. */
    public boolean dotAll() {
        return dotAll;
    }
}
