package io.thor4j.licensing.own;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;

/**
 * Issues licences and revocation lists with one key. Threads may share it.
 *
 * <pre>{@code
 * LicenseIssuer issuer = new LicenseIssuer(key, Clock.systemUTC(), new SecureRandom());
 * byte[] file = issuer.issue(terms).file();
 * }</pre>
 */
public final class LicenseIssuer {
    private final IssuerKey key;
    private final Clock clock;
    private final SecureRandom random;

    /**
     * Makes the issuer.
     *
     * @param key what it signs with
     * @param clock when licences are issued
     * @param random nonces and licence ids
     */
    public LicenseIssuer(IssuerKey key, Clock clock, SecureRandom random) {
        this.key = Objects.requireNonNull(key, "key");
        this.clock = Objects.requireNonNull(clock, "clock");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Issues a licence.
     *
     * @param terms what it grants
     * @return the licence and its file
     */
    public IssuedLicense issue(LicenseTerms terms) {
        byte[] bits = new byte[16];
        random.nextBytes(bits);
        // The bits of a random UUID, RFC 9562 section 5.4.
        bits[6] = (byte) ((bits[6] & 0x0f) | 0x40);
        bits[8] = (byte) ((bits[8] & 0x3f) | 0x80);
        ByteBuffer words = ByteBuffer.wrap(bits);
        return seal(new License(new UUID(words.getLong(), words.getLong()), clock.instant(), terms));
    }

    private IssuedLicense seal(License license) {
        byte[] nonce = new byte[SealKey.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] header = LicenseFormat.header(key.id(), nonce);
        byte[] content = LicenseFormat.pad(license.toJson());
        byte[] plain = LicenseFormat.join(key.sign(header, content), content);
        return new IssuedLicense(license, LicenseFormat.join(header, key.seal().seal(nonce, header, plain)));
    }

    /**
     * Issues a revocation list, which replaces all with a lower sequence.
     *
     * @param sequence its number, from 1
     * @param licenses the revoked licences
     * @param keys the revoked keys: no licence of theirs is valid any more
     * @return the file that {@link RevocationList#parse} reads
     */
    public byte[] revoke(long sequence, Collection<UUID> licenses, Collection<KeyId> keys) {
        return RevocationList.write(key, sequence, clock.instant(), licenses, keys);
    }

    /** Returns the id of the key that it signs with. */
    public KeyId keyId() {
        return key.id();
    }
}
