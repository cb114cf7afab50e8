package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Assessment;
import io.thor4j.core.HashAlgorithm;
import io.thor4j.core.Hashes;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signatures swapped while eight threads scan: every scan uses one set from its begin to its end. */
class SignatureSwapTest {
    private static final int THREADS = 8;

    /* Two versions of a signature say their version in all parts of a set: a rule, a path and a hash that all match the target. */
    private static final byte[] CONTENT = "marker".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path root;

    /** Keeps the versions that one scan reported; scans run at the same time share a sink and are told apart by their id. */
    private static final class Versions implements OutputSink {
        private final ConcurrentLinkedQueue<String> mixed = new ConcurrentLinkedQueue<>();
        private final AtomicLong assessments = new AtomicLong();

        @Override
        public void accept(Assessment assessment) {
            Set<String> versions = new TreeSet<>();
            for (Reason reason : assessment.reasons()) {
                String text = reason.summary() + " " + reason.signature().description();
                versions.add(text.substring(text.lastIndexOf("version")));
            }
            assessments.incrementAndGet();
            if (versions.size() != 1 || assessment.reasonCount() != 3) {
                mixed.add(assessment.reasons().toString());
            }
        }

        @Override
        public void accept(Message message) {}

        @Override
        public void close() {}
    }

    private void write(int version) throws IOException {
        Files.writeString(
                root.resolve("a.yar"),
                "rule A { meta: score = 70 description = \"version%d\" strings: $a = \"marker\" condition: $a }"
                        .formatted(version));
        Files.writeString(root.resolve("filenames.txt"), "# version%d\ntarget;70\n".formatted(version));
        Files.writeString(
                root.resolve("hash-new.txt"),
                Hashes.one(HashAlgorithm.SHA256, CONTENT, CONTENT.length) + ";70;version" + version + "\n");
    }

    private void swap(int reloads, int bulk) throws Exception {
        Random random = new Random(1);
        StringBuilder hashes = new StringBuilder();
        byte[] bytes = new byte[32];
        for (int i = 0; i < bulk; i++) {
            random.nextBytes(bytes);
            hashes.append(HexFormat.of().formatHex(bytes)).append(";bulk\n");
        }
        Files.writeString(root.resolve("trusted-hash-bulk.txt"), hashes);
        hashes.setLength(0);
        hashes.trimToSize();
        write(0);
        long before = live();
        SignatureSet first = SignatureSet.load(root);
        long oneSet = live() - before;
        Versions sink = new Versions();
        ThorScanner scanner = TestScans.scanner().signatures(first).sink(sink).build();
        first = null;
        AtomicBoolean end = new AtomicBoolean();
        AtomicLong scans = new AtomicLong();
        ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                try {
                    while (!end.get()) {
                        ScanReport report =
                                scanner.scan(Target.of("/x/target", CONTENT), Target.of("/y/target", CONTENT));
                        assertEquals(ScanReport.End.COMPLETED, report.end());
                        assertEquals(2, report.ledger().count(Outcome.Kind.MATCHED));
                        scans.incrementAndGet();
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        long peak = 0;
        for (int version = 1; version <= reloads; version++) {
            write(version);
            SignatureSet current = scanner.signatures();
            SignatureSet next = current.reload();
            assertTrue(next != current, "the change was not seen");
            if (version % Math.max(1, reloads / 20) == 0) {
                /* Both sets are held here: the worst moment of a reload. */
                peak = Math.max(peak, live() - before);
            }
            scanner.signatures(next);
        }
        long enough = scans.get() + THREADS;
        while (scans.get() < enough && failures.isEmpty()) {
            Thread.onSpinWait();
        }
        end.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("signature swap: " + reloads + " reloads, " + scans + " scans, one set " + oneSet / 1024
                + " KiB, peak " + peak / 1024 + " KiB");
        assertEquals(List.of(), List.copyOf(failures));
        assertEquals(List.of(), List.copyOf(sink.mixed));
        assertEquals(2 * scans.get(), sink.assessments.get());
        if (bulk > 0) {
            assertTrue(peak < 1.5 * oneSet, "peak " + peak + ", one set " + oneSet);
        }
    }

    private static long live() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void fortyReloadsUnderLoadMixNothing() throws Exception {
        swap(40, 800_000);
    }

    @Test
    @Tag("soak")
    void thousandReloadsUnderLoadMixNothing() throws Exception {
        swap(1_000, 800_000);
    }
}
