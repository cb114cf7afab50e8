package io.thor4j.core.spi;

import io.thor4j.core.ByteString;

/**
 * Where a string of a rule was found. Immutable.
 *
 * @param identifier the string's name with the dollar sign, {@code $} for an anonymous one
 * @param offset where it begins, bytes from the begin of the scanned range
 * @param length its whole length, bytes
 * @param data its first bytes; an engine keeps at least 512 of a longer match
 * @param isPrivate whether the string is declared private
 */
public record YaraStringMatch(String identifier, long offset, int length, ByteString data, boolean isPrivate) {
    /** Returns {@code 0xoffset:length:identifier}. */
    @Override
    public String toString() {
        return "0x" + Long.toHexString(offset) + ":" + length + ":" + identifier;
    }
}
