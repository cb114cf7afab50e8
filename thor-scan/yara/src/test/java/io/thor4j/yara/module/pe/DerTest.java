package io.thor4j.yara.module.pe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading of ASN.1 values, times and names. */
class DerTest {
    private static DerValue read(String hex) throws DerException {
        return DerValue.first(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "0401aa, aa",
        "040100, 00",
        "0400, ''",
        "048101aa, aa",
        "04820001aa, aa",
        "048400000001aa, aa",
        "3080020101020102 0000, 020101020102",
        "30803080020101 0000 0000, 30800201010000",
    })
    void contentsByEveryFormOfLength(String hex, String contents) throws DerException {
        assertEquals(
                contents, HexFormat.of().formatHex(read(hex.replace(" ", "")).contents()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "04",
                "0402aa",
                "0481",
                "0480aa0000",
                "048500000000ffaa",
                "0484ffffffff",
                "1f810100",
                "3080020101",
                "308030803080308030803080308030803080308030803080308030803080308030803080308000000000"
            })
    void malformedValuesAreRefused(String hex) {
        assertThrows(DerException.class, () -> read(hex));
    }

    @Test
    void aValueAfterAnOpenOneIsReadBehindItsEnd() throws DerException {
        DerReader reader = new DerReader(HexFormat.of().parseHex("30800201010000020107"), 0, 10);
        assertEquals(0x30, reader.read().tag());
        assertNull(reader.optional(4));
        assertEquals(7, reader.expect(2).smallNumber());
        assertTrue(reader.atEnd());
        assertThrows(DerException.class, reader::read);
        assertThrows(DerException.class, () -> reader.expect(2));
        assertNull(reader.optional(2));
    }

    @ParameterizedTest
    @CsvSource({
        "06032a0304, 1.2.3.4",
        "06092a864886f70d010702, 1.2.840.113549.1.7.2",
        "060100, 0.0",
        "060127, 0.39",
        "060128, 1.0",
        "0601 78, 2.40",
        "06028837, 2.999",
    })
    void objectIdentifiers(String hex, String dotted) throws DerException {
        assertEquals(dotted, read(hex.replace(" ", "")).objectId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0600", "060180", "0401aa", "060affffffffffffffffff7f"})
    void malformedObjectIdentifiersAreRefused(String hex) {
        assertThrows(DerException.class, () -> read(hex).objectId());
    }

    @ParameterizedTest
    @CsvSource({"020100, 0", "0204 7fffffff, 2147483647", "02020080, 128"})
    void smallNumbers(String hex, int number) throws DerException {
        assertEquals(number, read(hex.replace(" ", "")).smallNumber());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0200", "0201ff", "02050000000001", "040101"})
    void otherNumbersAreRefused(String hex) {
        assertThrows(DerException.class, () -> read(hex).smallNumber());
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "0x17, 700101000000Z, 0",
                "0x17, 500101000000Z, -631152000",
                "0x17, 491231235959Z, 2524607999",
                "0x17, 1001010000Z, 1262304000",
                "0x17, 100101000000+0130, 1262298600",
                "0x17, 100101000000-0100, 1262307600",
                "0x18, 20100101000000Z, 1262304000",
                "0x18, 20100101000000.123Z, 1262304000",
                "0x18, 00000101000000Z, -62167219200",
                "0x17, 101301000000Z, null",
                "0x17, 100230000000Z, null",
                "0x17, 20100101000000Z, null",
                "0x18, 100101000000Z, null",
                "0x17, '', null",
                "0x17, x00101000000Z, null",
                "0x17, 100101000000, null",
                "0x0c, 100101000000Z, null",
            })
    void times(String tag, String text, Long seconds) throws DerException {
        assertEquals(seconds, Asn1Time.seconds(DerValue.first(Der.text(Integer.decode(tag), text))));
    }

    private static String line(byte[] name) throws DerException {
        return new String(X509Name.oneLine(DerValue.first(name)), StandardCharsets.US_ASCII);
    }

    private static byte[] part(String id, int tag, String text) {
        return Der.sequence(Der.id(id), Der.text(tag, text));
    }

    @Test
    void namesInOneLine() throws DerException {
        byte[] name = Der.sequence(
                Der.set(part("2.5.4.6", 0x13, "US")),
                Der.set(part("2.5.4.10", 0x0c, "A/B \u00c3\u00a9"), part("2.5.4.11", 0x0c, "C++")),
                Der.set(part("1.2.3.4", 0x1e, "\0x")),
                Der.set(part("1.2.840.113549.1.9.1", 0x16, "a@b")),
                Der.set(part("1.3.6.1.4.1.311.60.2.1.3", 0x13, "US")));
        assertEquals("/C=US/O=A/B \\xC3\\xA9+OU=C\\+\\+/1.2.3.4=\\x00x/emailAddress=a@b/jurisdictionC=US", line(name));
        assertEquals("", line(Der.sequence()));
    }

    @Test
    void generalStringsOfFourByteCharactersShowTheLastByte() throws DerException {
        assertEquals("/CN=ab", line(Der.sequence(Der.set(part("2.5.4.3", 0x1b, "\0\0\0a\0\0\0b")))));
        assertEquals("/CN=abcd", line(Der.sequence(Der.set(part("2.5.4.3", 0x1b, "abcd")))));
    }

    @Test
    void partsBeyond255BytesAreLeftOut() throws DerException {
        byte[] first = Der.set(part("2.5.4.10", 0x0c, "o".repeat(240)));
        assertEquals(
                "/O=" + "o".repeat(240) + "/CN=12345678",
                line(Der.sequence(first, Der.set(part("2.5.4.3", 0x0c, "12345678")))));
        assertEquals(
                "/O=" + "o".repeat(240),
                line(Der.sequence(
                        first, Der.set(part("2.5.4.3", 0x0c, "123456789")), Der.set(part("2.5.4.6", 0x0c, "")))));
        // OpenSSL counts the escape that libyara takes out.
        assertEquals("/O=" + "o".repeat(240), line(Der.sequence(first, Der.set(part("2.5.4.3", 0x0c, "1234567/")))));
    }

    @Test
    void namesAreComparedWithoutCase() {
        String name = X509Name.canonical(Der.commonName("some name"));
        assertEquals(name, X509Name.canonical(Der.commonName("Some  Name")));
        assertNotEquals(name, X509Name.canonical(Der.commonName("other")));
        assertEquals("#01", X509Name.canonical(new byte[] {1}));
    }

    @Test
    void certificateFields() throws DerException {
        SigningKey signer = SigningKey.root("x", 0x7f);
        X509 certificate = X509.read(DerValue.first(signer.certificate()));
        assertEquals(3, certificate.version());
        assertArrayEquals(new byte[] {0x7f}, certificate.serial());
        assertEquals("1.2.840.113549.1.1.11", certificate.algorithm());
        assertEquals("1.2.840.113549.1.1.1", certificate.keyAlgorithm());
        assertTrue(certificate.mayBeIssuedBy(certificate));
        assertThrows(DerException.class, () -> X509.read(DerValue.first(Der.sequence(Der.sequence()))));
    }
}
