package io.thor4j.yara.module.pe;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;

/** A key with a certificate that signs, and the structures that it makes. */
final class SigningKey {
    static final String SHA256 = "2.16.840.1.101.3.4.2.1";
    private static final String RSA_SHA256 = "1.2.840.113549.1.1.11";

    private final String name;
    private final String issuer;
    private final int serial;
    private final KeyPair keys;
    private final byte[] certificate;

    private SigningKey(String name, int serial, String keyAlgorithm, int keySize, SigningKey issuer) {
        this.name = name;
        this.serial = serial;
        this.keys = keys(keyAlgorithm, keySize);
        this.issuer = issuer == null ? name : issuer.name;
        byte[] body = Der.sequence(
                Der.tagged(0, Der.number(2)),
                Der.number(serial),
                Der.algorithm(RSA_SHA256),
                Der.commonName(this.issuer),
                Der.sequence(Der.utcTime("200101000000Z"), Der.utcTime("300101000000Z")),
                Der.commonName(name),
                keys.getPublic().getEncoded());
        PrivateKey issuerKey = (issuer == null ? this : issuer).keys.getPrivate();
        this.certificate = Der.sequence(body, Der.algorithm(RSA_SHA256), Der.bits(signed(issuerKey, body)));
    }

    static SigningKey root(String name, int serial) {
        return new SigningKey(name, serial, "RSA", 1024, null);
    }

    SigningKey issue(String subject, int subjectSerial, String keyAlgorithm, int keySize) {
        return new SigningKey(subject, subjectSerial, keyAlgorithm, keySize, this);
    }

    private static KeyPair keys(String algorithm, int size) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(size);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] signed(PrivateKey key, byte[] data) {
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            signature.initSign(key);
            signature.update(data);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    byte[] certificate() {
        return certificate.clone();
    }

    byte[] thumbprint() {
        return Digests.hex(Digests.named("SHA-1").digest(certificate));
    }

    static byte[] sha256(byte[] data) {
        MessageDigest digest = Digests.named("SHA-256");
        return digest.digest(data);
    }

    /** Makes a SignerInfo over a content, with signed attributes and unsigned ones ({@code null} for none). */
    byte[] signerInfo(byte[] content, byte[] moreSigned, UnsignedAttributes unsigned) {
        byte[] attributes = Der.join(Der.attribute("1.2.840.113549.1.9.4", Der.octets(sha256(content))), moreSigned);
        byte[] signature = signed(keys.getPrivate(), Der.set(attributes));
        byte[] more = unsigned.over(signature);
        return Der.sequence(
                Der.number(1),
                Der.sequence(Der.commonName(issuer), Der.number(serial)),
                Der.algorithm(SHA256),
                Der.tagged(0, attributes),
                Der.algorithm("1.2.840.113549.1.1.1"),
                Der.octets(signature),
                more.length == 0 ? more : Der.tagged(1, more));
    }

    /** Makes the unsigned attributes of a signature, which may sign it again. */
    @FunctionalInterface
    interface UnsignedAttributes {
        UnsignedAttributes NONE = signature -> new byte[0];

        byte[] over(byte[] signature);
    }

    /** Makes a ContentInfo with a SignedData; certificates null for no such field. */
    static byte[] signedData(String contentType, byte[] content, byte[] certificates, byte[] signers) {
        return Der.sequence(
                Der.id("1.2.840.113549.1.7.2"),
                Der.tagged(
                        0,
                        Der.sequence(
                                Der.number(1),
                                Der.set(Der.algorithm(SHA256)),
                                Der.sequence(Der.id(contentType), Der.tagged(0, content)),
                                certificates,
                                Der.set(signers))));
    }

    /** Makes the SpcIndirectDataContent's contents, without its own head. */
    static byte[] indirectData(byte[] fileDigest) {
        return Der.join(
                Der.sequence(Der.id("1.3.6.1.4.1.311.2.1.15")),
                Der.sequence(Der.algorithm(SHA256), Der.octets(fileDigest)));
    }

    /** Makes an Authenticode signature over a file's digest. */
    byte[] authenticode(byte[] fileDigest, byte[] certificates, byte[] moreSigned, UnsignedAttributes unsigned) {
        byte[] content = indirectData(fileDigest);
        return signedData(
                "1.3.6.1.4.1.311.2.1.4",
                Der.sequence(content),
                Der.tagged(0, certificates),
                signerInfo(content, moreSigned, unsigned));
    }
}
