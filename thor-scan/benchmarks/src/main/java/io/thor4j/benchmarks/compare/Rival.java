package io.thor4j.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleMatch;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine with rules, to be timed. CPU time is that of the whole process, so collecting garbage and compiling count. Used by one thread. */
final class Rival implements AutoCloseable {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final YaraEngineProvider engine;
    private final YaraEngineRules rules;
    private final YaraEngineScanner scanner;
    private final double compileSeconds;

    Rival(YaraEngineProvider engine, RuleSet set) {
        this.engine = engine;
        long begin = SYSTEM.getProcessCpuTime();
        rules = engine.compile(set.sources());
        compileSeconds = (SYSTEM.getProcessCpuTime() - begin) / 1e9;
        scanner = rules.scanner();
    }

    String name() {
        return engine.id();
    }

    int ruleCount() {
        return rules.rules().size();
    }

    double compileSeconds() {
        return compileSeconds;
    }

    /**
     * What a pass over a corpus took.
     *
     * @param cpu seconds of all threads, user and system
     * @param wall seconds
     */
    record Time(double cpu, double wall) {
        Time least(Time other) {
            return new Time(Math.min(cpu, other.cpu), Math.min(wall, other.wall));
        }
    }

    /** Returns for each file the rules that match, sorted, with what the engine gave up behind them. */
    List<String> answers(Corpus corpus) {
        List<String> result = new ArrayList<>();
        for (Corpus.Range file : corpus.files()) {
            YaraEngineResult found = scan(scanner, file);
            List<String> names = new ArrayList<>();
            for (YaraRuleMatch match : found.matches()) {
                names.add(match.rule().toString());
            }
            names.sort(null);
            // Engines have limits of their own for matches kept; only what ends a rule or a scan changes an answer.
            found.limits().stream()
                    .filter(limit -> !limit.kind().name().contains("MATCHES"))
                    .forEach(limit -> names.add("stopped: " + limit.kind()));
            result.add(String.join(" ", names));
        }
        return result;
    }

    private static YaraEngineResult scan(YaraEngineScanner scanner, Corpus.Range file) {
        return scanner.scan(file.data(), file.from(), file.length(), Duration.ZERO);
    }

    /** Scans all files with one thread. */
    Time one(Corpus corpus) {
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        for (Corpus.Range file : corpus.files()) {
            scan(scanner, file);
        }
        return new Time((SYSTEM.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    /** Reads all files anew, takes their three digests when asked to, and scans them with one thread. */
    Time reading(Corpus corpus, boolean digests) throws IOException {
        MessageDigest[] all = digests ? digests() : new MessageDigest[0];
        byte[] buffer = new byte[1 << 20];
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        for (Path path : corpus.paths()) {
            int length;
            try (InputStream in = Files.newInputStream(path)) {
                length = in.readNBytes(buffer, 0, buffer.length);
            }
            for (MessageDigest digest : all) {
                digest.update(buffer, 0, length);
                digest.digest();
            }
            scanner.scan(buffer, 0, length, Duration.ZERO);
        }
        return new Time((SYSTEM.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    private static MessageDigest[] digests() {
        try {
            return new MessageDigest[] {
                MessageDigest.getInstance("MD5"),
                MessageDigest.getInstance("SHA-1"),
                MessageDigest.getInstance("SHA-256")
            };
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has these digests", e);
        }
    }

    /** Scans all files with so many threads, each with a scanner of its own that has seen the corpus. */
    Time many(Corpus corpus, int threads) throws InterruptedException {
        List<YaraEngineScanner> scanners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            scanners.add(rules.scanner());
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            pass(corpus, workers, scanners);
            long cpu = SYSTEM.getProcessCpuTime();
            long wall = System.nanoTime();
            pass(corpus, workers, scanners);
            return new Time((SYSTEM.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
        } finally {
            workers.shutdownNow();
            scanners.forEach(YaraEngineScanner::close);
        }
    }

    private static void pass(Corpus corpus, ExecutorService workers, List<YaraEngineScanner> scanners)
            throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> ends = new ArrayList<>();
        for (YaraEngineScanner own : scanners) {
            ends.add(workers.submit(() -> {
                for (int i = next.getAndIncrement(); i < corpus.files().size(); i = next.getAndIncrement()) {
                    scan(own, corpus.files().get(i));
                }
            }));
        }
        for (Future<?> end : ends) {
            try {
                end.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    @Override
    public void close() {
        scanner.close();
        rules.close();
    }
}
