package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in containers, as the command finds and shows it. */
class ContainerScanTest {
    /* In pieces, so that no virus scanner takes this class away. */
    private static final byte[] EICAR = ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*")
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    private static byte[] zip(String name, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }

    private static byte[] mail(String name, byte[] content) {
        return ("From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n"
                        + "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nsee attachment\r\n--b\r\n"
                        + "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
                        + "Content-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(content) + "\r\n--b--\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] tar(String name, byte[] content) {
        ByteBuffer tar = ByteBuffer.allocate(512 + (content.length + 511) / 512 * 512 + 1024);
        tar.put(name.getBytes(StandardCharsets.US_ASCII));
        tar.position(100)
                .put(String.format("0000644\0000000000\0000000000\000%011o\00000000000000\000        0", content.length)
                        .getBytes(StandardCharsets.US_ASCII));
        tar.position(257).put("ustar\00000".getBytes(StandardCharsets.US_ASCII));
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar.get(i) & 0xFF;
        }
        tar.position(148).put(String.format("%06o\000 ", sum).getBytes(StandardCharsets.US_ASCII));
        tar.position(512).put(content);
        return tar.array();
    }

    private static int crc(byte[] bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return (int) crc.getValue();
    }

    /* A 7z archive of one stored file with a short name (7zFormat.txt). */
    private static byte[] sevenZip(String name, byte[] content) {
        ByteBuffer header = ByteBuffer.allocate(200 + 2 * name.length()).order(ByteOrder.LITTLE_ENDIAN);
        header.put(new byte[] {1, 4, 6, 0, 1, 9, (byte) 0xC0})
                .put(number(content.length))
                .put((byte) 0);
        header.put(new byte[] {7, 11, 1, 0, 1, 1, 0, 12, (byte) 0xC0}).put(number(content.length));
        header.put(new byte[] {10, 1}).putInt(crc(content)).put(new byte[] {0, 0});
        header.put(new byte[] {5, 1, 0x11, (byte) (2 * name.length() + 3), 0});
        header.put(name.getBytes(StandardCharsets.UTF_16LE)).put(new byte[] {0, 0, 0, 0});
        byte[] head = Arrays.copyOf(header.array(), header.position());
        ByteBuffer start = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(content.length).putLong(head.length).putInt(crc(head));
        return ByteBuffer.allocate(32 + content.length + head.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C, 0, 4})
                .putInt(crc(start.array()))
                .put(start.array())
                .put(content)
                .put(head)
                .array();
    }

    /* Two bytes after a first one that says so. */
    private static byte[] number(int value) {
        return new byte[] {(byte) value, (byte) (value >> 8)};
    }

    private Path chain() throws IOException {
        byte[] mail = mail("inner.7z", sevenZip("inner.zip", zip("dir/eicar.com", EICAR)));
        return Files.write(folder.resolve("outer.tar.gz"), gzip(tar("post/mail.eml", mail)));
    }

    private static CommandRun scan(Object... args) {
        List<String> all = new ArrayList<>(List.of("scan"));
        for (Object arg : args) {
            all.add(arg.toString());
        }
        return CommandRun.of(all.toArray(new String[0]));
    }

    @Test
    void eicarIsFoundThroughFourContainersAndNamedByTheWay() throws IOException {
        Path json = folder.resolve("out.json");
        Path text = folder.resolve("out.txt");
        Path outer = chain();
        CommandRun run = scan("--json", json, "--logfile", text, outer);
        assertEquals(1, run.exitCode(), run.err());
        String way = outer + "/post/mail.eml/inner.7z/inner.zip/dir/eicar.com";
        String shown = way.replace('/', File.separatorChar);
        assertTrue(run.out().contains(shown), run.out());
        String log = Files.readString(text);
        String line = log.lines()
                .filter(l -> l.contains("Malware file found"))
                .findFirst()
                .orElseThrow();
        assertTrue(line.contains("FILE: " + shown + " "), line);
        String finding = Files.readString(json)
                .lines()
                .filter(l -> l.contains("eicar.com") && l.contains("THOR assessment"))
                .findFirst()
                .orElseThrow();
        assertTrue(finding.contains("\"unpack_source\":[\"TARGZ\",\"EMAIL\",\"7ZIP\",\"ZIP\"]"), finding);
    }

    @Test
    void extractionCanBeSwitchedOffAndStaysOnWithoutPlugins() throws IOException {
        Path outer = chain();
        assertEquals(0, scan("--no-extract", outer).exitCode());
        assertEquals(0, scan("--extract", "gzip,mail", outer).exitCode());
        assertEquals(1, scan("--no-plugins", outer).exitCode());
    }

    @Test
    void depthAndMembersAreLimitedByThorsOptions() throws IOException {
        CommandRun deep = scan("--archive-depth", "3", chain());
        assertEquals(0, deep.exitCode());
        assertTrue(deep.err().contains("max-depth"), deep.err());
        CommandRun few = scan("--max-nested-objects", "2", chain());
        assertEquals(0, few.exitCode());
        assertTrue(few.err().contains("max-entries"), few.err());
        assertEquals(2, scan("--archive-depth", "-1", folder).exitCode());
    }
}
