package io.thor4j.yara;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One entry of a rule's {@code meta:} section. Immutable; threads may share it. */
public final class YaraMeta {
    private final String key;
    private final Object value;
    private final byte @Nullable [] bytes;

    private YaraMeta(String key, Object value, byte @Nullable [] bytes) {
        this.key = Objects.requireNonNull(key, "key");
        this.value = value;
        this.bytes = bytes;
    }

    /**
     * Makes a number entry.
     *
     * @param key its key
     * @param value its value
     */
    public static YaraMeta of(String key, long value) {
        return new YaraMeta(key, value, null);
    }

    /**
     * Makes a truth entry.
     *
     * @param key its key
     * @param value its value
     */
    public static YaraMeta of(String key, boolean value) {
        return new YaraMeta(key, value, null);
    }

    /**
     * Makes a text entry.
     *
     * @param key its key
     * @param text its bytes as the rule has them, unescaped
     */
    public static YaraMeta of(String key, byte[] text) {
        byte[] copy = text.clone();
        return new YaraMeta(key, new String(copy, StandardCharsets.UTF_8), copy);
    }

    /** Returns the key; keys may repeat in a rule. */
    public String key() {
        return key;
    }

    /** Returns a {@link Long}, a {@link Boolean}, or a {@link String} (text read as UTF-8, bad bytes replaced by U+FFFD). */
    public Object value() {
        return value;
    }

    /** Returns a copy of a text's bytes as the rule has them, null for other values. */
    public byte @Nullable [] bytes() {
        return bytes == null ? null : bytes.clone();
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return o instanceof YaraMeta m && key.equals(m.key) && value.equals(m.value) && Arrays.equals(bytes, m.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, value);
    }

    @Override
    public String toString() {
        return key + "=" + value;
    }
}
