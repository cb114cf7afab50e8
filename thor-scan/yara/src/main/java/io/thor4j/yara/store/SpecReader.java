package io.thor4j.yara.store;

import io.thor4j.yara.pattern.PatternSpec;

/** Reads what strings ask to search for, and refuses what no rule text can ask for. Used by one thread. */
final class SpecReader {
    /** Bytes of a text or regex literal (libyara limits.h:148). */
    private static final int MAX_LITERAL = 8_190;

    private static final int NOCASE = 1;
    private static final int DOT_ALL = 2;
    private static final int ASCII = 4;
    private static final int WIDE = 8;
    private static final int FULLWORD = 16;
    private static final int PRIVATE = 32;
    private static final int BASE64 = 64 | 128;

    private final ByteReader in;

    SpecReader(ByteReader in) {
        this.in = in;
    }

    PatternSpec read() {
        PatternSpec.Kind kind = RuleFormat.KINDS.get(in.index(RuleFormat.KINDS.size(), "kind"));
        int flags = in.octet();
        int xorMin = in.index(257, "xor key") - 1;
        int xorMax = in.index(257, "xor key") - 1;
        byte[] body = in.bytes();
        byte[] alphabet = in.bytes();
        boolean xor = xorMin >= 0;
        if (xorMax < xorMin || xor != (xorMax >= 0) || !allowed(kind, flags, xor)) {
            throw in.malformed("modifiers of a string");
        }
        boolean base64 = (flags & BASE64) != 0;
        if (alphabet.length != 0 && (alphabet.length != 64 || !base64)) {
            throw in.malformed("base64 alphabet");
        }
        if (kind != PatternSpec.Kind.HEX && (body.length == 0 || body.length > MAX_LITERAL)) {
            throw in.malformed("string of " + body.length + " bytes");
        }
        PatternSpec.Builder spec = PatternSpec.builder(kind, body).flags(flags);
        if (xor) {
            spec.xor(xorMin, xorMax);
        }
        if (alphabet.length > 0) {
            spec.base64Alphabet(alphabet);
        }
        return spec.build();
    }

    /** The combinations that rule text can have (libyara grammar.y:776, parser.c:633). */
    private static boolean allowed(PatternSpec.Kind kind, int flags, boolean xor) {
        boolean base64 = (flags & BASE64) != 0;
        switch (kind) {
            case TEXT -> {
                boolean clash =
                        (xor && (flags & NOCASE) != 0) || (base64 && (xor || (flags & (NOCASE | FULLWORD)) != 0));
                return !clash && (flags & DOT_ALL) == 0;
            }
            case HEX -> {
                return !xor && (flags & ~PRIVATE) == ASCII;
            }
            default -> {
                boolean searched = (flags & (ASCII | WIDE)) != 0;
                return !xor && !base64 && searched;
            }
        }
    }
}
