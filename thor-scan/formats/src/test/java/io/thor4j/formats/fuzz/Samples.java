package io.thor4j.formats.fuzz;

import io.thor4j.formats.Archives;
import io.thor4j.formats.archive.Cabinets;
import io.thor4j.formats.archive.Rars;
import io.thor4j.formats.ole.OleFiles;
import java.util.List;
import net.lingala.zip4j.model.enums.EncryptionMethod;
import org.apache.commons.compress.archivers.sevenz.SevenZMethod;

/** Small containers of every format. */
final class Samples {
    private static final String TEXT = "some text, and some more text\n".repeat(20);

    private Samples() {}

    static List<byte[]> zip() {
        return List.of(
                Archives.zip("a", "first", "d/b", TEXT),
                Archives.encryptedZip("infected", EncryptionMethod.ZIP_STANDARD, "a", TEXT),
                Archives.encryptedZip("infected", EncryptionMethod.AES, "a", TEXT));
    }

    static List<byte[]> streams() {
        return List.of(Archives.gzip(TEXT), Archives.bzip2(TEXT), Archives.xz(TEXT), Archives.gzip(tar().get(0)));
    }

    static List<byte[]> tar() {
        return List.of(Archives.tar("a", "first", "n".repeat(200), TEXT));
    }

    static List<byte[]> sevenZip() {
        return List.of(
                Archives.sevenZip(SevenZMethod.LZMA2, null, "a", "first", "b", TEXT),
                Archives.sevenZip(SevenZMethod.LZMA, null, "a", TEXT),
                Archives.sevenZip(SevenZMethod.COPY, null, "a", TEXT));
    }

    static List<byte[]> cab() {
        return List.of(
                Cabinets.cab(0, "a", "first", "b", TEXT),
                Cabinets.cab(1, "a", TEXT),
                Cabinets.cab(3 | 15 << 8, "a", TEXT));
    }

    static List<byte[]> rar() {
        return List.of(Rars.rar("a", "first", "d\\b", TEXT));
    }

    static List<byte[]> mail() {
        return List.of(Archives.bytes("From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
                + "Content-Transfer-Encoding: base64\nContent-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b\n\n"
                + "aGVsbG8=\n--x\nContent-Transfer-Encoding: quoted-printable\nContent-Type: text/html; name=\"=?utf-8?Q?a=62?=\"\n\n"
                + "a=3Db=\nc\n--x--\n"));
    }

    static List<byte[]> ole() {
        return List.of(
                OleFiles.vba("Macros/", "Module1", "Attribute VB_Name = \"Module1\"\nSub A()\nEnd Sub\n"),
                OleFiles.ole("Pool/\u0001Ole10Native", "content of a package", "Small", Archives.zip("a", "b")));
    }
}
