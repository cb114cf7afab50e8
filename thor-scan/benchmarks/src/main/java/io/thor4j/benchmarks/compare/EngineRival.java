package io.thor4j.benchmarks.compare;

import com.sun.management.OperatingSystemMXBean;
import io.thor4j.benchmarks.rules.RuleSet;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineRules;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraScanLimit;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** An engine inside this JVM. Used by one thread. */
final class EngineRival implements Rival {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /* One scan; an engine that needs longer for one file has no figure but this. */
    private static final Duration LONGEST_SCAN = Duration.ofMinutes(5);

    private final YaraEngineProvider engine;
    private final YaraEngineRules rules;
    private final YaraEngineScanner scanner;
    private final Time compilation;

    EngineRival(YaraEngineProvider engine, RuleSet set) {
        this.engine = engine;
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        rules = engine.compile(set.sources());
        compilation = since(cpu, wall);
        scanner = rules.scanner();
    }

    private static Time since(long cpu, long wall) {
        return new Time((SYSTEM.getProcessCpuTime() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }

    @Override
    public String name() {
        return engine.id();
    }

    int ruleCount() {
        return rules.rules().size();
    }

    @Override
    public Time compilation() {
        return compilation;
    }

    @Override
    public Map<String, String> leftOut() {
        Map<String, String> result = new LinkedHashMap<>();
        rules.compilation().leftOut().forEach(rule -> result.put(rule.name(), rule.reason()));
        return result;
    }

    @Override
    public List<Answer> answers(Corpus corpus) {
        List<Answer> result = new ArrayList<>();
        for (Corpus.Range file : corpus.files()) {
            YaraEngineResult found = scan(scanner, file);
            Answer answer = Answer.of(found.matches().stream()
                    .map(YaraRuleMatch::rule)
                    .map(Object::toString)
                    .toList());
            for (YaraScanLimit limit : found.limits()) {
                // Engines have limits of their own for matches kept; only what ends a rule or a scan changes an answer.
                if (limit.kind() != YaraScanLimit.Kind.MATCHES_PER_STRING) {
                    String rule = limit.rule();
                    answer.stopped().put(rule == null ? Answer.EVERYTHING : rule, limit.text());
                }
            }
            result.add(answer);
        }
        return result;
    }

    private static YaraEngineResult scan(YaraEngineScanner scanner, Corpus.Range file) {
        return scanner.scan(file.data(), file.from(), file.length(), LONGEST_SCAN);
    }

    @Override
    public Time one(Corpus corpus, int passes) {
        long cpu = SYSTEM.getProcessCpuTime();
        long wall = System.nanoTime();
        for (int pass = 0; pass < passes; pass++) {
            for (Corpus.Range file : corpus.files()) {
                scan(scanner, file);
            }
        }
        return since(cpu, wall);
    }

    @Override
    public Time reading(Corpus corpus, boolean digests) throws IOException {
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
            scanner.scan(buffer, 0, length, LONGEST_SCAN);
        }
        return since(cpu, wall);
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

    @Override
    public Time many(Corpus corpus, int threads) throws InterruptedException {
        List<YaraEngineScanner> scanners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            scanners.add(rules.scanner());
        }
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            // A new scanner's first files make its buffers.
            pass(corpus.part(10), workers, scanners);
            long cpu = SYSTEM.getProcessCpuTime();
            long wall = System.nanoTime();
            pass(corpus, workers, scanners);
            return since(cpu, wall);
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
