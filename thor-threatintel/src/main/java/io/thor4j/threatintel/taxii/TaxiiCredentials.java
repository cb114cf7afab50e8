package io.thor4j.threatintel.taxii;

import io.thor4j.core.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Who asks a TAXII server. Immutable, may be shared by threads; shows no secret. */
public final class TaxiiCredentials {
    /** Nobody: for servers that anybody may ask. */
    public static final TaxiiCredentials NONE = new TaxiiCredentials(Map.of());

    private final Map<String, String> headers;

    private TaxiiCredentials(Map<String, String> headers) {
        this.headers = headers;
    }

    /**
     * Makes credentials of HTTP Basic authentication (RFC 7617), which TAXII servers have to support (TAXII 2.1 section 8.5.2).
     *
     * @param user the user
     * @param password the password
     * @throws IllegalArgumentException when the user's name has a colon
     */
    public static TaxiiCredentials basic(String user, Secret password) {
        if (user.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the name of a user has no colon");
        }
        String both = user + ":" + password.reveal();
        return new TaxiiCredentials(Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8))));
    }

    /**
     * Makes credentials of a token.
     *
     * @param scheme the word before it, such as {@code Bearer} or {@code Token}
     * @param token the token
     * @throws IllegalArgumentException when one of them cannot stand in a header
     */
    public static TaxiiCredentials token(String scheme, Secret token) {
        if (!printable(scheme) || !printable(token.reveal())) {
            throw new IllegalArgumentException("a token or its scheme has characters that no header can carry");
        }
        return new TaxiiCredentials(Map.of("Authorization", scheme + " " + token.reveal()));
    }

    private static boolean printable(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Shows nothing. */
    @Override
    public String toString() {
        return "***";
    }
}
