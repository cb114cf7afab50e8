package io.thor4j.thunderstorm.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

/**
 * A client that may use the service, known by a bearer token. Immutable; holds no token, but its SHA-256: tokens are long and random.
 *
 * @param name its name in logs and quotas
 * @param digest the token's SHA-256
 * @param perHour how many samples it may send in an hour, 0 for no bound
 */
public record Client(String name, byte[] digest, long perHour) {
    /** Characters of a token at least. */
    public static final int MIN_TOKEN = 16;

    /** Makes the client; the digest is copied. */
    public Client {
        Objects.requireNonNull(name, "name");
        digest = digest.clone();
        if (perHour < 0) {
            throw new IllegalArgumentException("samples per hour: " + perHour);
        }
    }

    /**
     * Makes a client.
     *
     * @param name its name
     * @param token its token, at least {@value #MIN_TOKEN} printable characters without blanks
     * @param perHour how many samples it may send in an hour, 0 for no bound
     * @return the client
     * @throws IllegalArgumentException when the token is no such text; the message does not show it
     */
    public static Client of(String name, String token, long perHour) {
        if (token.length() < MIN_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException("the token of " + name + " has to have at least " + MIN_TOKEN
                    + " printable characters and no blank");
        }
        return new Client(name, sha256(token), perHour);
    }

    static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public byte[] digest() {
        return digest.clone();
    }

    /** Compares by name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Client that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
