package io.thor4j.licensing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/** A token, key or password that shows itself nowhere by accident. Immutable, may be shared by threads. */
public final class Secret {
    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /**
     * Wraps a text.
     *
     * @param value the text, without blanks around it
     * @throws IllegalArgumentException when it is empty or has control characters
     */
    public static Secret of(String value) {
        String text = Objects.requireNonNull(value, "value").strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a token or key is empty or has control characters");
        }
        return new Secret(text);
    }

    /** Returns the text; for where it is sent or compared, never for messages. */
    public String reveal() {
        return value;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret
                && MessageDigest.isEqual(
                        secret.value.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
