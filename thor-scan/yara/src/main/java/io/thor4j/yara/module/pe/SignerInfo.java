package io.thor4j.yara.module.pe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One signer of a SignedData. Source: RFC 2315, section 9.2; RFC 5652, section 5.3.
 *
 * @param issuer canonical form of the name of the certificate's issuer; null when the signer is named by its key
 * @param serial serial number of the certificate, or the key's identifier
 * @param digest identifier of the digest
 * @param signedAttributes the attributes that the signature covers, null when absent
 * @param signature the signature
 * @param unsignedAttributes the other attributes, null when absent
 */
@SuppressWarnings("ArrayRecordComponent") // carries bytes, never compared
record SignerInfo(
        @Nullable String issuer,
        byte[] serial,
        String digest,
        @Nullable DerValue signedAttributes,
        byte[] signature,
        @Nullable DerValue unsignedAttributes) {

    /**
     * Reads a signer.
     *
     * @throws DerException when it is not one
     */
    static SignerInfo read(DerValue signer) throws DerException {
        DerReader body = signer.inside();
        body.expect(DerValue.INTEGER);
        DerValue key = body.optional(DerValue.primitive(0));
        String issuer = null;
        byte[] serial;
        if (key == null) {
            DerReader certificate = body.expect(DerValue.SEQUENCE).inside();
            issuer = X509Name.canonical(certificate.expect(DerValue.SEQUENCE).encoded());
            serial = certificate.expect(DerValue.INTEGER).contents();
        } else {
            serial = key.contents();
        }
        String digest = algorithm(body);
        DerValue signedAttributes = body.optional(DerValue.constructed(0));
        // The JDK takes the signature's algorithm from the key and the digest, as OpenSSL does.
        body.expect(DerValue.SEQUENCE);
        byte[] signature = body.expect(DerValue.OCTET_STRING).contents();
        return new SignerInfo(
                issuer, serial, digest, signedAttributes, signature, body.optional(DerValue.constructed(1)));
    }

    /** Reads an AlgorithmIdentifier and returns its identifier. */
    static String algorithm(DerReader reader) throws DerException {
        return reader.expect(DerValue.SEQUENCE)
                .inside()
                .expect(DerValue.OBJECT_ID)
                .objectId();
    }

    /** Returns the signer's certificate, null when it is not among some certificates. */
    @Nullable
    X509 certificate(List<X509> certificates) {
        String issuerName = issuer;
        for (X509 certificate : certificates) {
            boolean same = issuerName == null
                    ? Arrays.equals(serial, certificate.subjectKeyId())
                    : Arrays.equals(serial, certificate.serial()) && issuerName.equals(certificate.issuer());
            if (same) {
                return certificate;
            }
        }
        return null;
    }

    /** Returns the first value of a signed attribute, null when it has none. */
    @Nullable
    DerValue signedAttribute(String id) throws DerException {
        List<DerValue> values = attribute(signedAttributes, id);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Returns the values of an unsigned attribute, at most 16. */
    List<DerValue> unsignedAttribute(String id) throws DerException {
        return attribute(unsignedAttributes, id);
    }

    private static List<DerValue> attribute(@Nullable DerValue attributes, String id) throws DerException {
        List<DerValue> result = new ArrayList<>();
        if (attributes == null) {
            return result;
        }
        DerReader all = attributes.inside();
        while (!all.atEnd()) {
            DerReader attribute = all.expect(DerValue.SEQUENCE).inside();
            if (attribute.expect(DerValue.OBJECT_ID).objectId().equals(id)) {
                DerReader values = attribute.expect(DerValue.SET).inside();
                while (!values.atEnd() && result.size() < PeLimits.ATTRIBUTE_VALUES) {
                    result.add(values.read());
                }
                return result;
            }
        }
        return result;
    }

    /**
     * Returns the bytes that the signature covers: the signed attributes as a SET; the digest of the content when there are none is not
     * supported, because libyara wants the attribute with the content's digest.
     *
     * @return null without signed attributes
     */
    byte @Nullable [] signedBytes() {
        DerValue attributes = signedAttributes;
        if (attributes == null) {
            return null;
        }
        byte[] bytes = attributes.encoded();
        bytes[0] = DerValue.SET;
        return bytes;
    }
}
