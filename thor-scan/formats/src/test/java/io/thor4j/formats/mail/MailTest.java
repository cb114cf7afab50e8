package io.thor4j.formats.mail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ThorLimits;
import io.thor4j.formats.Archives;
import io.thor4j.formats.Unpacked;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailTest {
    private static final String HEADER = "From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n";

    private static String multipart(String kind, String boundary, String... parts) {
        StringBuilder text =
                new StringBuilder("Content-Type: multipart/" + kind + ";\r\n boundary=\"" + boundary + "\"\r\n\r\n");
        text.append("for old readers\r\n");
        for (String part : parts) {
            text.append("--").append(boundary).append("\r\n").append(part).append("\r\n");
        }
        return text.append("--").append(boundary).append("--\r\n").toString();
    }

    private static String attachment(String disposition, String content) {
        return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; "
                + disposition + "\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    private static Unpacked mail(String text) {
        return Unpacked.of("/m.eml", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void attachmentsOfNestedPartsAreMembersOfTheMail() {
        String body =
                "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<b>caf=C3=A9</b> =\r\nend=3D";
        Unpacked unpacked = mail(HEADER
                + multipart(
                        "mixed",
                        "outer",
                        multipart("alternative", "inner", "Content-Type: text/plain\r\n\r\nas it stands", body),
                        attachment("filename=\"a.bin\"", "x".repeat(500)),
                        attachment("filename=b.bin", "second")));
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("/m.eml/part-2.html", "<b>caf\u00C3\u00A9</b> end=");
        expected.put("/m.eml/a.bin", "x".repeat(500));
        expected.put("/m.eml/b.bin", "second");
        assertEquals(expected, unpacked.texts());
        assertEquals(List.of("EMAIL"), unpacked.members().get(1).labels());
        assertEquals(Set.of(), unpacked.limits());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "filename=\"=?utf-8?B?w6R2aWwuZXhl?=\" | ävil.exe",
                "filename=\"=?utf-8?Q?=C3=A4_b?= =?utf-8?q?.exe?=\" | ä b.exe",
                "filename*=UTF-8''%C3%A4%20b.exe | ä b.exe",
                "filename*0=\"long-\"; filename*1=\"name.exe\" | long-name.exe",
                "filename*0*=iso-8859-1'de'%E4; filename*1*=%E4; filename*2=.exe | ää.exe",
                "filename=\"a \\\"b\\\".txt\" | a \"b\".txt",
                "filename=\"C:\\dir\\x.exe\" | C:\\dir\\x.exe",
                "filename=plain.txt; size=3 | plain.txt",
                "filename=\"=?nonsense?X?abc?=\" | =?nonsense?X?abc?="
            })
    void fileNamesAreDecoded(String disposition, String name) {
        Unpacked unpacked = mail(HEADER + attachment(disposition, "content"));
        assertEquals(List.of("/m.eml/" + name), unpacked.paths());
    }

    @Test
    void forwardedMailsAreOpenedAsMails() {
        String inner = HEADER + attachment("filename=x", "content");
        Unpacked unpacked = mail(HEADER + multipart("mixed", "b", "Content-Type: message/rfc822\r\n\r\n" + inner));
        assertEquals(List.of("/m.eml/part-1.eml", "/m.eml/part-1.eml/x"), unpacked.paths());
        assertEquals(List.of("EMAIL", "EMAIL"), unpacked.members().get(1).labels());
    }

    @Test
    void base64IsReadAsMailReadersDo() {
        String text = HEADER
                + "Content-Type: a/b; name=x\r\nContent-Transfer-Encoding: BASE64\r\n\r\naGVs!bG8=\r\n\r\n  IHdvcmxk*";
        assertEquals(Map.of("/m.eml/x", "hello world"), mail(text).texts());
    }

    @Test
    void lastPartMayLackItsEnd() {
        String text = HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
                + attachment("filename=x", "content");
        assertEquals(Map.of("/m.eml/x", "content"), mail(text).texts());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nDate: x\nContent-Type: y\n\n",
                "Subject: only one\n\n",
                "no header\nFrom: a\nTo: b\n\n",
                "key: value\nother: value\n\n",
                ""
            })
    void otherTextsAreNoMails(String text) {
        assertEquals(false, new MailFormat().accepts(io.thor4j.formats.container.Bytes.of(Archives.bytes(text))));
    }

    @Test
    void partsWithoutEndInEachOtherEndAtTheLimit() {
        StringBuilder text = new StringBuilder(HEADER);
        for (int i = 0; i < 100; i++) {
            text.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertEquals(Set.of("max-depth"), mail(text.toString()).limits());
    }

    @Test
    void unsafeNamesAreReported() {
        Unpacked unpacked = mail(HEADER + attachment("filename=\"../../x\"", "content"));
        assertEquals(Set.of("unsafe-name"), unpacked.limits());
        assertTrue(unpacked.paths().contains("/m.eml/../../x"));
    }

    @Test
    void mailsOfMailboxesAreOpened() {
        Unpacked unpacked = Unpacked.of(
                "m",
                Archives.bytes("From a@example.org Sun Nov 22\n" + HEADER + attachment("filename=x", "y")),
                ThorLimits.DEFAULT,
                Map.of());
        assertEquals(List.of("m/x"), unpacked.paths());
    }
}
