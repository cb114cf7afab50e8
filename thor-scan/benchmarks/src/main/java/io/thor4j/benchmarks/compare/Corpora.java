package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.OwnStrings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** Makes the corpora. The same folders give the same corpora. Stateless. */
final class Corpora {
    /* The median of the tree is some kilobytes; a file above this is for the rows of large files. */
    private static final int SMALL = 600_000;
    private static final int SEED = 9;
    private static final int WORST_BYTES = 8 << 20;

    private Corpora() {}

    /** Reads a part of the small files below folders, spread evenly over all that are there, about so many bytes. */
    static Corpus mixed(List<Path> roots, int megabytes) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path root : roots) {
            all.addAll(files(root, size -> size > 0 && size < SMALL));
        }
        Collections.sort(all);
        Collections.shuffle(all, new Random(SEED));
        return read("mixed tree of small files", all, megabytes * 1_000_000L);
    }

    /** Reads the files below a folder whose content begins with MZ. */
    static Corpus portableExecutables(Path root, int megabytes) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path path : files(root, size -> size > 64 && size < 16 << 20)) {
            byte[] head = new byte[2];
            try (var in = Files.newInputStream(path)) {
                if (in.readNBytes(head, 0, 2) == 2 && head[0] == 'M' && head[1] == 'Z') {
                    all.add(path);
                }
            }
        }
        Collections.sort(all);
        Collections.shuffle(all, new Random(SEED));
        return read("PE files", all, megabytes * 1_000_000L);
    }

    private static Corpus read(String name, List<Path> paths, long enough) {
        List<Corpus.Range> files = new ArrayList<>();
        List<Path> kept = new ArrayList<>();
        long sum = 0;
        for (Path path : paths) {
            if (sum >= enough) {
                break;
            }
            try {
                byte[] data = Files.readAllBytes(path);
                files.add(new Corpus.Range(data, 0, data.length));
                kept.add(path);
                sum += data.length;
            } catch (IOException e) {
                System.err.println("compare: left out: " + e);
            }
        }
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("no file for the corpus \"" + name + "\" can be read there");
        }
        return new Corpus(name, List.copyOf(files), List.copyOf(kept));
    }

    private static List<Path> files(Path root, Predicate<Long> size) throws IOException {
        List<Path> result = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && size.test(attributes.size())) {
                    result.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
                System.err.println("compare: left out: " + failure);
                return FileVisitResult.CONTINUE;
            }
        });
        return result;
    }

    /** Cuts all bytes of a corpus, one behind the other, in files of one size. */
    static Corpus pieces(String name, Corpus from, int size, int most) {
        byte[] joined = new byte[(int) Math.min(from.bytes(), (long) size * most)];
        int at = 0;
        for (Corpus.Range range : from.files()) {
            int part = Math.min(range.length(), joined.length - at);
            System.arraycopy(range.data(), range.from(), joined, at, part);
            at += part;
        }
        List<Corpus.Range> files = new ArrayList<>();
        for (int begin = 0; begin < joined.length; begin += size) {
            files.add(new Corpus.Range(joined, begin, Math.min(size, joined.length - begin)));
        }
        return new Corpus(name, List.copyOf(files), List.of());
    }

    /** One file of a size, a corpus again and again; every time round the bytes are turned so that no part is quite the one before. */
    static Corpus large(Corpus from, int bytes) {
        byte[] data = new byte[bytes];
        int at = 0;
        for (int round = 0; at < bytes; round++) {
            for (Corpus.Range range : from.files()) {
                int part = Math.min(range.length(), bytes - at);
                System.arraycopy(range.data(), range.from(), data, at, part);
                if (part > round) {
                    data[at + round] ^= (byte) round;
                }
                at += part;
            }
        }
        return new Corpus(
                "one file of " + bytes / 1_000_000 + " MB", List.of(new Corpus.Range(data, 0, bytes)), List.of());
    }

    /** The beginnings of files, which cost what every file costs. */
    static Corpus tiny(String name, Corpus from, int size, int count) {
        List<Corpus.Range> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Corpus.Range range = from.files().get(i % from.files().size());
            files.add(new Corpus.Range(range.data(), range.from(), Math.min(size, range.length())));
        }
        return new Corpus(name, List.copyOf(files), List.of());
    }

    /** Files of the size that the worst cases have, of ordinary content. */
    static Corpus ordinary(Corpus from) {
        return pieces("ordinary content, in files of 8 MB", from, WORST_BYTES, 4);
    }

    /** Bytes that engines find hard. */
    static List<Corpus> worst(byte[] rules) {
        Random random = new Random(SEED);
        byte[] noise = new byte[WORST_BYTES];
        random.nextBytes(noise);
        byte[] base64 = Base64.getEncoder().encode(Arrays.copyOf(noise, WORST_BYTES / 4 * 3));
        byte[] line = repeated("var a=eval(String.fromCharCode(104,116,116,112));".getBytes(StandardCharsets.US_ASCII));
        return List.of(
                one("zeros", new byte[WORST_BYTES]),
                one("random bytes", noise),
                one("base64 text", base64),
                one("one long line", line),
                one("the rules' own text", repeated(rules)),
                one("the rules' own strings", repeated(OwnStrings.of(rules))));
    }

    private static byte[] repeated(byte[] part) {
        byte[] result = new byte[WORST_BYTES];
        for (int at = 0; at < result.length && part.length > 0; at += part.length) {
            System.arraycopy(part, 0, result, at, Math.min(part.length, result.length - at));
        }
        return result;
    }

    private static Corpus one(String name, byte[] data) {
        return new Corpus(name, List.of(new Corpus.Range(data, 0, data.length)), List.of());
    }
}
