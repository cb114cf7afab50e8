package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are made to harm who opens them, scanned by a process of 256 MB. */
class ArchiveAttackTest {
    /** Far more than it takes: a build machine may be busy. */
    private static final long MOST_SECONDS = 240;

    @TempDir
    private Path folder;

    /** Writes to a stream. */
    @FunctionalInterface
    private interface Writing {
        void to(OutputStream out) throws IOException;
    }

    private static byte[] written(Writing writing) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writing.to(out);
        return out.toByteArray();
    }

    private static byte[] gzip(Writing writing) throws IOException {
        return written(out -> {
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                writing.to(gzip);
            }
        });
    }

    private static byte[] zip(int copies, byte[] content) throws IOException {
        return written(out -> {
            try (ZipOutputStream zip = new ZipOutputStream(out)) {
                for (int i = 0; i < copies; i++) {
                    zip.putNextEntry(new ZipEntry("lib " + i + ".zip"));
                    zip.write(content);
                    zip.closeEntry();
                }
            }
        });
    }

    /* The header of a file in a tar, its size as octal digits or, negative, as the given eight bytes. */
    private static byte[] tarHeader(String name, long size, boolean binary) {
        ByteBuffer header = ByteBuffer.allocate(512);
        header.put(name.getBytes(StandardCharsets.US_ASCII));
        header.position(100).put(ascii("0000644\0000000000\0000000000\000"));
        if (binary) {
            header.put(new byte[] {(byte) 0x80, 0, 0, 0}).putLong(size);
        } else {
            header.put(ascii(String.format("%011o\000", size)));
        }
        header.put(ascii("00000000000\000        0"));
        header.position(257).put(ascii("ustar\00000"));
        int sum = 0;
        for (byte b : header.array()) {
            sum += b & 0xFF;
        }
        header.position(148).put(ascii(String.format("%06o\000 ", sum)));
        return header.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int find(byte[] zip, int signature) {
        ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i <= zip.length - 4; i++) {
            if (bytes.getInt(i) == signature) {
                return i;
            }
        }
        throw new AssertionError("no such header");
    }

    /* One local entry of ten megabytes of zeros, and a directory that names it very often. */
    private static byte[] overlapping(int entries) throws IOException {
        byte[] one = zip(1, new byte[10 << 20]);
        int central = find(one, 0x02014B50);
        int end = find(one, 0x06054B50);
        return written(out -> {
            out.write(one, 0, central);
            for (int i = 0; i < entries; i++) {
                out.write(one, central, end - central);
            }
            ByteBuffer last = ByteBuffer.allocate(22).order(ByteOrder.LITTLE_ENDIAN);
            last.putInt(0x06054B50).putInt(0).putShort((short) entries).putShort((short) entries);
            out.write(last.putInt(entries * (end - central)).putInt(central).array());
        });
    }

    private static byte[] sized(int size, byte... wide) throws IOException {
        byte[] one = zip(1, ascii("content"));
        int central = find(one, 0x02014B50);
        int end = find(one, 0x06054B50);
        ByteBuffer bytes = ByteBuffer.wrap(one).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(central + 24, size);
        bytes.putShort(central + 30, (short) wide.length);
        bytes.putInt(end + 12, end - central + wide.length);
        return written(out -> {
            out.write(one, 0, end);
            out.write(wide);
            out.write(one, end, one.length - end);
        });
    }

    /** The attacks, and the limit that each ends at. */
    private Map<String, String> attacks() throws IOException {
        Map<String, String> limits = new LinkedHashMap<>();
        byte[] bomb = zip(1, new byte[40 << 20]);
        for (int i = 0; i < 5; i++) {
            bomb = zip(16, bomb);
        }
        add(limits, "42.zip", bomb, "max-depth");
        add(limits, "quine.gz", GzipQuine.make(), "max-depth");
        byte[] flat = gzip(out -> {
            for (int i = 0; i < 300; i++) {
                out.write(new byte[1 << 20]);
            }
        });
        add(limits, "bomb.gz", flat, "max-file-size");
        byte[] member = tarHeader("a", 0, false);
        byte[] million = gzip(out -> {
            for (int i = 0; i < 1_000_000; i++) {
                out.write(member);
            }
        });
        add(limits, "million.tar.gz", million, "max-entries");
        int levels = 10_000;
        byte[] deep = written(out -> {
            for (int i = levels; i > 0; i--) {
                out.write(tarHeader("t", 512L * (i - 1), false));
            }
        });
        add(limits, "deep.tar", deep, "max-depth");
        add(limits, "overlapping.zip", overlapping(60_000), "overlapping-entries");
        add(limits, "zero.zip", sized(0), "declared-size");
        byte[] wide = {1, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0x80};
        add(limits, "huge.zip", sized(-1, wide), "declared-size");
        byte[] huge = written(out -> {
            out.write(tarHeader("a", Long.MIN_VALUE, true));
            out.write(new byte[512]);
        });
        add(limits, "huge.tar", huge, "damaged-container");
        return limits;
    }

    private void add(Map<String, String> limits, String name, byte[] content, String limit) throws IOException {
        Files.write(folder.resolve(name), content);
        limits.put(name, limit);
    }

    @Test
    void theQuineUnpacksToItself() throws IOException {
        byte[] quine = GzipQuine.make();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(quine))) {
            assertArrayEquals(quine, in.readAllBytes());
        }
    }

    @Test
    void everyAttackEndsAsIncompleteWithItsLimit() throws Exception {
        Map<String, String> limits = attacks();
        Path err = folder.resolveSibling(folder.getFileName() + ".err");
        Path text = folder.resolveSibling(folder.getFileName() + ".txt");
        long begin = System.nanoTime();
        List<String> args = new ArrayList<>(List.of("scan", "--logfile", text.toString(), folder.toString()));
        Process process = ThorProcess.start(err, List.of("-Xmx256m"), args);
        process.getInputStream().readAllBytes();
        assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "still running");
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
        assertEquals(0, process.exitValue(), Files.readString(err));
        assertTrue(seconds < MOST_SECONDS, "took " + seconds + " s");
        List<String> lines = Files.readAllLines(text);
        limits.forEach((name, limit) -> {
            String file = "FILE: " + folder.resolve(name) + " ";
            assertTrue(
                    lines.stream()
                            .anyMatch(line -> line.contains("not scanned completely")
                                    && line.contains(file)
                                    && line.contains(limit)),
                    () -> name + " did not end at " + limit + ": "
                            + lines.stream().filter(line -> line.contains(file)).toList());
        });
        assertTrue(lines.stream().noneMatch(line -> line.contains("out of memory")), "out of memory");
        Files.delete(err);
        Files.delete(text);
    }
}
