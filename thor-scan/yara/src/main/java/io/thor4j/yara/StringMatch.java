package io.thor4j.yara;

/** Where a string of a rule was found. Immutable; threads may share it. */
public final class StringMatch {
    private final String identifier;
    private final boolean isHex;
    private final boolean isPrivate;
    private final PatternMatches matches;
    private final int index;

    StringMatch(String identifier, boolean isHex, boolean isPrivate, PatternMatches matches, int index) {
        this.identifier = identifier;
        this.isHex = isHex;
        this.isPrivate = isPrivate;
        this.matches = matches;
        this.index = index;
    }

    /** Returns the string's name with the dollar sign, {@code $} for an anonymous one. */
    public String identifier() {
        return identifier;
    }

    /** Returns where it begins, bytes from the begin of the scanned range. */
    public long offset() {
        return matches.offset(index);
    }

    /** Returns its whole length, bytes; {@link #data()} may have fewer. */
    public int length() {
        return matches.length(index);
    }

    /** Returns a copy of its first bytes, at most {@link YaraLimits#maxMatchData()}. */
    public byte[] data() {
        return matches.data(index);
    }

    /** Returns the key with which an {@code xor} string was found, -1 for every other string. */
    public int xorKey() {
        return matches.xorKey(index);
    }

    /** Returns whether the string is declared in hexadecimal, so that its bytes are best shown so. */
    public boolean isHex() {
        return isHex;
    }

    /** Returns whether the string is declared private. */
    public boolean isPrivate() {
        return isPrivate;
    }

    /** Returns {@code 0xoffset:length:identifier}. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(offset()) + ":" + length() + ":" + identifier;
    }
}
