package io.thor4j.yara.pattern;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a rule's string asks to search for, as written: body and modifiers. Equal specs match the same bytes, so rules share one pattern.
 * Immutable; the arrays are not to be changed.
 */
public final class PatternSpec {
    /** The three kinds of string. */
    public enum Kind {
        /** {@code "text"}; the body is the bytes after unescaping. */
        TEXT,
        /** <code>{ 61 ?? }</code>; the body is the source between the braces. */
        HEX,
        /** {@code /re/}; the body is the source between the slashes, with {@code \/} already made {@code /}. */
        REGEX
    }

    private static final byte[] NO_BYTES = {};

    private final Kind kind;
    private final byte[] body;
    private final boolean nocase;
    private final boolean dotAll;
    private final boolean ascii;
    private final boolean wide;
    private final boolean fullword;
    private final boolean isPrivate;
    private final int xorMin;
    private final int xorMax;
    private final boolean base64;
    private final boolean base64wide;
    private final byte[] base64Alphabet;
    /** Asked for several times for each string of a rule set. */
    private final int hash;

    private PatternSpec(Builder b) {
        kind = b.kind;
        body = b.body;
        nocase = b.nocase;
        dotAll = b.dotAll;
        wide = b.wide;
        base64 = b.base64;
        base64wide = b.base64wide;
        // A string without wide or base64 is ascii (libyara parser.c:738).
        ascii = b.ascii || !(wide || base64 || base64wide);
        fullword = b.fullword;
        isPrivate = b.isPrivate;
        xorMin = b.xorMin;
        xorMax = b.xorMax;
        base64Alphabet = b.base64Alphabet == null ? NO_BYTES : b.base64Alphabet;
        int modifiers = (kind == Kind.HEX ? 1 << 9 : kind == Kind.REGEX ? 1 << 8 : 0) | flags();
        int keys = 257 * xorMin + xorMax;
        hash = (Arrays.hashCode(body) + 31 * modifiers + 63 * keys + Arrays.hashCode(base64Alphabet)) * 0x9E3779B1;
    }

    /**
     * Starts a spec.
     *
     * @param kind text, hex or regex
     * @param body see {@link Kind}
     */
    public static Builder builder(Kind kind, byte[] body) {
        return new Builder(kind, body);
    }

    /** Returns the kind. */
    public Kind kind() {
        return kind;
    }

    /** Returns the body, see {@link Kind}; not to be changed. */
    public byte[] body() {
        return body;
    }

    /** Returns whether ASCII letters match in either case: the modifier, or the regex flag {@code i}. */
    public boolean nocase() {
        return nocase;
    }

    /** Returns whether the regex flag {@code s} is set. */
    public boolean dotAll() {
        return dotAll;
    }

    /** Returns whether the plain form is searched, as written or because nothing else was asked. */
    public boolean ascii() {
        return ascii;
    }

    /** Returns whether the form with a zero after every byte is searched. */
    public boolean wide() {
        return wide;
    }

    /** Returns whether a match must stand between bytes that are not ASCII letters or digits. */
    public boolean fullword() {
        return fullword;
    }

    /** Returns whether its matches are left out of results. */
    public boolean isPrivate() {
        return isPrivate;
    }

    /** Returns the lowest xor key, -1 without the modifier. */
    public int xorMin() {
        return xorMin;
    }

    /** Returns the highest xor key, -1 without the modifier. */
    public int xorMax() {
        return xorMax;
    }

    /** Returns whether the modifier xor is set. */
    public boolean xor() {
        return xorMin >= 0;
    }

    /** Returns whether the base64 encodings are searched. */
    public boolean base64() {
        return base64;
    }

    /** Returns whether the base64 encodings in wide form are searched. */
    public boolean base64wide() {
        return base64wide;
    }

    /** Returns the 64 bytes of a custom alphabet, empty for the standard one; not to be changed. */
    public byte[] base64Alphabet() {
        return base64Alphabet;
    }

    @Override
    public boolean equals(@Nullable Object o) {
        if (o == this) {
            return true;
        }
        return o instanceof PatternSpec s
                && hash == s.hash
                && kind == s.kind
                && flags() == s.flags()
                && xorMin == s.xorMin
                && xorMax == s.xorMax
                && Arrays.equals(body, s.body)
                && Arrays.equals(base64Alphabet, s.base64Alphabet);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Returns the boolean modifiers as bits, for comparing and storing; {@link Builder#flags} takes them back. */
    public int flags() {
        return bit(nocase, 0)
                | bit(dotAll, 1)
                | bit(ascii, 2)
                | bit(wide, 3)
                | bit(fullword, 4)
                | bit(isPrivate, 5)
                | bit(base64, 6)
                | bit(base64wide, 7);
    }

    private static int bit(boolean set, int place) {
        return set ? 1 << place : 0;
    }

    @Override
    public String toString() {
        return kind + "[" + body.length + " bytes, flags " + Integer.toBinaryString(flags()) + "]";
    }

    /** Collects the modifiers; used by one thread. */
    public static final class Builder {
        private final Kind kind;
        private final byte[] body;
        private boolean nocase;
        private boolean dotAll;
        private boolean ascii;
        private boolean wide;
        private boolean fullword;
        private boolean isPrivate;
        private int xorMin = -1;
        private int xorMax = -1;
        private boolean base64;
        private boolean base64wide;
        private byte @Nullable [] base64Alphabet;

        private Builder(Kind kind, byte[] body) {
            this.kind = kind;
            this.body = body;
        }

        /** Sets nocase. */
        public Builder nocase() {
            nocase = true;
            return this;
        }

        /** Sets the regex flag s. */
        public Builder dotAll() {
            dotAll = true;
            return this;
        }

        /** Sets ascii. */
        public Builder ascii() {
            ascii = true;
            return this;
        }

        /** Sets wide. */
        public Builder wide() {
            wide = true;
            return this;
        }

        /** Sets fullword. */
        public Builder fullword() {
            fullword = true;
            return this;
        }

        /** Sets private. */
        public Builder isPrivate() {
            isPrivate = true;
            return this;
        }

        /**
         * Sets xor with a range of keys.
         *
         * @param min lowest key, 0..255
         * @param max highest key, min..255
         */
        public Builder xor(int min, int max) {
            xorMin = min;
            xorMax = max;
            return this;
        }

        /** Sets base64. */
        public Builder base64() {
            base64 = true;
            return this;
        }

        /** Sets base64wide. */
        public Builder base64wide() {
            base64wide = true;
            return this;
        }

        /**
         * Sets a custom alphabet for both base64 forms.
         *
         * @param alphabet 64 bytes
         */
        public Builder base64Alphabet(byte[] alphabet) {
            base64Alphabet = alphabet;
            return this;
        }

        /**
         * Sets all boolean modifiers as {@link PatternSpec#flags()} gave them.
         *
         * @param bits the flags
         */
        public Builder flags(int bits) {
            nocase = (bits & 1) != 0;
            dotAll = (bits & 2) != 0;
            ascii = (bits & 4) != 0;
            wide = (bits & 8) != 0;
            fullword = (bits & 16) != 0;
            isPrivate = (bits & 32) != 0;
            base64 = (bits & 64) != 0;
            base64wide = (bits & 128) != 0;
            return this;
        }

        /** Returns the spec. */
        public PatternSpec build() {
            return new PatternSpec(this);
        }
    }
}
