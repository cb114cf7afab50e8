package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.json.JsonRecord;
import io.thor4j.licensing.json.JsonText;
import java.security.PublicKey;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verifier knows of an issuer's key: the public key, the AES key, and when the issuer used it. To rotate keys, ship the anchors of
 * the old key and the new one, and {@linkplain #retired retire} the old. A file is the JSON object
 * {@code {"kind":"thor-trust-anchor","version":1,"key":"key id","public":"base64","seal":"base64","from":"time","retired":"time"}}.
 * Immutable, may be shared by threads.
 */
public final class TrustAnchor {
    private static final String KIND = "thor-trust-anchor";

    private final KeyId id;
    private final PublicKey publicKey;
    private final SealKey seal;
    private final Instant from;
    private final @Nullable Instant retired;

    TrustAnchor(PublicKey publicKey, SealKey seal, Instant from, @Nullable Instant retired) {
        this.id = KeyId.of(publicKey);
        this.publicKey = publicKey;
        this.seal = seal;
        this.from = from;
        this.retired = retired;
    }

    /**
     * Reads a trust anchor's file.
     *
     * @param file its bytes
     * @return the anchor
     * @throws MalformedInputException when it is none
     */
    public static TrustAnchor parse(byte[] file) {
        JsonRecord fields = JsonRecord.read(file, "trust anchor");
        if (!fields.string("kind").equals(KIND) || fields.number("version") != 1) {
            throw fields.wrong("kind", "is not " + KIND + " of version 1");
        }
        KeyId named = KeyId.parse(fields.string("key"));
        PublicKey key = Ed25519.publicKey(fields.bytes("public"), "trust anchor");
        SealKey seal = SealKey.of(fields.bytes("seal"), "trust anchor");
        Instant from = fields.time("from");
        Instant retired = fields.has("retired") ? fields.time("retired") : null;
        fields.end();
        TrustAnchor anchor = new TrustAnchor(key, seal, from, retired);
        if (!anchor.id.equals(named)) {
            throw new MalformedInputException("the key id is not that of the key", "trust anchor", null, null);
        }
        return anchor;
    }

    /** Returns the file that {@link #parse} reads. */
    public byte[] toFile() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kind", KIND);
        fields.put("version", 1);
        fields.put("key", id);
        fields.put("public", Ed25519.text(publicKey.getEncoded()));
        fields.put("seal", seal.text());
        fields.put("from", from);
        if (retired != null) {
            fields.put("retired", retired);
        }
        return JsonText.write(fields);
    }

    /**
     * Returns this anchor with the end of its key's use: what it issues from then on is refused, what it issued before stays valid.
     *
     * @param end the first moment at which licences were issued with another key
     */
    public TrustAnchor retired(Instant end) {
        return new TrustAnchor(publicKey, seal, from, end);
    }

    /** Returns the key's id. */
    public KeyId id() {
        return id;
    }

    PublicKey publicKey() {
        return publicKey;
    }

    SealKey seal() {
        return seal;
    }

    boolean wasInUse(Instant issued) {
        return !issued.isBefore(from) && (retired == null || issued.isBefore(retired));
    }

    /** Names the key, not its bytes. */
    @Override
    public String toString() {
        return "TrustAnchor[" + id + "]";
    }
}
