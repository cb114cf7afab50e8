package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.spi.StructValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticodeTest {
    private static final SigningKey ROOT = SigningKey.root("Root/CA", 1);
    private static final SigningKey LEAF = ROOT.issue("Leaf", 0x1234, "RSA", 1024);
    private static final SigningKey STAMPER = ROOT.issue("Stamper", 3, "RSA", 1024);
    private static final byte[] BOTH = Der.join(LEAF.certificate(), ROOT.certificate());
    private static final byte[] NOTHING = new byte[0];
    private static final int SIGNATURES = 0x1400;

    /** The file's digest: all but the checksum at 0xd8 and the security directory at 0x118. */
    private static byte[] fileDigest(byte[] file) {
        return SigningKey.sha256(Der.join(
                Arrays.copyOf(file, 0xd8),
                Arrays.copyOfRange(file, 0xdc, 0x118),
                Arrays.copyOfRange(file, 0x120, SIGNATURES)));
    }

    private static byte[] digest() {
        return fileDigest(PeBuilder.pe32().bytes());
    }

    private static PeBuilder signed(byte[] signature) {
        int size = 8 + signature.length;
        return PeBuilder.pe32()
                .size(SIGNATURES + size)
                .directory(4, SIGNATURES, size)
                .raw32(SIGNATURES, size)
                .raw32(SIGNATURES + 4, 0x00020200)
                .rawBytes(SIGNATURES + 8, signature);
    }

    private static byte[] plain() {
        return LEAF.authenticode(digest(), BOTH, NOTHING, SigningKey.UnsignedAttributes.NONE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aGoodSignature() {
        StructValue root = signed(plain()).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_signatures"));
        assertEquals(1L, PeProbe.get(root, "is_signed"));
        assertEquals(1L, PeProbe.get(root, "signatures[0].verified"));
        assertEquals("sha256", PeProbe.get(root, "signatures[0].digest_alg"));
        assertEquals(text(Digests.hex(digest())), PeProbe.get(root, "signatures[0].digest"));
        assertEquals(text(Digests.hex(digest())), PeProbe.get(root, "signatures[0].file_digest"));
        assertEquals(2L, PeProbe.get(root, "signatures[0].number_of_certificates"));
        assertEquals(0L, PeProbe.get(root, "signatures[0].number_of_countersignatures"));
        for (String at :
                new String[] {"signatures[0].", "signatures[0].certificates[0].", "signatures[0].signer_info.chain[0]."
                }) {
            assertEquals("/CN=Leaf", PeProbe.get(root, at + "subject"));
            assertEquals("/CN=Root/CA", PeProbe.get(root, at + "issuer"));
            assertEquals(text(LEAF.thumbprint()), PeProbe.get(root, at + "thumbprint"));
            assertEquals(3L, PeProbe.get(root, at + "version"));
            assertEquals("sha256WithRSAEncryption", PeProbe.get(root, at + "algorithm"));
            assertEquals("1.2.840.113549.1.1.11", PeProbe.get(root, at + "algorithm_oid"));
            assertEquals("00:00:12:34", PeProbe.get(root, at + "serial"));
            assertEquals(1577836800L, PeProbe.get(root, at + "not_before"));
            assertEquals(1893456000L, PeProbe.get(root, at + "not_after"));
        }
        assertEquals("sha256", PeProbe.get(root, "signatures[0].signer_info.digest_alg"));
        assertEquals(
                text(Digests.hex(SigningKey.sha256(SigningKey.indirectData(digest())))),
                PeProbe.get(root, "signatures[0].signer_info.digest"));
        assertEquals(2L, PeProbe.get(root, "signatures[0].signer_info.length_of_chain"));
        assertEquals("/CN=Root/CA", PeProbe.get(root, "signatures[0].signer_info.chain[1].subject"));
        assertNull(PeProbe.get(root, "signatures[0].signer_info.program_name"));
    }

    @Test
    void validOnIncludesBothEnds() {
        StructValue root = signed(plain()).parse();
        StructValue signature = (StructValue) ((List<?>) root.get("signatures")).get(0);
        assertEquals(0L, PeProbe.call(signature, "valid_on", 1577836799));
        assertEquals(1L, PeProbe.call(signature, "valid_on", 1577836800));
        assertEquals(1L, PeProbe.call(signature, "valid_on", 1893456000));
        assertEquals(0L, PeProbe.call(signature, "valid_on", 1893456001));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x400, 0x13ff, 0xd7, 0x117})
    void aChangedFileIsNotVerifiedButItsSignatureIsShown(int offset) {
        byte[] file = signed(plain()).bytes();
        file[offset] ^= 1;
        StructValue root = PeBuilder.parse(file);
        assertEquals(1L, PeProbe.get(root, "number_of_signatures"));
        assertEquals(0L, PeProbe.get(root, "is_signed"));
        assertEquals(0L, PeProbe.get(root, "signatures[0].verified"));
        assertNotEquals(PeProbe.get(root, "signatures[0].digest"), PeProbe.get(root, "signatures[0].file_digest"));
    }

    @Test
    void theChecksumIsNotSigned() {
        assertEquals(1L, PeProbe.get(signed(plain()).raw32(0xd8, 0x12345678).parse(), "is_signed"));
    }

    @Test
    void aChangedSignatureIsNotVerified() {
        byte[] signature = plain();
        signature[signature.length - 1] ^= 1;
        StructValue root = signed(signature).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_signatures"));
        assertEquals(0L, PeProbe.get(root, "signatures[0].verified"));
        assertEquals("/CN=Leaf", PeProbe.get(root, "signatures[0].subject"));
    }

    @Test
    void ellipticCurvesAreVerifiedToo() {
        SigningKey signer = ROOT.issue("Curve", 7, "EC", 256);
        byte[] signature =
                signer.authenticode(digest(), signer.certificate(), NOTHING, SigningKey.UnsignedAttributes.NONE);
        StructValue root = signed(signature).parse();
        assertEquals(1L, PeProbe.get(root, "signatures[0].verified"));
        assertEquals(1L, PeProbe.get(root, "signatures[0].signer_info.length_of_chain"));
    }

    @Test
    void withoutTheSignersCertificateASignatureIsHiddenUnlessTheFileIsChanged() {
        byte[] signature = LEAF.authenticode(digest(), ROOT.certificate(), NOTHING, SigningKey.UnsignedAttributes.NONE);
        assertEquals(0L, PeProbe.get(signed(signature).parse(), "number_of_signatures"));
        StructValue changed = signed(signature).raw16(0x800, 1).parse();
        assertEquals(1L, PeProbe.get(changed, "number_of_signatures"));
        assertEquals(0L, PeProbe.get(changed, "signatures[0].verified"));
        assertNull(PeProbe.get(changed, "signatures[0].subject"));
        assertEquals(0L, PeProbe.get(changed, "signatures[0].signer_info.length_of_chain"));
    }

    @Test
    void otherContentIsShownWithItsCertificatesOnly() {
        byte[] content = SigningKey.indirectData(digest());
        byte[] signature = SigningKey.signedData(
                "1.2.840.113549.1.7.1",
                Der.octets(content),
                Der.tagged(0, BOTH),
                LEAF.signerInfo(content, NOTHING, SigningKey.UnsignedAttributes.NONE));
        StructValue root = signed(signature).parse();
        assertEquals(1L, PeProbe.get(root, "number_of_signatures"));
        assertEquals(0L, PeProbe.get(root, "signatures[0].verified"));
        assertEquals(2L, PeProbe.get(root, "signatures[0].number_of_certificates"));
        assertNull(PeProbe.get(root, "signatures[0].digest"));
        assertNull(PeProbe.get(root, "signatures[0].subject"));
    }

    @Test
    void programNameInBothForms() {
        String opus = "1.3.6.1.4.1.311.2.1.12";
        byte[] wide = Der.attribute(
                opus, Der.sequence(Der.tagged(0, Der.value(0x80, "Pr\u00f6g".getBytes(StandardCharsets.UTF_16BE)))));
        byte[] ascii = Der.attribute(opus, Der.sequence(Der.tagged(0, Der.text(0x81, "Prog"))));
        for (byte[] attribute : new byte[][] {wide, ascii}) {
            byte[] signature = LEAF.authenticode(digest(), BOTH, attribute, SigningKey.UnsignedAttributes.NONE);
            StructValue root = signed(signature).parse();
            assertEquals(1L, PeProbe.get(root, "is_signed"));
            assertEquals(
                    attribute == wide ? "Pr\u00c3\u00b6g" : "Prog",
                    PeProbe.get(root, "signatures[0].signer_info.program_name"));
        }
    }

    @Test
    void nestedSignaturesFollowTheOuterOne() {
        byte[] inner =
                STAMPER.authenticode(digest(), STAMPER.certificate(), NOTHING, SigningKey.UnsignedAttributes.NONE);
        byte[] outer = LEAF.authenticode(
                digest(),
                BOTH,
                NOTHING,
                signature -> Der.attribute("1.3.6.1.4.1.311.2.4.1", inner, plain(), new byte[] {5, 0}));
        StructValue root = signed(outer).parse();
        assertEquals(3L, PeProbe.get(root, "number_of_signatures"));
        assertEquals("/CN=Leaf", PeProbe.get(root, "signatures[0].subject"));
        assertEquals("/CN=Stamper", PeProbe.get(root, "signatures[1].subject"));
        assertEquals("/CN=Leaf", PeProbe.get(root, "signatures[2].subject"));
        assertEquals(1L, PeProbe.get(root, "signatures[1].verified"));
    }

    private static byte[] pkcs9(byte[] signature) {
        byte[] time = Der.attribute("1.2.840.113549.1.9.5", Der.utcTime("210203040506Z"));
        return Der.attribute(
                "1.2.840.113549.1.9.6", STAMPER.signerInfo(signature, time, SigningKey.UnsignedAttributes.NONE));
    }

    @Test
    void aCountersignatureOnTheSignature() {
        byte[] certificates = Der.join(BOTH, STAMPER.certificate());
        StructValue root = signed(LEAF.authenticode(digest(), certificates, NOTHING, AuthenticodeTest::pkcs9))
                .parse();
        assertEquals(1L, PeProbe.get(root, "signatures[0].verified"));
        assertEquals(1L, PeProbe.get(root, "signatures[0].number_of_countersignatures"));
        String at = "signatures[0].countersignatures[0].";
        assertEquals(1L, PeProbe.get(root, at + "verified"));
        assertEquals(1612325106L, PeProbe.get(root, at + "sign_time"));
        assertEquals("sha256", PeProbe.get(root, at + "digest_alg"));
        assertEquals(64, ((String) PeProbe.get(root, at + "digest")).length());
        assertEquals(2L, PeProbe.get(root, at + "length_of_chain"));
        assertEquals("/CN=Stamper", PeProbe.get(root, at + "chain[0].subject"));
        assertEquals("/CN=Root/CA", PeProbe.get(root, at + "chain[1].subject"));
    }

    @Test
    void aCountersignatureOnSomethingElseIsNotVerified() {
        byte[] certificates = Der.join(BOTH, STAMPER.certificate());
        StructValue root = signed(
                        LEAF.authenticode(digest(), certificates, NOTHING, signature -> pkcs9(new byte[] {1})))
                .parse();
        assertEquals(0L, PeProbe.get(root, "signatures[0].countersignatures[0].verified"));
        assertEquals(2L, PeProbe.get(root, "signatures[0].countersignatures[0].length_of_chain"));
    }

    @Test
    void aCountersignatureWithoutCertificateOrUnreadableIsShownEmpty() {
        StructValue root = signed(LEAF.authenticode(digest(), BOTH, NOTHING, AuthenticodeTest::pkcs9))
                .parse();
        assertEquals(0L, PeProbe.get(root, "signatures[0].countersignatures[0].verified"));
        assertEquals(1612325106L, PeProbe.get(root, "signatures[0].countersignatures[0].sign_time"));
        assertEquals(0L, PeProbe.get(root, "signatures[0].countersignatures[0].length_of_chain"));
        assertNull(PeProbe.get(root, "signatures[0].countersignatures[0].digest"));
        StructValue garbage = signed(LEAF.authenticode(
                        digest(), BOTH, NOTHING, s -> Der.attribute("1.2.840.113549.1.9.6", Der.number(1))))
                .parse();
        assertEquals(1L, PeProbe.get(garbage, "signatures[0].number_of_countersignatures"));
        assertNull(PeProbe.get(garbage, "signatures[0].countersignatures[0].digest_alg"));
        assertEquals(0L, PeProbe.get(garbage, "signatures[0].countersignatures[0].sign_time"));
    }

    private static byte[] timestamp(byte[] imprint) {
        return timestamp(imprint, STAMPER.certificate());
    }

    private static byte[] timestamp(byte[] imprint, byte[]... certificates) {
        byte[] info = Der.sequence(
                Der.number(1),
                Der.id("1.2.3.4"),
                Der.sequence(Der.algorithm(SigningKey.SHA256), Der.octets(imprint)),
                Der.number(9),
                Der.text(0x18, "20210203040506.75Z"));
        return Der.attribute(
                "1.3.6.1.4.1.311.3.3.1",
                SigningKey.signedData(
                        "1.2.840.113549.1.9.16.1.4",
                        Der.octets(info),
                        Der.tagged(0, certificates),
                        STAMPER.signerInfo(info, NOTHING, SigningKey.UnsignedAttributes.NONE)));
    }

    @Test
    void aTimeStampTokenOnTheSignature() {
        StructValue root = signed(LEAF.authenticode(
                        digest(), BOTH, NOTHING, signature -> timestamp(SigningKey.sha256(signature))))
                .parse();
        String at = "signatures[0].countersignatures[0].";
        assertEquals(1L, PeProbe.get(root, at + "verified"));
        assertEquals(1612325106L, PeProbe.get(root, at + "sign_time"));
        assertEquals(1L, PeProbe.get(root, at + "length_of_chain"));
        // Its certificates count as the signature's own.
        assertEquals(3L, PeProbe.get(root, "signatures[0].number_of_certificates"));
        assertEquals("/CN=Stamper", PeProbe.get(root, "signatures[0].certificates[2].subject"));
    }

    /** As Microsoft's have them: shim-signed of Debian 12. They are no certificates of the signature. */
    @Test
    void aTimeStampTokenMayHoldAttributeCertificates() {
        byte[] attributes = Der.tagged(1, Der.sequence(Der.number(1)));
        StructValue root = signed(LEAF.authenticode(
                        digest(),
                        BOTH,
                        NOTHING,
                        signature -> timestamp(SigningKey.sha256(signature), STAMPER.certificate(), attributes)))
                .parse();
        assertEquals(1L, PeProbe.get(root, "signatures[0].countersignatures[0].verified"));
        assertEquals(3L, PeProbe.get(root, "signatures[0].number_of_certificates"));
    }

    @Test
    void aTimeStampTokenOnSomethingElseIsNotVerified() {
        StructValue root = signed(LEAF.authenticode(digest(), BOTH, NOTHING, signature -> timestamp(new byte[32])))
                .parse();
        assertEquals(0L, PeProbe.get(root, "signatures[0].countersignatures[0].verified"));
        assertEquals(1L, PeProbe.get(root, "signatures[0].verified"));
    }

    @Test
    void ofSeveralTableEntriesTheFirstCounts() {
        byte[] signature = plain();
        PeBuilder pe = signed(Der.join(signature, new byte[7], signature));
        pe.raw32(SIGNATURES, 8 + signature.length);
        assertEquals(1L, PeProbe.get(pe.parse(), "number_of_signatures"));
    }

    @Test
    void unreadableTablesHoldNoSignatures() {
        assertEquals(0L, PeProbe.get(signed(new byte[] {0x30, 5}).parse(), "number_of_signatures"));
        assertEquals(0L, PeProbe.get(signed(plain()).raw32(SIGNATURES, 0xfffff).parse(), "number_of_signatures"));
        assertEquals(0L, PeProbe.get(signed(plain()).raw32(SIGNATURES, 7).parse(), "number_of_signatures"));
        assertEquals(0L, PeProbe.get(signed(plain()).directory(4, 0, 100).parse(), "number_of_signatures"));
        assertEquals(
                0L,
                PeProbe.get(signed(plain()).directory(4, SIGNATURES, 0x10000).parse(), "number_of_signatures"));
        assertEquals(0L, PeProbe.get(signed(plain()).directory(4, SIGNATURES, 7).parse(), "is_signed"));
    }

    @Test
    void signaturesInsideTheHeadersCannotBeDigested() {
        byte[] signature = plain();
        PeBuilder pe = PeBuilder.pe32().directory(4, 0x20, 0x1000).raw32(0x20, 8);
        assertEquals(0L, PeProbe.get(pe.parse(), "number_of_signatures"));
        AuthenticodeDigest digest = new AuthenticodeDigest(signed(signature).image(), 0x11f);
        assertNull(digest.of("sha256"));
        assertNull(new AuthenticodeDigest(signed(signature).image(), SIGNATURES).of("undefined"));
    }
}
