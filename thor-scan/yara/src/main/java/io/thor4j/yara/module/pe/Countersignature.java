package io.thor4j.yara.module.pe;

import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time stamp on a signature: a PKCS #9 countersignature (RFC 2985, section 5.3.6) or a time stamp token (RFC 3161, section 2.4.2) in
 * Microsoft's attribute. What is shown of a broken one is what libyara's parser had read when it gave up.
 *
 * @param verified whether it is good
 * @param time seconds since 1970, 0 when unknown
 * @param digestAlgorithm long name, null when unknown
 * @param digest what it says the digest of the signature is, null when unknown
 * @param chain certificates of its signer
 * @param certificates certificates that it brings along
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
record Countersignature(
        boolean verified,
        long time,
        @Nullable String digestAlgorithm,
        byte @Nullable [] digest,
        List<X509> chain,
        List<X509> certificates) {
    private static final Countersignature UNREADABLE = new Countersignature(false, 0, null, null, List.of(), List.of());

    /**
     * Reads a PKCS #9 countersignature.
     *
     * @param value the attribute's value
     * @param certificates those of the signature that it signs
     * @param signature what it signs
     */
    static Countersignature pkcs9(DerValue value, List<X509> certificates, byte[] signature) {
        SignerInfo signer;
        DerValue timeValue;
        DerValue digestValue;
        try {
            signer = SignerInfo.read(value);
            timeValue = signer.signedAttribute(ObjectIds.SIGNING_TIME);
            digestValue = signer.signedAttribute(ObjectIds.MESSAGE_DIGEST);
        } catch (DerException e) {
            return UNREADABLE;
        }
        String algorithm = ObjectIds.algorithm(signer.digest());
        long time = timeValue == null ? 0 : seconds(timeValue);
        X509 certificate = timeValue == null || signer.issuer() == null ? null : signer.certificate(certificates);
        if (certificate == null) {
            return new Countersignature(false, time, algorithm, null, List.of(), List.of());
        }
        List<X509> chain = CertificateChain.of(certificate, certificates);
        byte[] expected = SignatureCheck.digest(algorithm, signature);
        if (digestValue == null || digestValue.length() == 0 || expected == null) {
            return new Countersignature(false, time, algorithm, null, chain, List.of());
        }
        byte[] digest = digestValue.contents();
        boolean verified = Arrays.equals(digest, expected) && isSigned(signer, algorithm, certificate);
        return new Countersignature(verified, time, algorithm, digest, chain, List.of());
    }

    /** Tells whether the certificate's key signed the attributes; some signers leave the DigestInfo around the digest away. */
    private static boolean isSigned(SignerInfo signer, String algorithm, X509 certificate) {
        byte[] signed = signer.signedBytes();
        byte[] expected = signed == null ? null : SignatureCheck.digest(algorithm, signed);
        byte[] recovered = SignatureCheck.recover(certificate, signer.signature());
        if (expected == null || recovered == null) {
            return false;
        }
        if (recovered.length == expected.length) {
            return Arrays.equals(recovered, expected);
        }
        try {
            DerReader digestInfo = DerValue.first(recovered).inside();
            digestInfo.expect(DerValue.SEQUENCE);
            return Arrays.equals(digestInfo.expect(DerValue.OCTET_STRING).contents(), expected);
        } catch (DerException e) {
            return false;
        }
    }

    /**
     * Reads a time stamp token.
     *
     * @param value the attribute's value
     * @param signature what it stamps
     */
    static Countersignature timestamp(DerValue value, byte[] signature) {
        try {
            SignedData data = SignedData.read(value);
            DerValue content = data.content();
            if (content == null
                    || content.tag() != DerValue.OCTET_STRING
                    || !data.contentType().equals(ObjectIds.CONTENT_TYPE_TIMESTAMP)) {
                return UNREADABLE;
            }
            return timestamp(data, DerValue.first(content.contents()), signature);
        } catch (DerException e) {
            return UNREADABLE;
        }
    }

    private static Countersignature timestamp(SignedData data, DerValue info, byte[] signature) throws DerException {
        DerReader fields = info.inside();
        int version = fields.expect(DerValue.INTEGER).smallNumber();
        fields.expect(DerValue.OBJECT_ID);
        DerReader imprint = fields.expect(DerValue.SEQUENCE).inside();
        String algorithm = ObjectIds.algorithm(SignerInfo.algorithm(imprint));
        byte[] digest = imprint.expect(DerValue.OCTET_STRING).contents();
        fields.expect(DerValue.INTEGER);
        long time = seconds(fields.expect(DerValue.GENERALIZED_TIME));

        List<X509> certificates = data.certificates();
        X509 certificate = data.signerCertificate();
        if (certificate == null || certificates == null) {
            return new Countersignature(false, time, null, null, List.of(), List.of());
        }
        boolean verified = version == 1
                && Arrays.equals(digest, SignatureCheck.digest(algorithm, signature))
                && SignatureCheck.verify(data, certificate);
        List<X509> chain = CertificateChain.of(certificate, certificates);
        return new Countersignature(verified, time, algorithm, digest.length == 0 ? null : digest, chain, certificates);
    }

    private static long seconds(DerValue time) {
        Long seconds = Asn1Time.seconds(time);
        return seconds == null ? 0 : seconds;
    }

    /** Builds one of {@code countersignatures}. */
    StructValue value() {
        StructValue value = new StructValue(PeStructure.COUNTERSIGNATURE, null);
        value.set("verified", verified ? 1 : 0);
        value.set("sign_time", time);
        if (digestAlgorithm != null) {
            value.set("digest_alg", digestAlgorithm.getBytes(StandardCharsets.US_ASCII));
        }
        if (digest != null) {
            value.set("digest", Digests.hex(digest));
        }
        value.set("length_of_chain", chain.size());
        value.set("chain", PeSignatures.values(chain));
        return value;
    }
}
