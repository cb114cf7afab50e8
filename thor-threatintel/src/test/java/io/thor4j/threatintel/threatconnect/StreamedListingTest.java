package io.thor4j.threatintel.threatconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Secret;
import io.thor4j.core.http.ApacheTransport;
import io.thor4j.threatintel.stub.ThreatConnectStub;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listing of any length is read in a heap that holds a page of it: in a process of its own, over real HTTP, each page made on the fly. */
class StreamedListingTest {
    private static final Secret KEY = Secret.of("stream");

    /** The process: reads all, and tells how many, the sum of their ids, and the heap after collections in the middle of it. */
    static final class Child {
        public static void main(String[] args) {
            long[] seen = new long[3];
            long start = System.nanoTime();
            try (ApacheTransport transport = ApacheTransport.builder().build()) {
                ThreatConnectClient client = ThreatConnectClient.builder(
                                URI.create(args[0]), ThreatConnectCredentials.hmac("1", KEY), transport)
                        .build();
                IndicatorListing all = new IndicatorListing(Tql.ALL, true, IndicatorListing.STORE_FIELDS);
                client.forEach(all, ListingCursor.START, indicator -> {
                    seen[0]++;
                    seen[1] += indicator.id();
                    if (seen[0] % 50_000 == 0) {
                        seen[2] = Math.max(seen[2], afterCollection());
                    }
                });
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d %d heap after collection at most %.1f MiB, %.0f s, %.0f a second%n",
                    seen[0],
                    seen[1],
                    seen[2] / (1024.0 * 1024),
                    seconds,
                    seen[0] / seconds);
        }

        private static long afterCollection() {
            System.gc();
            return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        }
    }

    @TempDir
    private Path folder;

    private void read(long count, String heap, long minutes) throws IOException, InterruptedException {
        try (ThreatConnectStub stub = ThreatConnectStub.start(0, "1", KEY, Clock.systemUTC())) {
            stub.generate(count, Instant.parse("2020-01-01T00:00:00Z"), 700);
            Path out = folder.resolve("child.log");
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            heap,
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Child.class.getName(),
                            stub.uri().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            assertTrue(child.waitFor(minutes, TimeUnit.MINUTES));
            List<String> lines = Files.readAllLines(out);
            assertEquals(0, child.exitValue(), lines::toString);
            String line = lines.get(lines.size() - 1);
            System.out.println(heap + ": " + line);
            // Each once, none missing.
            assertTrue(line.startsWith(count + " " + count * (count + 1) / 2 + " heap"), line);
        }
    }

    @Test
    void fortyThousandAreReadIn32Megabytes() throws IOException, InterruptedException {
        read(40_000, "-Xmx32m", 5);
    }

    @Test
    @Tag("soak")
    void tenMillionAreReadIn64Megabytes() throws IOException, InterruptedException {
        read(10_000_000, "-Xmx64m", 60);
    }
}
