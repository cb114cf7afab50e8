package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A certificate. Source: RFC 5280, section 4.1. Read here and not by the JDK's CertificateFactory, because that rejects more than OpenSSL does
 * and does not show names as they stand in the file.
 *
 * @param encoded all of it
 * @param version 1..3
 * @param serial contents of the serial number
 * @param algorithm identifier of the signature's algorithm
 * @param issuer canonical form of the issuer's name
 * @param subject canonical form of the subject's name
 * @param issuerLine one-line form of the issuer's name
 * @param subjectLine one-line form of the subject's name
 * @param notBefore seconds since 1970, null when unreadable
 * @param notAfter seconds since 1970, null when unreadable
 * @param keyAlgorithm identifier of the public key's algorithm
 * @param publicKey the SubjectPublicKeyInfo, encoded
 * @param subjectKeyId null when absent
 * @param authorityKey what it says of its issuer's key
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
record X509(
        byte[] encoded,
        int version,
        byte[] serial,
        String algorithm,
        String issuer,
        String subject,
        byte[] issuerLine,
        byte[] subjectLine,
        @Nullable Long notBefore,
        @Nullable Long notAfter,
        String keyAlgorithm,
        byte[] publicKey,
        byte @Nullable [] subjectKeyId,
        AuthorityKey authorityKey) {
    /**
     * The authority key identifier extension.
     *
     * @param id the key, null when absent
     * @param serial the certificate's serial number, null when absent
     */
    @SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
    record AuthorityKey(byte @Nullable [] id, byte @Nullable [] serial) {
        static final AuthorityKey NONE = new AuthorityKey(null, null);
    }

    private static final int BOOLEAN = 0x01;

    /** Bytes of a serial number above which libyara shows none. */
    private static final int MAX_SERIAL = 20;

    /**
     * Reads a certificate.
     *
     * @throws DerException when it is not one
     */
    static X509 read(DerValue certificate) throws DerException {
        DerReader outer = certificate.inside();
        DerReader body = outer.expect(DerValue.SEQUENCE).inside();
        String algorithm = outer.expect(DerValue.SEQUENCE)
                .inside()
                .expect(DerValue.OBJECT_ID)
                .objectId();
        outer.expect(DerValue.BIT_STRING);

        DerValue versionField = body.optional(DerValue.constructed(0));
        int version = versionField == null
                ? 0
                : versionField.inside().expect(DerValue.INTEGER).smallNumber();
        DerValue serial = body.expect(DerValue.INTEGER);
        body.expect(DerValue.SEQUENCE);
        DerValue issuer = body.expect(DerValue.SEQUENCE);
        DerReader validity = body.expect(DerValue.SEQUENCE).inside();
        Long notBefore = Asn1Time.seconds(validity.read());
        Long notAfter = Asn1Time.seconds(validity.read());
        DerValue subject = body.expect(DerValue.SEQUENCE);
        DerValue publicKey = body.expect(DerValue.SEQUENCE);
        String keyAlgorithm = publicKey
                .inside()
                .expect(DerValue.SEQUENCE)
                .inside()
                .expect(DerValue.OBJECT_ID)
                .objectId();
        byte[] subjectKeyId = null;
        AuthorityKey authorityKey = AuthorityKey.NONE;
        while (!body.atEnd()) {
            DerValue part = body.read();
            if (part.tag() == DerValue.constructed(3)) {
                DerValue extensions = part.inside().expect(DerValue.SEQUENCE);
                DerValue own = extension(extensions, ObjectIds.SUBJECT_KEY_ID);
                subjectKeyId = own == null ? null : own.contents();
                authorityKey = authorityKey(extension(extensions, ObjectIds.AUTHORITY_KEY_ID));
            }
        }
        return new X509(
                certificate.encoded(),
                version + 1,
                serial.contents(),
                algorithm,
                X509Name.canonical(issuer.encoded()),
                X509Name.canonical(subject.encoded()),
                X509Name.oneLine(issuer),
                X509Name.oneLine(subject),
                notBefore,
                notAfter,
                keyAlgorithm,
                publicKey.encoded(),
                subjectKeyId,
                authorityKey);
    }

    /** Returns the value of an extension, null when it is absent or malformed: OpenSSL, too, shows a certificate in spite of that. */
    private static @Nullable DerValue extension(DerValue extensions, String id) {
        try {
            DerReader all = extensions.inside();
            while (!all.atEnd()) {
                DerReader extension = all.expect(DerValue.SEQUENCE).inside();
                boolean wanted = extension.expect(DerValue.OBJECT_ID).objectId().equals(id);
                extension.optional(BOOLEAN);
                DerValue value = extension.expect(DerValue.OCTET_STRING);
                if (wanted) {
                    return value.inside().read();
                }
            }
        } catch (DerException e) {
            return null;
        }
        return null;
    }

    private static AuthorityKey authorityKey(@Nullable DerValue extension) {
        byte[] id = null;
        byte[] serial = null;
        try {
            DerReader parts = extension == null ? null : extension.inside();
            while (parts != null && !parts.atEnd()) {
                DerValue part = parts.read();
                if (part.tag() == DerValue.primitive(0)) {
                    id = part.contents();
                } else if (part.tag() == DerValue.primitive(2)) {
                    serial = part.contents();
                }
            }
        } catch (DerException e) {
            return AuthorityKey.NONE;
        }
        return new AuthorityKey(id, serial);
    }

    /** Tells whether another certificate may have issued this one: its name, and the key or serial number that this one asks for. */
    boolean mayBeIssuedBy(X509 other) {
        byte[] wantedKey = authorityKey.id();
        byte[] otherKey = other.subjectKeyId;
        byte[] wantedSerial = authorityKey.serial();
        return (wantedKey == null || otherKey == null || Arrays.equals(wantedKey, otherKey))
                && (wantedSerial == null || Arrays.equals(wantedSerial, other.serial))
                && issuer.equals(other.subject);
    }

    /** Sets the fields of a certificate. */
    void set(StructValue value) {
        value.set("thumbprint", Digests.hex(Digests.named("SHA-1").digest(encoded)));
        value.set("issuer", issuerLine);
        value.set("subject", subjectLine);
        value.set("version", version);
        String name = ObjectIds.algorithm(algorithm);
        value.set("algorithm", name);
        // OpenSSL has no identifier for what it does not know.
        value.set("algorithm_oid", name.equals(ObjectIds.UNDEFINED) ? "" : algorithm);
        if (serial.length <= MAX_SERIAL) {
            value.set("serial", HexFormat.ofDelimiter(":").formatHex(serial).getBytes(StandardCharsets.US_ASCII));
        }
        if (notBefore != null) {
            value.set("not_before", notBefore);
        }
        if (notAfter != null) {
            value.set("not_after", notAfter);
        }
    }
}
