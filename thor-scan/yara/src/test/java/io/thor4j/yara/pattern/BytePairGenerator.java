package io.thor4j.yara.pattern;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the table of {@link GramModel}: run it with the file to write and the folders to count. The table in the jar was made from a Debian 12
 * system's programs, libraries, class archives, scripts and documents, and the PE files of mingw-w64.
 */
final class BytePairGenerator {
    /** Bytes taken from each file: many files say more than large ones. */
    private static final int SAMPLE = 1 << 16;
    /** The share of an even distribution mixed in, so that nothing counts as impossible (performance.md section 6). */
    private static final double SMOOTHING = 0.03;

    private BytePairGenerator() {}

    public static void main(String[] args) throws IOException {
        double[] counts = new double[65536];
        for (String folder : List.of(args).subList(1, args.length)) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                    try (InputStream in = Files.newInputStream(file)) {
                        count(in.readNBytes(SAMPLE), counts);
                    }
                }
            }
        }
        double total = 0;
        for (double c : counts) {
            total += c;
        }
        byte[] table = new byte[65536];
        for (int i = 0; i < table.length; i++) {
            double share = (1 - SMOOTHING) * counts[i] / total + SMOOTHING / 65536;
            table[i] = (byte) Math.min(255, Math.round(-8 * Math.log(share) / Math.log(2)));
        }
        Files.write(Path.of(args[0]), table);
    }

    private static void count(byte[] bytes, double[] counts) {
        add(bytes, counts, 1);
        boolean text = true;
        for (byte b : bytes) {
            text &= b >= 9;
        }
        if (text) {
            // Windows keeps most of its text in UTF-16.
            byte[] wide = new String(bytes, StandardCharsets.US_ASCII).getBytes(StandardCharsets.UTF_16LE);
            add(wide, counts, 0.3);
        }
    }

    private static void add(byte[] bytes, double[] counts, double weight) {
        for (int i = 1; i < bytes.length; i++) {
            counts[GramModel.fold(bytes[i - 1] & 0xff) << 8 | GramModel.fold(bytes[i] & 0xff)] += weight;
        }
    }
}
