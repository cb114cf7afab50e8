package io.thor4j.licensing.own;

import io.thor4j.core.MalformedInputException;
import io.thor4j.licensing.json.JsonRecord;
import io.thor4j.licensing.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Licences and keys that an issuer has taken back, signed by one of the trusted keys. Immutable, may be shared by threads. A verifier
 * cannot know that a list is missing: products should refuse a list with a lower {@link #sequence} than the last they saw.
 */
public final class RevocationList {
    /** A list that revokes nothing. */
    public static final RevocationList EMPTY = new RevocationList(0, Instant.EPOCH, Set.of(), Set.of());

    private static final byte[] MAGIC = "THOR4JR1".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNATURE_OFFSET = MAGIC.length + KeyId.BYTES;
    private static final int CONTENT_OFFSET = SIGNATURE_OFFSET + Ed25519.SIGNATURE_BYTES;
    private static final int MAX_BYTES = 16 << 20;

    private final long sequence;
    private final Instant issued;
    private final Set<UUID> licenses;
    private final Set<KeyId> keys;

    private RevocationList(long sequence, Instant issued, Set<UUID> licenses, Set<KeyId> keys) {
        this.sequence = sequence;
        this.issued = issued;
        this.licenses = licenses;
        this.keys = keys;
    }

    static byte[] write(
            IssuerKey key, long sequence, Instant issued, Collection<UUID> licenses, Collection<KeyId> keys) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sequence", sequence);
        fields.put("issued", issued.truncatedTo(ChronoUnit.SECONDS));
        fields.put("licenses", licenses.stream().sorted().toList());
        fields.put("keys", keys.stream().map(KeyId::toString).sorted().toList());
        byte[] start = LicenseFormat.join(MAGIC, key.id().bytes());
        byte[] content = JsonText.write(fields);
        return LicenseFormat.join(start, key.sign(start, content), content);
    }

    /**
     * Reads a list.
     *
     * @param file its bytes
     * @param anchors the trusted keys; one that this list revokes cannot have signed it
     * @return the list
     * @throws MalformedInputException when it is none, or no trusted key signed it
     */
    public static RevocationList parse(byte[] file, Collection<TrustAnchor> anchors) {
        if (file.length <= CONTENT_OFFSET || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw wrong("not a revocation list");
        }
        if (file.length > MAX_BYTES) {
            throw wrong("larger than " + MAX_BYTES + " bytes");
        }
        KeyId key = KeyId.at(file, MAGIC.length);
        TrustAnchor anchor = anchors.stream()
                .filter(candidate -> candidate.id().equals(key))
                .findFirst()
                .orElseThrow(() -> wrong("signed with the key " + key + ", which is not trusted"));
        byte[] start = Arrays.copyOf(file, SIGNATURE_OFFSET);
        byte[] signature = Arrays.copyOfRange(file, SIGNATURE_OFFSET, CONTENT_OFFSET);
        byte[] content = Arrays.copyOfRange(file, CONTENT_OFFSET, file.length);
        if (!Ed25519.verifies(anchor.publicKey(), signature, start, content)) {
            throw wrong("damaged or altered: its signature does not fit");
        }
        RevocationList list = content(content);
        if (list.keys.contains(key) || !anchor.wasInUse(list.issued)) {
            throw wrong("signed with a key that was not in use any more");
        }
        return list;
    }

    private static RevocationList content(byte[] json) {
        JsonRecord fields = JsonRecord.read(json, "revocation list");
        long sequence = fields.number("sequence");
        Instant issued = fields.time("issued");
        Set<UUID> licenses = new HashSet<>();
        try {
            for (String id : fields.strings("licenses")) {
                licenses.add(UUID.fromString(id));
            }
        } catch (IllegalArgumentException e) {
            throw fields.wrong("licenses", "holds what is no licence id");
        }
        List<KeyId> keys = fields.strings("keys").stream().map(KeyId::parse).toList();
        fields.end();
        return new RevocationList(sequence, issued, Set.copyOf(licenses), Set.copyOf(keys));
    }

    private static MalformedInputException wrong(String reason) {
        return new MalformedInputException(reason, "revocation list", null, null);
    }

    /** Returns its number; a later list has a higher one. */
    public long sequence() {
        return sequence;
    }

    /** Returns when it was issued. */
    public Instant issued() {
        return issued;
    }

    boolean revokes(KeyId key) {
        return keys.contains(key);
    }

    boolean revokes(UUID license) {
        return licenses.contains(license);
    }
}
