package io.thor4j.yara.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A regex of an indicator file, or a plain text of one: searched in short texts (paths, host names, log lines), in linear time. Immutable;
 * threads may share it.
 */
public final class TextRegex {
    private static final byte[] FOLD = new byte[256];

    static {
        for (int value = 0; value < FOLD.length; value++) {
            FOLD[value] = (byte) (value >= 'A' && value <= 'Z' ? value + 32 : value == '/' ? '\\' : value);
        }
    }

    private final Program program;
    private final List<byte[]> required;

    /* An automaton belongs to one thread; a thread that finds none spare makes its own. */
    private final AtomicReference<@Nullable LazyDfa> spareSearch = new AtomicReference<>();

    private TextRegex(ReNode node) throws PatternException {
        this.program = Program.forward(node);
        this.required = RequiredText.of(node);
    }

    /**
     * Compiles a regex of Go's dialect, which THOR uses: no look-around, no back-references.
     *
     * @param source the regex
     * @param nocase whether case counts not, as if it began with {@code (?i)}
     * @param separatorsAlike whether slash and backslash are one character
     * @throws PatternException when it cannot be searched in linear time or is malformed; its offset counts characters
     */
    public static TextRegex compile(String source, boolean nocase, boolean separatorsAlike) throws PatternException {
        return new TextRegex(new TextRegexParser(source, nocase, separatorsAlike).parse());
    }

    /**
     * Compiles a plain text.
     *
     * @param text what to find
     * @param nocase whether case counts not
     * @param separatorsAlike whether slash and backslash are one character
     * @param whole whether the searched text must be it from begin to end
     * @throws PatternException when it is too long
     */
    public static TextRegex literal(String text, boolean nocase, boolean separatorsAlike, boolean whole)
            throws PatternException {
        List<ReNode> parts = new ArrayList<>();
        if (whole) {
            parts.add(new ReNode.Assertion(ReNode.Assertion.Kind.BEGIN));
        }
        text.codePoints().forEach(c -> {
            CodePointSet set = new CodePointSet();
            set.add(c, c);
            if (nocase) {
                set.foldCase();
            }
            if (separatorsAlike) {
                set.joinSeparators();
            }
            parts.add(set.toNode());
        });
        if (whole) {
            parts.add(new ReNode.Assertion(ReNode.Assertion.Kind.END));
        }
        return new TextRegex(new ReNode.Concat(parts));
    }

    /**
     * Folds a byte for {@link #required()}: ASCII letters to lower case, slash to backslash.
     *
     * @param value the byte
     */
    public static byte fold(byte value) {
        return FOLD[value & 0xff];
    }

    /**
     * Returns texts of which at least one stands in every text that matches, both folded with {@link #fold}; empty when the regex needs
     * none. Not to be changed.
     */
    public List<byte[]> required() {
        return required;
    }

    /**
     * Tells whether the regex is found anywhere in a text.
     *
     * @param text UTF-8
     */
    public boolean found(byte[] text) {
        LazyDfa spare = spareSearch.getAndSet(null);
        LazyDfa dfa = spare != null ? spare : new LazyDfa(program, false, true);
        boolean result = dfa.found(text, 0, text.length, StopSignal.NONE);
        if (dfa.isSmall()) {
            spareSearch.set(dfa);
        }
        return result;
    }

    /**
     * Finds the first match and its preferred end.
     *
     * @param text UTF-8
     * @return {@code begin << 32 | end} in bytes; -1 without a match, or when no match is shorter than 4,096 bytes
     */
    public long find(byte[] text) {
        if (!found(text)) {
            return -1;
        }
        LazyDfa dfa = new LazyDfa(program, false, false);
        for (int from = 0; from <= text.length; from++) {
            int length = dfa.forward(text, 0, text.length, from, program.start, StopSignal.NONE);
            if (length >= 0) {
                return (long) from << 32 | (from + length);
            }
        }
        return -1;
    }

    /**
     * Encodes a text as the searches want it.
     *
     * @param text the text; a lone surrogate becomes {@code ?}
     */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
