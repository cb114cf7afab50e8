package io.thor4j.licensing.host;

import io.thor4j.core.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A host as the customer portal knows it, which is never told a name: base64url without padding of HMAC-SHA1 over the short host name in
 * lower case (thor-scanner.md section 1.4). The key is published, so this hides names from a glance, not from a search. Immutable, may be
 * shared by threads.
 */
public final class HostHash {
    /** Characters of every hash: 20 bytes in base64 without padding. */
    public static final int LENGTH = 27;

    private static final int BYTES = 20;

    /** The key of the documented openssl command. */
    private static final byte[] KEY = HexFormat.of()
            .parseHex("b190dd4a98456999b6d9c7e4e1ac1f231b978c3e7652898d7db2fcdede34613d"
                    + "bc7909c9fc8b3177bb904871b8b7fc7a30cb1582ce9b0089397836dcc209e2d6");

    private final String text;

    private HostHash(String text) {
        this.text = text;
    }

    /**
     * Hashes a host's name.
     *
     * @param name the host
     * @return its hash
     */
    public static HostHash of(HostName name) {
        return ofText(name.lowerCase());
    }

    /** Hashes the UTF-8 bytes of a text as they are. */
    static HostHash ofText(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(KEY, "HmacSHA1"));
            byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return new HostHash(Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /**
     * Reads a hash.
     *
     * @param text 27 characters of base64url
     * @return the hash
     * @throws MalformedInputException when it is none
     */
    public static HostHash parse(String text) {
        // The last character carries two bits that belong to no byte: only one spelling of each hash is taken.
        if (text.length() == LENGTH) {
            try {
                byte[] bytes = Base64.getUrlDecoder().decode(text);
                if (bytes.length == BYTES
                        && Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(bytes)
                                .equals(text)) {
                    return new HostHash(text);
                }
            } catch (IllegalArgumentException e) {
                throw wrong(e);
            }
        }
        throw wrong(null);
    }

    private static MalformedInputException wrong(@Nullable Throwable cause) {
        return new MalformedInputException(
                "not a host hash",
                null,
                "a host hash is " + LENGTH + " characters of base64url; see thor license hash",
                cause);
    }

    /** Returns the 27 characters. */
    public String text() {
        return text;
    }

    /** Compares in constant time. */
    @Override
    public boolean equals(Object other) {
        return other instanceof HostHash hash
                && MessageDigest.isEqual(
                        hash.text.getBytes(StandardCharsets.US_ASCII), text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
