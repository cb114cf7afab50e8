package io.thor4j.yara.module.pe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS #7 or CMS SignedData. Source: RFC 2315, section 9; RFC 5652, section 5.
 *
 * @param version its version
 * @param digests identifiers of the digests that it announces
 * @param contentType identifier of the content's type
 * @param content the content, null when it is elsewhere
 * @param certificates the certificates, null when the field is absent
 * @param signers the signers
 */
record SignedData(
        int version,
        List<String> digests,
        String contentType,
        @Nullable DerValue content,
        @Nullable List<X509> certificates,
        List<SignerInfo> signers) {

    /**
     * Reads a ContentInfo with a SignedData.
     *
     * @throws DerException when it is anything else
     */
    static SignedData read(DerValue contentInfo) throws DerException {
        DerReader outer = new DerReader(contentInfo.data(), contentInfo.start(), contentInfo.end())
                .expect(DerValue.SEQUENCE)
                .inside();
        if (!outer.expect(DerValue.OBJECT_ID).objectId().equals(ObjectIds.SIGNED_DATA)) {
            throw new DerException("signed data");
        }
        DerReader body = outer.expect(DerValue.constructed(0))
                .inside()
                .expect(DerValue.SEQUENCE)
                .inside();
        int version = body.expect(DerValue.INTEGER).smallNumber();
        List<String> digests = digests(body.expect(DerValue.SET));

        DerReader content = body.expect(DerValue.SEQUENCE).inside();
        String contentType = content.expect(DerValue.OBJECT_ID).objectId();
        DerValue explicit = content.optional(DerValue.constructed(0));
        DerValue certificates = body.optional(DerValue.constructed(0));
        body.optional(DerValue.constructed(1));
        return new SignedData(
                version,
                digests,
                contentType,
                explicit == null ? null : explicit.inside().read(),
                certificates == null
                        ? null
                        : certificates(certificates, contentType.equals(ObjectIds.CONTENT_TYPE_TIMESTAMP)),
                signers(body.expect(DerValue.SET)));
    }

    private static List<String> digests(DerValue set) throws DerException {
        List<String> result = new ArrayList<>();
        DerReader algorithms = set.inside();
        while (!algorithms.atEnd() && result.size() < PeLimits.CERTIFICATES) {
            result.add(SignerInfo.algorithm(algorithms));
        }
        return result;
    }

    /**
     * Reads the certificates. Time stamps are CMS, where attribute certificates and others may stand among them (RFC 5652, section 10.2.2):
     * those of Microsoft have one. PKCS #7 knows X.509 certificates alone.
     */
    private static List<X509> certificates(DerValue set, boolean cms) throws DerException {
        List<X509> result = new ArrayList<>();
        DerReader values = set.inside();
        while (!values.atEnd() && result.size() < PeLimits.CERTIFICATES) {
            DerValue value = values.read();
            if (value.tag() == DerValue.SEQUENCE) {
                result.add(X509.read(value));
            } else if (!cms || value.tag() < DerValue.constructed(0) || value.tag() > DerValue.constructed(3)) {
                throw new DerException("certificate expected");
            }
        }
        return result;
    }

    private static List<SignerInfo> signers(DerValue set) throws DerException {
        List<SignerInfo> result = new ArrayList<>();
        DerReader values = set.inside();
        while (!values.atEnd() && result.size() < PeLimits.ATTRIBUTE_VALUES) {
            result.add(SignerInfo.read(values.expect(DerValue.SEQUENCE)));
        }
        return result;
    }

    /** Returns the certificate of the first signer, null when a signer has none here. */
    @Nullable
    X509 signerCertificate() {
        List<X509> candidates = certificates;
        if (candidates == null || signers.isEmpty()) {
            return null;
        }
        X509 first = null;
        for (SignerInfo signer : signers) {
            X509 certificate = signer.certificate(candidates);
            if (certificate == null) {
                return null;
            }
            first = first == null ? certificate : first;
        }
        return first;
    }

    /**
     * Returns the bytes that the content's digest is made of. In version 1 (PKCS #7) the content may be anything and its tag and length are
     * not digested; in later ones (CMS) it is an octet string.
     */
    byte[] digestedContent() {
        DerValue value = content;
        if (value == null) {
            return new byte[0];
        }
        return version == 1 || value.tag() == DerValue.OCTET_STRING ? value.contents() : value.encoded();
    }
}
