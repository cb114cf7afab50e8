package io.thor4j.thunderstorm.collector;

import java.util.HexFormat;

/** The first bytes of a kind of file. Immutable. */
final class MagicPrefix {
    /** What the Go collector takes (thunderstorm.md section 5). */
    static final int MAX_BYTES = 1_024;

    private final byte[] bytes;

    private MagicPrefix(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Reads hex digits, with blanks between them or without. */
    static MagicPrefix parse(String hex) {
        String digits = hex.replace(" ", "").replace("\t", "");
        if (digits.isEmpty() || digits.length() > 2 * MAX_BYTES) {
            throw new IllegalArgumentException("a magic has 1 to " + MAX_BYTES + " bytes: " + hex);
        }
        try {
            return new MagicPrefix(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not hex bytes such as 4d5a: " + hex, e);
        }
    }

    int length() {
        return bytes.length;
    }

    boolean begins(byte[] file, int length) {
        if (length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (file[i] != bytes[i]) {
                return false;
            }
        }
        return true;
    }
}
