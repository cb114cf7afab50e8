package io.thor4j.yara;

/** Where a string of a rule was found. Immutable; threads may share it. */
public final class StringMatch {
    private final String identifier;
    private final long offset;
    private final int length;
    private final byte[] data;
    private final int xorKey;
    private final boolean isPrivate;

    StringMatch(String identifier, long offset, int length, byte[] data, int xorKey, boolean isPrivate) {
        this.identifier = identifier;
        this.offset = offset;
        this.length = length;
        this.data = data;
        this.xorKey = xorKey;
        this.isPrivate = isPrivate;
    }

    /** Returns the string's name with the dollar sign, {@code $} for an anonymous one. */
    public String identifier() {
        return identifier;
    }

    /** Returns where it begins, bytes from the begin of the scanned range. */
    public long offset() {
        return offset;
    }

    /** Returns its whole length, bytes; {@link #data()} may have fewer. */
    public int length() {
        return length;
    }

    /** Returns a copy of its first bytes, at most {@link YaraLimits#maxMatchData()}. */
    public byte[] data() {
        return data.clone();
    }

    /** Returns the key with which an {@code xor} string was found, -1 for every other string. */
    public int xorKey() {
        return xorKey;
    }

    /** Returns whether the string is declared private. */
    public boolean isPrivate() {
        return isPrivate;
    }

    /** Returns {@code 0xoffset:length:identifier}. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(offset) + ":" + length + ":" + identifier;
    }
}
