package io.thor4j.core;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A short immutable run of bytes: matched data, its context, extracts. In JSON v3 it is {@code {"data","encoding"}}, {@code plain} when the
 * bytes are valid UTF-8 and {@code hex} otherwise (reference/thor-scanner.md section 5.6). May be shared by threads.
 */
public final class ByteString {
    private final byte[] bytes;

    private ByteString(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Copies all of an array.
     *
     * @param bytes the bytes
     * @return the same bytes, immutable
     */
    public static ByteString of(byte[] bytes) {
        return new ByteString(bytes.clone());
    }

    /**
     * Copies a part of an array.
     *
     * @param bytes the array
     * @param offset the first byte
     * @param length how many bytes
     * @return those bytes, immutable
     * @throws IndexOutOfBoundsException when the range is not inside the array
     */
    public static ByteString of(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new ByteString(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * Encodes a text.
     *
     * @param text the text; a lone surrogate becomes {@code ?}
     * @return its UTF-8 bytes
     */
    public static ByteString utf8(String text) {
        return new ByteString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the number of bytes. */
    public int length() {
        return bytes.length;
    }

    /**
     * Returns one byte.
     *
     * @param index from 0
     * @return the byte, 0 to 255
     */
    public int byteAt(int index) {
        return bytes[index] & 0xFF;
    }

    /** Returns a copy of the bytes. */
    public byte[] toByteArray() {
        return bytes.clone();
    }

    /** Returns the array itself, for readers in this package that do not change it. */
    byte[] shared() {
        return bytes;
    }

    /** Returns how JSON carries the bytes: {@code plain} or {@code hex}. */
    public String encoding() {
        return isUtf8() ? "plain" : "hex";
    }

    /** Returns the text when the bytes are valid UTF-8, lower-case hex digits otherwise. */
    public String data() {
        return isUtf8()
                ? new String(bytes, StandardCharsets.UTF_8)
                : HexFormat.of().formatHex(bytes);
    }

    private boolean isUtf8() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns {@link #data()}. */
    @Override
    public String toString() {
        return data();
    }
}
