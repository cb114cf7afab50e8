package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged requests to a real server, each on a connection of its own. What is wrong in the form or its framing is a 400; what is wrong in the
 * head may be what Jetty says of heads: see {@link #HEAD}. The server goes on, and keeps no file.
 */
class HttpFuzzTest {
    /** Of forms: those that are still good, those that are not. */
    private static final Set<Integer> FORM = Set.of(200, 400);

    /**
     * Of heads. 404 and 405 are other paths and methods; 411, 413, 414, 417, 426, 431, 501 and 505 are Jetty's words for a length that is
     * missing or too large, a target or header that is too long, and an expectation, a protocol, a coding or a version that it does not know
     * (RFC 9110 section 15). An answer may be missing: Jetty closes the connection of a head that does not end.
     */
    private static final Set<Integer> HEAD = Set.of(200, 400, 404, 405, 411, 413, 414, 415, 417, 426, 431, 501, 505);

    @TempDir
    Path folder;

    private final Map<String, Map<Integer, Integer>> seen = new TreeMap<>();

    @Test
    void damagedRequestsAre400AndLeaveNothing() throws Exception {
        fuzz(Duration.ofSeconds(4));
    }

    @Test
    @Tag("soak")
    @Timeout(value = 20, unit = java.util.concurrent.TimeUnit.MINUTES)
    void damagedRequestsAre400AndLeaveNothingForTenMinutes() throws Exception {
        fuzz(Duration.ofMinutes(10));
    }

    private void fuzz(Duration time) throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long end = System.nanoTime() + time.toNanos();
        long count = 0;
        try (Running running = new Running(folder, builder -> builder.grace(Duration.ofSeconds(20)))) {
            while (System.nanoTime() < end || count < 100) {
                one(running, random, (int) (count % 3), "seed " + seed + ", request " + count);
                if (count % 200 == 0) {
                    assertTrue(
                            running.check("/api/check", "good", Running.VECTOR)
                                    .body()
                                    .contains("Evil_Webshell"),
                            "seed " + seed);
                }
                count++;
            }
            assertEquals(200, running.get("/health/ready").status());
            /* The receipts among them end, too. */
            running.result(running.submit("last", "x"));
            while (!running.server.status().get("queued_async_requests").equals(0L)) {
                Thread.onSpinWait();
            }
        }
        System.out.println("HTTP fuzzing: " + count + " requests, " + seen + ", seed " + seed);
        for (String sort : List.of("form", "chunks")) {
            assertTrue(seen.get(sort).containsKey(200) && seen.get(sort).containsKey(400), seen.toString());
        }
        for (String place : List.of("samples", "incoming")) {
            try (Stream<Path> files = Files.list(folder.resolve("queue/local/" + place))) {
                assertEquals(List.of(), files.toList(), place + ", seed " + seed);
            }
        }
    }

    private void one(Running running, Random random, int sort, String where) throws IOException {
        String target = "/api/" + (random.nextBoolean() ? "v1/" : "") + (random.nextBoolean() ? "check" : "checkAsync");
        byte[] form = latin1(Raw.form("B", "a\"\\;x\n.txt", "con\r\n--Btent".repeat(1 + random.nextInt(400))));
        switch (sort) {
            case 0 -> {
                byte[] body = mutate(form, random);
                byte[] head = latin1("POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + Raw.type("B")
                        + "Content-Length: " + body.length + "\r\n\r\n");
                expect("form", FORM, send(running, join(head, body)), where);
            }
            case 1 -> {
                byte[] head = latin1("POST " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + Raw.type("B")
                        + "Transfer-Encoding: chunked\r\n\r\n");
                byte[] body = chunks(form, random);
                expect(
                        "chunks",
                        FORM,
                        send(running, join(head, random.nextInt(4) == 0 ? body : mutate(body, random))),
                        where);
            }
            default -> {
                byte[] head = latin1(
                        "POST " + target + "?source=a%20b&scan_id=1 HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                                + "Connection: close\r\nUser-Agent: a\r\n" + Raw.type("\"B\"") + "Content-Length: "
                                + form.length
                                + "\r\n\r\n");
                List<Integer> answers = send(running, join(mutate(head, random), form));
                expect("head", HEAD, answers.isEmpty() ? List.of(400) : answers, where);
            }
        }
    }

    private void expect(String sort, Set<Integer> allowed, List<Integer> answers, String where) {
        assertTrue(!answers.isEmpty(), "no answer to " + sort + ", " + where);
        for (int status : answers) {
            assertTrue(allowed.contains(status), sort + ": " + status + ", " + where);
            seen.computeIfAbsent(sort, name -> new TreeMap<>()).merge(status, 1, Integer::sum);
        }
    }

    /* Sends and ends; returns the codes of all answers but 100. */
    private static List<Integer> send(Running running, byte[] request) throws IOException {
        byte[] answer;
        try (Socket socket = new Socket(
                running.server.address().getHost(), running.server.address().getPort())) {
            socket.setSoTimeout(60_000);
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            try {
                socket.getOutputStream().write(request);
                socket.shutdownOutput();
            } catch (SocketException e) {
                /* Answered and closed already: what it said is read. */
                got.reset();
            }
            try {
                InputStream in = socket.getInputStream();
                byte[] buffer = new byte[4_096];
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    got.write(buffer, 0, length);
                }
            } catch (SocketException e) {
                /* A reset after the answer: bytes that nobody wanted were on their way. */
                return codes(got.toByteArray(), true);
            }
            answer = got.toByteArray();
        }
        return codes(answer, false);
    }

    private static List<Integer> codes(byte[] answer, boolean reset) {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        List<Integer> codes = new ArrayList<>();
        for (int at = text.indexOf("HTTP/1.1 "); at >= 0; at = text.indexOf("HTTP/1.1 ", at + 9)) {
            int code = Integer.parseInt(text.substring(at + 9, at + 12));
            if (code != 100) {
                codes.add(code);
            }
        }
        /* The reset may have overtaken the answer. */
        return codes.isEmpty() && reset ? List.of(400) : codes;
    }

    private static byte[] chunks(byte[] bytes, Random random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(600));
            out.writeBytes(latin1(Integer.toHexString(length) + (random.nextInt(9) == 0 ? ";a=b" : "") + "\r\n"));
            out.write(bytes, at, length);
            out.writeBytes(latin1("\r\n"));
            at += length;
        }
        out.writeBytes(latin1("0\r\n\r\n"));
        return out.toByteArray();
    }

    /* Cuts, swaps, repeats, inserts and changes bytes. */
    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] body = bytes;
        for (int change = random.nextInt(3); change >= 0 && body.length > 0; change--) {
            int at = random.nextInt(body.length);
            int length = random.nextInt(Math.min(40, body.length - at) + 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(body, 0, at);
            switch (random.nextInt(5)) {
                case 0 -> out.write(body, at, 0);
                case 1 -> out.write(body, at + length, body.length - at - length);
                case 2 -> {
                    out.write(body, at, length);
                    out.write(body, at, body.length - at);
                }
                case 3 -> {
                    byte[] noise = new byte[random.nextInt(20)];
                    random.nextBytes(noise);
                    out.writeBytes(noise);
                    out.write(body, at, body.length - at);
                }
                default -> {
                    out.write("\r\n-\";=\\b\0 :/%9".charAt(random.nextInt(14)));
                    out.write(body, at + 1, body.length - at - 1);
                }
            }
            body = out.toByteArray();
        }
        return body;
    }

    private static byte[] join(byte[] head, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head);
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
