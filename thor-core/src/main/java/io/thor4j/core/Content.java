package io.thor4j.core;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an element as far as they were read. For one scanning thread; the array is shared, not copied, and must not be changed.
 */
public final class Content {
    private final byte[] bytes;
    private final int length;
    private final State state;
    private final @Nullable String detail;

    /**
     * Makes a content.
     *
     * @param bytes the array, not copied
     * @param length how many bytes from its start belong to the content
     * @param state how the reading ended
     * @param detail why it is not whole: a limit's name for {@link State#TRUNCATED}, a short fixed text for {@link State#UNREADABLE}; null
     *     otherwise
     * @throws IndexOutOfBoundsException when the length is not inside the array
     */
    public Content(byte[] bytes, int length, State state, @Nullable String detail) {
        Objects.checkFromIndexSize(0, length, bytes.length);
        this.bytes = bytes;
        this.length = length;
        this.state = state;
        this.detail = detail;
    }

    /** How the reading ended. */
    public enum State {
        /** Everything is here. */
        COMPLETE,
        /** A size limit or a budget cut it; the first bytes are here. */
        TRUNCATED,
        /** The file became shorter while it was read; what was left is here. */
        SHRUNK,
        /** The file had more bytes than its size said; all up to its end are here. */
        GROWN,
        /** It could not be read; what came before the error is here. */
        UNREADABLE,
        /** It was given up to free memory and cannot be read again. */
        RELEASED
    }

    /**
     * Makes a complete content.
     *
     * @param bytes all of it, not copied
     * @return the content
     */
    public static Content complete(byte[] bytes) {
        return new Content(bytes, bytes.length, State.COMPLETE, null);
    }

    static Content unreadable(String detail) {
        return new Content(new byte[0], 0, State.UNREADABLE, detail);
    }

    /** Returns the shared array; only the first {@link #length()} bytes count. Read only. */
    public byte[] array() {
        return bytes;
    }

    /** Returns the number of bytes. */
    public int length() {
        return length;
    }

    /** Returns how the reading ended. */
    public State state() {
        return state;
    }

    /** Returns why it is not whole: a limit's name or a short text; null when nothing is to be said. */
    public @Nullable String detail() {
        return detail;
    }

    /** Tells whether every byte up to the end was read. */
    public boolean isWhole() {
        return state == State.COMPLETE || state == State.GROWN;
    }
}
