package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills the service under load: every receipt that was ever given has one result in the end. */
class KillTest {
    private static final int CLIENTS = 4;

    @TempDir
    Path folder;

    private final Map<Long, Boolean> receipts = new ConcurrentHashMap<>();
    private final AtomicInteger twice = new AtomicInteger();

    @Test
    void nothingIsLostWhenTheServiceIsKilledTwice() throws Exception {
        kill(2, 60);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nothingIsLostWhenTheServiceIsKilledTwentyTimes() throws Exception {
        kill(20, 250);
    }

    private void kill(int times, int perRound) throws Exception {
        for (int round = 0; round < times; round++) {
            try (ServiceProcess service = new ServiceProcess(folder)) {
                load(service, perRound);
            }
        }
        System.out.println("kill -9 " + times + " times: " + receipts.size() + " receipts");
        assertTrue(receipts.size() >= times * perRound, "receipts: " + receipts.size());
        assertEquals(0, twice.get(), "a number was given twice");
        try (Running running = new Running(folder, builder -> builder.results(1_000_000))) {
            for (Map.Entry<Long, Boolean> receipt : receipts.entrySet()) {
                String result = running.result(receipt.getKey());
                assertTrue(result.startsWith("{\"status\":\"Sample analysis complete\""), receipt + ": " + result);
                assertEquals(receipt.getValue(), result.contains("Test_Alert"), receipt + ": " + result);
            }
            long next = running.submit("after", "x");
            assertTrue(receipts.keySet().stream().allMatch(id -> id < next), "numbers grow over restarts");
            running.result(next);
        }
        try (Stream<Path> left = Files.list(folder.resolve("queue/local/samples"))) {
            assertEquals(List.of(), left.toList(), "samples are removed after their scan");
        }
    }

    /* Submits until the wanted number of receipts was given, then kills in the middle of it. */
    private void load(ServiceProcess service, int wanted) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch enough = new CountDownLatch(wanted);
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int client = i;
            Thread thread = new Thread(() -> submit(service.address(), client, stop, enough));
            clients.add(thread);
            thread.start();
        }
        assertTrue(enough.await(60, TimeUnit.SECONDS), "the service is too slow");
        service.kill();
        stop.set(true);
        for (Thread client : clients) {
            client.join();
        }
    }

    private void submit(URI address, int client, AtomicBoolean stop, CountDownLatch enough) {
        for (int i = 0; !stop.get(); i++) {
            boolean bad = (client + i) % 3 == 0;
            String content = "sample " + client + " " + i + (bad ? " ALERT-MARK " : " ") + "x".repeat((i % 7) * 9_000);
            try (Raw raw = new Raw(address)) {
                Raw.Answer answer = raw.send(
                                Raw.post("/api/checkAsync?source=kill", Raw.type("B"), Raw.form("B", "s" + i, content)))
                        .read();
                if (answer.status() == 200) {
                    if (receipts.put(Running.id(answer.body()), bad) != null) {
                        twice.incrementAndGet();
                    }
                    enough.countDown();
                }
            } catch (IOException e) {
                /* The kill: no receipt was given. */
                if (stop.get()) {
                    return;
                }
            }
        }
    }

    @Test
    void whatTheFolderHoldsWithoutAReceiptIsRemoved() throws Exception {
        try (Running running = new Running(folder)) {
            running.result(running.submit("a", "x"));
        }
        Path samples = folder.resolve("queue/local/samples");
        Path incoming = folder.resolve("queue/local/incoming");
        Files.writeString(samples.resolve("orphan"), "no row");
        Files.writeString(incoming.resolve("half"), "half an upload");
        try (Running running = new Running(folder)) {
            assertEquals(0L, running.server.status().get("queued_async_requests"));
            Set<Path> left = new HashSet<>();
            try (Stream<Path> files = Files.walk(folder.resolve("queue/local"))) {
                files.filter(file -> file.startsWith(samples) || file.startsWith(incoming))
                        .filter(Files::isRegularFile)
                        .forEach(left::add);
            }
            assertEquals(Set.of(), left);
        }
    }
}
