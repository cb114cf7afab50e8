package io.thor4j.thunderstorm.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * A client that may use the service, known by a bearer token. Immutable; holds no token, but its SHA-256: tokens are long and random.
 *
 * @param name its name in logs and quotas
 * @param sha256 the token's SHA-256, lower-case hex digits
 * @param perHour how many samples it may send in an hour, 0 for no bound
 */
public record Client(String name, String sha256, long perHour) {
    /** Characters of a token at least. */
    public static final int MIN_TOKEN = 16;

    /** Makes the client. */
    public Client {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(sha256, "sha256");
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
        return new Client(name, digest(token), perHour);
    }

    static String digest(String token) {
        try {
            byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}
