package io.thor4j.yara.module.pe;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Object identifiers and the names that OpenSSL has for them, which libyara shows. */
final class ObjectIds {
    static final String SIGNED_DATA = "1.2.840.113549.1.7.2";
    static final String CONTENT_TYPE_TIMESTAMP = "1.2.840.113549.1.9.16.1.4";
    static final String MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
    static final String SIGNING_TIME = "1.2.840.113549.1.9.5";
    static final String COUNTERSIGNATURE = "1.2.840.113549.1.9.6";
    static final String SPC_INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
    static final String SPC_OPUS_INFO = "1.3.6.1.4.1.311.2.1.12";
    static final String SPC_NESTED_SIGNATURE = "1.3.6.1.4.1.311.2.4.1";
    static final String SPC_TIMESTAMP = "1.3.6.1.4.1.311.3.3.1";
    static final String AUTHORITY_KEY_ID = "2.5.29.35";
    static final String SUBJECT_KEY_ID = "2.5.29.14";

    /** What OpenSSL shows for an algorithm that it does not know. */
    static final String UNDEFINED = "undefined";

    /** Identifier, long name. */
    private static final Map<String, String> ALGORITHMS = table("""
            1.2.840.113549.1.1.1 rsaEncryption
            1.2.840.113549.1.1.2 md2WithRSAEncryption
            1.2.840.113549.1.1.3 md4WithRSAEncryption
            1.2.840.113549.1.1.4 md5WithRSAEncryption
            1.2.840.113549.1.1.5 sha1WithRSAEncryption
            1.2.840.113549.1.1.10 rsassaPss
            1.2.840.113549.1.1.11 sha256WithRSAEncryption
            1.2.840.113549.1.1.12 sha384WithRSAEncryption
            1.2.840.113549.1.1.13 sha512WithRSAEncryption
            1.2.840.113549.1.1.14 sha224WithRSAEncryption
            1.2.840.113549.2.2 md2
            1.2.840.113549.2.4 md4
            1.2.840.113549.2.5 md5
            1.2.840.10040.4.1 dsaEncryption
            1.2.840.10040.4.3 dsaWithSHA1
            1.2.840.10045.2.1 id-ecPublicKey
            1.2.840.10045.4.1 ecdsa-with-SHA1
            1.2.840.10045.4.3.1 ecdsa-with-SHA224
            1.2.840.10045.4.3.2 ecdsa-with-SHA256
            1.2.840.10045.4.3.3 ecdsa-with-SHA384
            1.2.840.10045.4.3.4 ecdsa-with-SHA512
            1.3.14.3.2.3 md5WithRSA
            1.3.14.3.2.13 dsaWithSHA
            1.3.14.3.2.15 shaWithRSAEncryption
            1.3.14.3.2.18 sha
            1.3.14.3.2.26 sha1
            1.3.14.3.2.27 dsaWithSHA1-old
            1.3.14.3.2.29 sha1WithRSA
            1.3.36.3.2.1 ripemd160
            1.3.101.112 ED25519
            1.3.101.113 ED448
            2.16.840.1.101.3.4.2.1 sha256
            2.16.840.1.101.3.4.2.2 sha384
            2.16.840.1.101.3.4.2.3 sha512
            2.16.840.1.101.3.4.2.4 sha224
            2.16.840.1.101.3.4.2.8 sha3-256
            2.16.840.1.101.3.4.2.9 sha3-384
            2.16.840.1.101.3.4.2.10 sha3-512
            2.16.840.1.101.3.4.3.1 dsa_with_SHA224
            2.16.840.1.101.3.4.3.2 dsa_with_SHA256
            """);

    /** Long name of a digest, name in Java; OpenSSL 3 has no MD2 any more. */
    private static final Map<String, String> DIGESTS = table("""
            md5 MD5
            sha1 SHA-1
            sha224 SHA-224
            sha256 SHA-256
            sha384 SHA-384
            sha512 SHA-512
            sha3-256 SHA3-256
            sha3-384 SHA3-384
            sha3-512 SHA3-512
            """);

    /** Identifier of a public key's algorithm, name in Java. */
    private static final Map<String, String> KEYS = table("""
            1.2.840.113549.1.1.1 RSA
            1.2.840.10040.4.1 DSA
            1.2.840.10045.2.1 EC
            """);

    /** Identifier of a part of a name, short name. */
    private static final Map<String, String> NAME_PARTS = table("""
            0.9.2342.19200300.100.1.1 UID
            0.9.2342.19200300.100.1.3 mail
            0.9.2342.19200300.100.1.25 DC
            1.2.840.113549.1.9.1 emailAddress
            1.2.840.113549.1.9.2 unstructuredName
            1.2.840.113549.1.9.8 unstructuredAddress
            1.3.6.1.4.1.311.60.2.1.1 jurisdictionL
            1.3.6.1.4.1.311.60.2.1.2 jurisdictionST
            1.3.6.1.4.1.311.60.2.1.3 jurisdictionC
            2.5.4.3 CN
            2.5.4.4 SN
            2.5.4.5 serialNumber
            2.5.4.6 C
            2.5.4.7 L
            2.5.4.8 ST
            2.5.4.9 street
            2.5.4.10 O
            2.5.4.11 OU
            2.5.4.12 title
            2.5.4.13 description
            2.5.4.14 searchGuide
            2.5.4.15 businessCategory
            2.5.4.16 postalAddress
            2.5.4.17 postalCode
            2.5.4.18 postOfficeBox
            2.5.4.19 physicalDeliveryOfficeName
            2.5.4.20 telephoneNumber
            2.5.4.41 name
            2.5.4.42 GN
            2.5.4.43 initials
            2.5.4.44 generationQualifier
            2.5.4.45 x500UniqueIdentifier
            2.5.4.46 dnQualifier
            2.5.4.51 houseIdentifier
            2.5.4.65 pseudonym
            2.5.4.72 role
            2.5.4.97 organizationIdentifier
            """);

    private ObjectIds() {}

    /** Returns an algorithm's long name, "undefined" when OpenSSL has none. */
    static String algorithm(String id) {
        return ALGORITHMS.getOrDefault(id, UNDEFINED);
    }

    /** Returns Java's name of a digest by its long name, null when it has none. */
    static @Nullable String digest(String longName) {
        return DIGESTS.get(longName);
    }

    /** Returns Java's name of a public key's algorithm, null when it has none. */
    static @Nullable String key(String id) {
        return KEYS.get(id);
    }

    /** Returns the short name of a part of a name, the identifier itself when there is none. */
    static String namePart(String id) {
        return NAME_PARTS.getOrDefault(id, id);
    }

    private static Map<String, String> table(String lines) {
        Map<String, String> result = new HashMap<>();
        for (String line : lines.strip().split("\n", -1)) {
            int blank = line.indexOf(' ');
            result.put(line.substring(0, blank), line.substring(blank + 1));
        }
        return result;
    }
}
