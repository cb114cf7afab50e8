package io.thor4j.benchmarks.compare;

import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads compiled rules in a JVM that did nothing else before, and says what it took. Stateless. */
final class LoadRun {
    private static final int LOADS = 6;

    private LoadRun() {}

    /**
     * Prints four numbers: milliseconds of the first load, of the best later one, megabytes of heap after a load, and after scans of files.
     *
     * @param args the compiled rules, and a list of files to scan
     */
    public static void main(String[] args) throws IOException {
        Path file = Path.of(args[0]);
        double first = load(file);
        double best = Double.MAX_VALUE;
        for (int i = 1; i < LOADS; i++) {
            best = Math.min(best, load(file));
        }
        long before = heap();
        YaraRules rules = read(file);
        long loaded = heap();
        YaraScanner scanner = rules.scanner();
        long tables;
        try {
            for (String name : Files.readAllLines(Path.of(args[1]), StandardCharsets.UTF_8)) {
                scanner.scan(Files.readAllBytes(Path.of(name)));
            }
            tables = heap();
        } finally {
            Reference.reachabilityFence(scanner);
        }
        System.out.printf("%.1f %.1f %.1f %.1f%n", first, best, (loaded - before) / 1e6, (tables - before) / 1e6);
    }

    private static double load(Path file) throws IOException {
        long begin = System.nanoTime();
        YaraRules loaded = read(file);
        double millis = (System.nanoTime() - begin) / 1e6;
        if (loaded.rules().isEmpty()) {
            throw new IllegalStateException("no rules in " + file);
        }
        return millis;
    }

    private static YaraRules read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return YaraRules.load(in);
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
