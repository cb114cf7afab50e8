package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.ThorException;
import io.thor4j.thunderstorm.server.upload.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results, room and kept samples. */
class QueueTest {
    @TempDir
    Path folder;

    @Test
    void resultsSurviveARestartAndAreBounded() throws IOException {
        long[] ids = new long[8];
        try (Running running = new Running(folder, builder -> builder.results(5))) {
            for (int i = 0; i < ids.length; i++) {
                ids[i] = running.submit("s" + i, i % 2 == 0 ? Running.VECTOR : "x");
                running.result(ids[i]);
            }
        }
        try (Running running = new Running(folder, builder -> builder.results(5))) {
            for (int i = 0; i < ids.length; i++) {
                Raw.Answer answer = running.get("/api/getAsyncResults?id=" + ids[i]);
                assertEquals(i < 3 ? 400 : 200, answer.status(), "sample " + i + ": " + answer.body());
                assertEquals(i >= 3 && i % 2 == 0, answer.body().contains("Evil_Webshell"));
            }
            Raw.Answer v3 = running.get("/api/v1/getAsyncResults?id=" + ids[6]);
            assertTrue(v3.body().contains("\"THOR assessment\""), v3.body());
        }
    }

    @Test
    void onlyLargeSamplesHaveAFileAndAllAreFoundAgain() throws IOException {
        String[] contents = {
            "first",
            "",
            Running.VECTOR,
            "x".repeat(Sample.IN_MEMORY - 10) + "ALERT-MARK",
            "x".repeat(Sample.IN_MEMORY - 9) + "ALERT-MARK"
        };
        long[] ids = new long[contents.length];
        /* One is scanned, or waits in a thread's hands for the next hour. */
        try (Running running = new Running(folder, builder -> builder.samplesPerHour(1))) {
            for (int i = 0; i < contents.length; i++) {
                ids[i] = running.submit("s" + i, contents[i]);
            }
            try (Stream<Path> files = Files.list(folder.resolve("queue/local/samples"))) {
                assertEquals(1, files.count());
            }
        }
        try (Running running = new Running(folder)) {
            for (int i = 0; i < contents.length; i++) {
                String result = running.result(ids[i]);
                assertTrue(result.startsWith("{\"status\":\"Sample analysis complete\""), i + ": " + result);
                assertEquals(i == 2, result.contains("Evil_Webshell"), i + ": " + result);
                assertEquals(i > 2, result.contains("Test_Alert"), i + ": " + result);
            }
        }
        assertNoFile();
    }

    @Test
    void withoutACacheNoResultIsKept() throws IOException {
        try (Running running = new Running(folder, builder -> builder.results(0))) {
            long id = running.submit("s", Running.VECTOR);
            assertEquals("{\"message\":\"Invalid sample ID\"}", running.result(id));
        }
    }

    @Test
    void whatAFullQuotaRefusesIsTakenWhenThereIsRoomAgain() throws Exception {
        try (Running running = new Running(folder, builder -> builder.disk(300_000, 0))) {
            Raw.Answer refused = running.check("/api/checkAsync", "big", "x".repeat(400_000));
            assertEquals(503, refused.status());
            assertEquals("30", refused.header("Retry-After"));
            assertFalse(refused.body().contains("reason"), refused.body());
            assertEquals(
                    503, running.check("/api/check", "big", "x".repeat(400_000)).status());
            assertEquals(
                    200,
                    running.check("/api/check", "small", "x".repeat(200_000)).status());
            running.result(running.submit("small", "x".repeat(200_000)));
            assertTrue(running.get("/api/status").body().contains("\"denied_requests\":2"));
            assertTrue(running.get("/api/deniedHistory").body().contains(":2"));
            assertEquals(200, running.get("/health/ready").status());
        }
        assertNoFile();
    }

    private void assertNoFile() throws IOException {
        for (String place : List.of("samples", "incoming")) {
            try (Stream<Path> files = Files.list(folder.resolve("queue/local/" + place))) {
                assertEquals(0, files.count(), place);
            }
        }
    }

