package io.thor4j.thunderstorm.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.thunderstorm.StubServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentFilesTest {
    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void path() {
        path = folder.resolve("state");
    }

    private byte[] three() throws IOException {
        try (SentFiles list = SentFiles.open(path, "c")) {
            for (int i = 0; i < 3; i++) {
                list.add("f" + i, i, i);
            }
        }
        return Files.readAllBytes(path);
    }

    @Test
    void knowsWhatWasAddedBefore() throws IOException {
        three();
        try (SentFiles list = SentFiles.open(path, "c")) {
            assertTrue(list.contains("f1", 1, 1));
            assertFalse(list.contains("f1", 2, 1));
            assertFalse(list.contains("f1", 1, 2));
            assertFalse(list.contains("f3", 3, 3));
        }
    }

    @Test
    void forgetsOnlyTheLineThatWasCutOffWhereverThatWas() throws IOException {
        byte[] whole = three();
        int header = whole.length - 3 * 42;
        for (int length = 0; length < whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            int lines = length < header ? 0 : (length - header) / 42;
            try (SentFiles list = SentFiles.open(path, "c")) {
                for (int i = 0; i < 3; i++) {
                    assertEquals(i < lines, list.contains("f" + i, i, i), length + " bytes, file " + i);
                }
                list.add("new", 1, 1);
            }
            try (SentFiles list = SentFiles.open(path, "c")) {
                assertTrue(list.contains("new", 1, 1));
            }
        }
    }

    @Test
    void refusesADamagedListAndOneAboutSomethingElse() throws IOException {
        byte[] whole = three();
        for (int i = 0; i < whole.length; i += 5) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 1;
            Files.write(path, damaged);
            assertThrows(MalformedInputException.class, () -> SentFiles.open(path, "c"), "byte " + i);
        }
        Files.write(path, whole);
        assertThrows(MalformedInputException.class, () -> SentFiles.open(path, "other"));
    }

    @Test
    void isForOneCollectionAtATime() throws IOException {
        try (SentFiles list = SentFiles.open(path, "c")) {
            assertFalse(list.contains("f", 1, 1));
            assertThrows(IOException.class, () -> SentFiles.open(path, "c"));
        }
    }

    /* A file may be sent twice when the kill falls between the server's answer and the line in the list: one for each thread. */
    @Test
    void afterKillsEveryFileIsSentAndHardlyAnyTwice() throws Exception {
        int files = 300;
        int kills = 5;
        int threads = 2;
        Path tree = Files.createDirectory(folder.resolve("tree"));
        for (int i = 0; i < files; i++) {
            Files.writeString(tree.resolve("f" + i), "x");
        }
        ConcurrentMap<String, Integer> received = new ConcurrentHashMap<>();
        CountDownLatch[] passed = new CountDownLatch[kills];
        for (int i = 0; i < kills; i++) {
            passed[i] = new CountDownLatch((i + 1) * 50);
        }
        try (StubServer server = new StubServer(request -> switch (request.operation()) {
            case "GET /api/status" -> StubServer.json(200, "{}");
            case "POST /api/checkAsync" -> {
                received.merge(request.sentName(), 1, Integer::sum);
                for (CountDownLatch latch : passed) {
                    latch.countDown();
                }
                yield StubServer.json(200, "{\"id\":1}");
            }
            default -> StubServer.json(404, "");
        })) {
            for (int i = 0; i < kills; i++) {
                Process process = collect(server, tree, threads);
                assertTrue(passed[i].await(60, TimeUnit.SECONDS), "run " + i);
                process.destroyForcibly().waitFor();
            }
            assertEquals(0, collect(server, tree, threads).waitFor());
        }
        assertEquals(files, received.size());
        int twice = received.values().stream().mapToInt(count -> count - 1).sum();
        assertTrue(twice <= kills * threads, twice + " sent twice");
        assertFalse(Files.exists(path));
    }

    private Process collect(StubServer server, Path tree, int threads) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CollectingProcess.class.getName(),
                        server.uri().toString(),
                        tree.toString(),
                        path.toString(),
                        String.valueOf(threads))
                .redirectErrorStream(true)
                .redirectOutput(new File(folder.toFile(), "out"))
                .start();
    }
}
