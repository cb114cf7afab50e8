package io.thor4j.core;

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
     * Wraps a text as given: no blank and no special character of it is touched, because all of them are part of a secret key.
     *
     * @param value the text
     * @throws IllegalArgumentException when it is empty
     */
    public static Secret of(String value) {
        if (Objects.requireNonNull(value, "value").isEmpty()) {
            throw new IllegalArgumentException("a key or token is empty");
        }
        return new Secret(value);
    }

    /**
     * Wraps a token as it stands in a file, a variable or a header field.
     *
     * @param value the text; blanks around it are no part of it
     * @throws IllegalArgumentException when it is empty or has control characters
     */
    public static Secret ofToken(String value) {
        String text = Objects.requireNonNull(value, "value").strip();
        if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a token or key is empty or has control characters");
        }
        return new Secret(text);
    }

    /** Returns the text; for where it is sent or signed with, never for messages. */
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