    /** On a file system of 8 MB, which only root can mount. */
    @Test
    void aFullDiskIsRefusedCleanlyAndRecovers() throws Exception {
        Path small = Files.createDirectories(folder.resolve("queue"));
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString());
        if (!mounted) {
            System.out.println("skipped: no right to mount a small file system");
        }
        Assumptions.assumeTrue(mounted, "no right to mount a small file system");
        try {
            try (Running running = new Running(folder, builder -> builder.disk(0, 1 << 20))) {
                assertEquals(
                        200,
                        running.check("/api/check", "fits", "x".repeat(1_000_000))
                                .status());
                Path filling = small.resolve("filling");
                Files.write(filling, new byte[7 << 20]);
                assertEquals(503, running.get("/health/ready").status());
                for (String target : List.of("/api/check", "/api/checkAsync")) {
                    Raw.Answer refused = running.check(target, "more", "x".repeat(4_000_000));
                    assertEquals(503, refused.status(), refused.body());
                    assertEquals("30", refused.header("Retry-After"));
                }
                assertNoFile();
                Files.delete(filling);
                running.result(running.submit("again", Running.VECTOR));
                assertEquals(
                        200,
                        running.check("/api/check", "fits", "x".repeat(1_000_000))
                                .status());
            }
            try (Running running = new Running(folder, builder -> builder.disk(0, 0))) {
                /* Without a reserve the disk itself says no, in the middle of a sample. */
                Raw.Answer refused = running.check("/api/checkAsync", "more", "x".repeat(9_000_000));
                assertEquals(503, refused.status(), refused.body());
                running.result(running.submit("again", Running.VECTOR));
            }
            assertNoFile();
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... words) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void samplesAreKeptByContentAndTheirNamesAreData() throws IOException {
        Path kept = folder.resolve("kept");
        try (Running running = new Running(folder, builder -> builder.storeSamples(StoreSamples.MALICIOUS, kept))) {
            running.check("/api/check?source=s", "../../../etc/passwd", Running.VECTOR);
            running.result(running.submit("/x/y", Running.VECTOR));
            running.check("/api/check", "clean", "nothing");
            running.check("/api/check", "notice", "NOTICE-MARK");
        }
        String hash = "3b435df5076f6b1df7f2bc97cd86fbf7b479352e8c33960dfc4f1cbbe9b14fa7";
        try (Stream<Path> files = Files.walk(kept)) {
            assertEquals(
                    List.of("3b/" + hash, "samples.ndjson"),
                    files.filter(Files::isRegularFile)
                            .map(file -> kept.relativize(file).toString().replace('\\', '/'))
                            .sorted()
                            .toList());
        }
        List<String> notes = Files.readAllLines(kept.resolve("samples.ndjson"));
        assertEquals(2, notes.size());
        assertTrue(
                notes.get(0).contains("\"name\":\"../../../etc/passwd\",\"source\":\"s\",\"level\":\"warning\""),
                notes.get(0));
    }

    @Test
    void allSamplesAreKeptWhenAskedFor() throws IOException {
        Path kept = folder.resolve("kept");
        try (Running running = new Running(folder, builder -> builder.storeSamples(StoreSamples.ALL, kept))) {
            running.check("/api/check", "clean", "nothing");
            running.check("/api/check", "clean2", "x".repeat(100_000));
        }
        try (Stream<Path> files = Files.walk(kept)) {
            assertEquals(3, files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void aQueueHasOneProcess() throws IOException {
        try (Running first = new Running(folder)) {
            ThorException refused = assertThrows(ThorException.class, () -> new Running(folder));
            assertEquals(0L, first.server.status().get("queued_async_requests"));
            assertTrue(refused.getMessage().contains("another process uses the queue"), refused.getMessage());
        }
    }

    @Test
    void historiesGoOnAfterARestart() throws IOException {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:30Z"));
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        try (Running running = new Running(folder, builder -> builder.clock(clock))) {
            running.check("/api/check", "a", "x");
            running.check("/api/check", "b", "x");
            now.set(Instant.parse("2026-11-22T10:02:00Z"));
            running.check("/api/check", "c", "x");
        }
        try (Running running = new Running(folder, builder -> builder.clock(clock))) {
            running.check("/api/check", "d", "x");
            assertEquals(
                    "{\"2026-11-22 10:00\":2,\"2026-11-22 10:01\":0,\"2026-11-22 10:02\":2}",
                    running.get("/api/sampleHistory").body());
        }
        now.set(Instant.parse("2026-12-31T00:00:00Z"));
        try (Running running = new Running(folder, builder -> builder.clock(clock))) {
            assertEquals(
                    "{\"2026-12-31 00:00\":0}",
                    running.get("/api/sampleHistory").body(),
                    "what is older than four weeks is forgotten");
        }
    }
}
