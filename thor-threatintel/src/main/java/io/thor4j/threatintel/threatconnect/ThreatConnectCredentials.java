package io.thor4j.threatintel.threatconnect;

import io.thor4j.core.Secret;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Who asks: an access id with a secret key, or a token (threat-intel-apis.md section 2.1). Immutable, may be shared by threads. */
public abstract sealed class ThreatConnectCredentials {
    private ThreatConnectCredentials() {}

    /**
     * Makes credentials that sign each request.
     *
     * @param accessId the access id
     * @param secretKey the secret key
     * @throws IllegalArgumentException when the id cannot stand in a header
     */
    public static ThreatConnectCredentials hmac(String accessId, Secret secretKey) {
        return new Hmac(headerSafe(accessId), Objects.requireNonNull(secretKey, "secretKey"));
    }

    /**
     * Makes credentials of an API token.
     *
     * @param token the token
     * @throws IllegalArgumentException when it cannot stand in a header
     */
    public static ThreatConnectCredentials token(Secret token) {
        headerSafe(token.reveal());
        return new Token(token);
    }

    private static String headerSafe(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException("an access id or token has characters that no header can carry");
        }
        return text;
    }

    /**
     * Returns the header fields of one request.
     *
     * @param method in capitals
     * @param pathAndQuery everything after the host exactly as it is sent, percent-encoding and all; without {@code ?} when the query is empty
     * @param epochSeconds the time
     */
    public abstract Map<String, String> headers(String method, String pathAndQuery, long epochSeconds);

    private static final class Hmac extends ThreatConnectCredentials {
        private final String accessId;
        private final Secret secretKey;

        Hmac(String accessId, Secret secretKey) {
            this.accessId = accessId;
            this.secretKey = secretKey;
        }

        @Override
        public Map<String, String> headers(String method, String pathAndQuery, long epochSeconds) {
            String signed = pathAndQuery + ":" + method + ":" + epochSeconds;
            byte[] signature;
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secretKey.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("this Java has no HMAC-SHA256", e);
            }
            return Map.of(
                    "Timestamp",
                    String.valueOf(epochSeconds),
                    "Authorization",
                    "TC " + accessId + ":" + Base64.getEncoder().encodeToString(signature));
        }

        @Override
        public String toString() {
            return "access id " + accessId;
        }
    }

    private static final class Token extends ThreatConnectCredentials {
        private final Secret token;

        Token(Secret token) {
            this.token = token;
        }

        @Override
        public Map<String, String> headers(String method, String pathAndQuery, long epochSeconds) {
            return Map.of("Timestamp", String.valueOf(epochSeconds), "Authorization", "TC-Token " + token.reveal());
        }

        @Override
        public String toString() {
            return "a token";
        }
    }
}
