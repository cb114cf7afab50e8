package io.thor4j.benchmarks.thunderstorm;

import io.thor4j.thunderstorm.client.Sample;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Samples of all sorts and sizes, the same for the same seed. Immutable, may be shared by threads. */
final class LoadSamples {
    /** Of the rule that finds the samples that are not clean. */
    static final String RULE = "Load_Run_Mark";

    private static final String MARK = "thor-load-run-mark-5e1c7a";

    /** What finds them. */
    static final String RULE_TEXT = """
            rule Load_Run_Mark {
                meta:
                    description = "a sample that the load run marked"
                    score = 80
                strings: $a = "thor-load-run-mark-5e1c7a"
                condition: $a
            }
            """;

    private static final int DISTINCT = 512;
    private static final int SMALLEST = 64;
    private static final int LARGEST = (1 << 20) - 64;
    private static final int MARKED_EVERY = 16;

    private static final List<String> WORDS = List.of(
            "the",
            "system",
            "function",
            "return",
            "error",
            "connection",
            "value",
            "<div class=\"row\">",
            "SELECT name FROM users",
            "http://example.org/index.html",
            "C:\\Windows\\System32\\drivers",
            "kernel32.dll",
            "/usr/bin/env",
            "import os",
            "2026-11-22T10:00:00Z",
            "192.0.2.17",
            "0x7fffe000",
            "password",
            "GET / HTTP/1.1");

    private final List<byte[]> contents = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    LoadSamples(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < DISTINCT; i++) {
            int size = size(random);
            String mark = isMarked(i) ? MARK : "";
            switch (i % 8) {
                case 0, 1, 2 -> add("notes-" + i + ".txt", text(random, size, mark));
                case 3, 4 -> add("setup-" + i + ".exe", program(random, size, mark));
                case 5 -> add("blob-" + i + ".bin", noise(random, size, mark));
                default -> add("papers-" + i + ".zip", zip(random, size, mark));
            }
        }
    }

    private void add(String name, byte[] content) {
        names.add(name);
        contents.add(content);
    }

    /* As files are: as many of each magnitude. */
    private static int size(Random random) {
        return (int) (SMALLEST * Math.pow((double) LARGEST / SMALLEST, random.nextDouble()));
    }

    /** Tells whether a sample is one that has to be found. */
    static boolean isMarked(long number) {
        long kind = number % DISTINCT;
        /* Of each kind in turn. */
        return kind % MARKED_EVERY == kind / MARKED_EVERY % MARKED_EVERY;
    }

    /** Returns a sample; no two of them have the same bytes. */
    Sample get(long number) {
        int index = (int) (number % DISTINCT);
        byte[] content = contents.get(index);
        byte[] serial = String.format("%016x", number).getBytes(StandardCharsets.US_ASCII);
        return new Sample(
                "/srv/load/" + names.get(index),
                (long) content.length + serial.length,
                () -> new SequenceInputStream(new ByteArrayInputStream(content), new ByteArrayInputStream(serial)));
    }

    private static byte[] text(Random random, int size, String mark) {
        StringBuilder text = new StringBuilder(size + 64);
        while (text.length() < size) {
            text.append(WORDS.get(random.nextInt(WORDS.size())));
            text.append(random.nextInt(12) == 0 ? '\n' : ' ');
        }
        text.append(mark);
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] noise(Random random, int size, String mark) {
        byte[] bytes = new byte[size + mark.length()];
        random.nextBytes(bytes);
        byte[] end = mark.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(end, 0, bytes, size, end.length);
        return bytes;
    }

    /* The heads of a 32-bit program with one section, then what looks like code and strings (PE format, "Overview"). */
    private static byte[] program(Random random, int size, String mark) {
        int body = Math.max(512, size);
        ByteBuffer head = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) 0x5A4D).putInt(0x3C, 0x80).position(0x80);
        head.putInt(0x4550).putShort((short) 0x14C).putShort((short) 1).putInt(0x65000000);
        head.putLong(0).putShort((short) 0xE0).putShort((short) 0x102);
        int optional = head.position();
        head.putShort((short) 0x10B).putShort((short) 14).putInt(body);
        head.putInt(optional + 16, 0x1000).putInt(optional + 20, 0x1000).putInt(optional + 28, 0x400000);
        head.putInt(optional + 32, 0x1000).putInt(optional + 36, 512).putInt(optional + 56, 0x1000 + body);
        head.putInt(optional + 60, 512).putShort(optional + 68, (short) 2).putInt(optional + 92, 16);
        head.position(optional + 0xE0);
        head.put(".text\0\0\0".getBytes(StandardCharsets.US_ASCII));
        head.putInt(body).putInt(0x1000).putInt(body).putInt(512);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body + 1024);
        out.writeBytes(head.array());
        byte[] code = new byte[48];
        while (out.size() < body) {
            random.nextBytes(code);
            for (int i = 0; i < code.length; i += 3) {
                code[i] = i % 2 == 0 ? (byte) 0x8B : 0;
            }
            out.writeBytes(code);
            if (random.nextInt(4) == 0) {
                out.writeBytes(WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.US_ASCII));
                out.write(0);
            }
        }
        out.writeBytes(mark.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static byte[] zip(Random random, int size, String mark) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(size);
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            int members = 1 + random.nextInt(4);
            for (int i = 0; i < members; i++) {
                ZipEntry entry = new ZipEntry("folder/member-" + i + ".txt");
                entry.setLastModifiedTime(FileTime.fromMillis(1_700_000_000_000L));
                zip.putNextEntry(entry);
                zip.write(text(random, Math.max(16, size / members), i == 0 ? mark : ""));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a zip in memory", e);
        }
        return out.toByteArray();
    }
}
