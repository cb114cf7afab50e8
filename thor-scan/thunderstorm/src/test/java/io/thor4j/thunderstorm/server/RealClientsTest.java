package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.scan.ThorScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The bytes of each client of thunderstorm.md section 4, on a raw socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RealClientsTest {
    @TempDir
    static Path folder;

    private Running running;

    @BeforeAll
    void start() throws IOException {
        running = new Running(folder);
    }

    @AfterAll
    void stop() throws IOException {
        running.close();
        try (Stream<Path> left = Files.list(folder.resolve("queue/local/incoming"))) {
            assertEquals(0, left.count(), "no temporary file is left");
        }
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private void assertFile(String expected, Raw.Answer answer) {
        assertEquals(200, answer.status(), answer.head() + answer.body());
        assertEquals(expected, field(answer.body(), "file"), answer.body());
    }

    /** The first value of a key, as any JSON reader reads it. */
    private static String field(String json, String key) {
        try (JsonParser in = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            while (in.nextToken() != null) {
                if (in.currentToken() == JsonToken.PROPERTY_NAME
                        && in.currentName().equals(key)) {
                    in.nextToken();
                    return in.getString();
                }
            }
        }
        return null;
    }

    private String lastSource() {
        return running.findings.get(running.findings.size() - 1).meta().hostname();
    }

    private static String chunks(String body, int size) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < body.length(); at += size) {
            String part = body.substring(at, Math.min(body.length(), at + size));
            text.append(Integer.toHexString(part.length()))
                    .append("\r\n")
                    .append(part)
                    .append("\r\n");
        }
        return text.append("0\r\n\r\n").toString();
    }

    @Test
    void theGoCollectorSendsChunksAndEscapedNamesWithLineFeeds() throws IOException {
        try (Raw raw = running.raw()) {
            assertEquals(
                    200,
                    raw.send("GET /api/status HTTP/1.1\r\nHost: h:1\r\nUser-Agent: Go-http-client/1.1\r\n"
                                    + "Accept-Encoding: gzip\r\n\r\n")
                            .read()
                            .status());
            String body = Raw.form("b5c3c6a7d0", "/srv/a \\\"b\\\" \\\\c\nd.aspx", Running.VECTOR);
            Raw.Answer answer = raw.send("POST /api/check?source=my+host HTTP/1.1\r\nHost: h:1\r\n"
                            + "User-Agent: Go-http-client/1.1\r\nTransfer-Encoding: chunked\r\n"
                            + "Content-Type: multipart/form-data; boundary=b5c3c6a7d0\r\nAccept-Encoding: gzip\r\n\r\n"
                            + chunks(body, 37))
                    .read();
            assertFile("/srv/a \"b\" \\c\nd.aspx", answer);
            assertEquals("my host", lastSource());
            Raw.Answer receipt = raw.send(
                            "POST /api/checkAsync? HTTP/1.1\r\nHost: h:1\r\nTransfer-Encoding: chunked\r\n"
                                    + "Content-Type: multipart/form-data; boundary=b5c3c6a7d0\r\n\r\n"
                                    + chunks(body, 1_000))
                    .read();
            assertTrue(receipt.body().matches("\\{\"id\":[0-9]+}"), receipt.body());
        }
    }

    @Test
    void thePythonClientQuotesWithPercentAndNothingIsDecoded() throws IOException {
        String name = "/home/ü/a%22b%0Ac%41\\d.txt";
        Raw.Answer answer = running.ask(Raw.post(
                "/api/check?source=" + utf8("høst"),
                "User-Agent: THOR Thunderstorm API Client 0.2.0\r\nAccept: */*\r\nConnection: keep-alive\r\n"
                        + Raw.type("0123456789abcdef0123456789abcdef"),
                Raw.form("0123456789abcdef0123456789abcdef", utf8(name), Running.VECTOR)));
        assertFile(name, answer);
        assertEquals("høst", lastSource());
        assertFile("C:\\Users\\x\\a.txt", running.check("/api/check", "C:\\\\Users\\\\x\\\\a.txt", Running.VECTOR));
    }

    @Test
    void curlExpectsToBeToldToContinue() throws IOException {
        String body = Raw.form("------------------------d74496d66958873e", "/tmp/a%22b\\c.bin", Running.VECTOR);
        try (Raw raw = running.raw()) {
            raw.send(
                    "POST /api/check?source=a|b\"c^d%zz HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nUser-Agent: curl/7.88.1\r\n"
                            + "Accept: */*\r\nContent-Length: " + body.length() + "\r\n"
                            + Raw.type("------------------------d74496d66958873e") + "Expect: 100-continue\r\n\r\n");
            assertEquals(100, raw.read().status());
            assertFile("/tmp/a%22b\\c.bin", raw.send(body).read());
            assertEquals("a|b\"c^d%zz", lastSource());
        }
        assertFile("/tmp/a\"b.txt", running.check("/api/check", "/tmp/a\\\"b.txt", Running.VECTOR));
    }

    @Test
    void thePythonCollectorSendsAbsoluteTargetsAndBareQuotesAndLineFeeds() throws IOException {
        String boundary = "8f14e45f-ceea-467f-a0e6-0123456789ab";
        String name = "/srv/bare \"quoted\" and\nline feed.jsp";
        String port = String.valueOf(running.server.address().getPort());
        Raw.Answer answer = running.ask("POST http://127.0.0.1:" + port
                + "/api/check?source=py HTTP/1.1\r\nHost: 127.0.0.1:"
                + port + "\r\nAccept-Encoding: identity\r\nContent-Length: "
                + Raw.form(boundary, name, Running.VECTOR).length() + "\r\nContent-Type: multipart/form-data; boundary="
                + boundary + "\r\n\r\n" + Raw.form(boundary, name, Running.VECTOR));
        assertFile(name, answer);
        assertEquals("py", lastSource());
        assertFile("a\"; b\".txt", running.check("/api/check", "a\"; b\".txt", Running.VECTOR));
    }

    @Test
    void perlListsCloseAmongItsConnectionOptions() throws IOException {
        try (Raw raw = running.raw()) {
            Raw.Answer answer = raw.send(Raw.post(
                            "/api/check?source=perl",
                            "TE: deflate,gzip;q=0.3\r\nConnection: TE, close\r\nUser-Agent: libwww-perl/6.68\r\n"
                                    + Raw.type("xYzZY"),
                            Raw.form("xYzZY", "base \\\"x\\\"\n.pl", Running.VECTOR)))
                    .read();
            assertFile("base \"x\"\n.pl", answer);
            assertTrue(raw.isEnded(), "the connection is closed");
        }
    }

    @Test
    void powerShellQuotesTheBoundaryAndWritesSourceWithACapital() throws IOException {
        String boundary = "f1d2d2f9-24e9-4d1c-9a3b-1a2b3c4d5e6f";
        Raw.Answer answer = running.ask(Raw.post(
                "/api/check?Source=WIN01",
                "Content-Type: multipart/form-data; boundary=\"" + boundary + "\"\r\nUser-Agent: Mozilla/5.0\r\n",
                Raw.form(boundary, "C:\\Users\\me\\(x) new\\a.ps1", Running.VECTOR)));
        assertEquals(200, answer.status(), answer.body());
        assertEquals("WIN01", lastSource());
        assertFile("C:\\Users\\me\\a.ps1", running.check("/api/check", "C:\\Users\\me\\a.ps1", Running.VECTOR));
    }

    @Test
    void theBatchCollectorGivesBaseNames() throws IOException {
        assertFile(
                "a.exe",
                running.ask(Raw.post(
                        "/api/check?source=B^&",
                        "Content-Type: multipart/form-data; boundary=------------------------1f\r\n",
                        Raw.form("------------------------1f", "a.exe", Running.VECTOR))));
    }

    @Test
    void netcatSpeaksHttp10AndWaitsForTheEnd() throws IOException {
        String body = Raw.form("----nc1", "/etc/a_b_c", Running.VECTOR);
        try (Raw raw = running.raw()) {
            Raw.Answer answer = raw.send("POST /api/checkAsync?source=na%C3%AFve&scan_id=abc HTTP/1.0\r\nHost: h\r\n"
                            + Raw.type("----nc1") + "Content-Length: " + body.length()
                            + "\r\nConnection: close\r\n\r\n" + body)
                    .read();
            assertEquals(200, answer.status());
            assertFalse(answer.body().contains("reason"), answer.body());
            assertTrue(raw.isEnded());
            String result = running.result(Running.id(answer.body()));
            assertEquals("/etc/a_b_c", field(result, "file"), result);
            assertEquals("naïve", lastSource());
        }
    }

    @Test
    void theBranchCollectorKeepsBytesThatAreNoText() throws IOException {
        Raw.Answer answer = running.check("/api/check?source=x&scan_id=1", "/srv/caf\u00e9.txt", Running.VECTOR);
        assertFile("/srv/caf\uFFFD.txt", answer);
    }

    @Test
    void nodeHasALongBoundaryOfDashes() throws IOException {
        String boundary = "----formdata-undici-012345678901";
        assertFile(
                "a%22b.js",
                running.ask(
                        Raw.post("/api/check", Raw.type(boundary), Raw.form(boundary, "a%22b.js", Running.VECTOR))));
    }

    @Test
    void theFlatFormHasTheNumbersOfTheTestVector() throws IOException {
        String body = running.check("/api/check?source=s", "/x/test.txt", Running.VECTOR)
                .body();
        assertEquals("Warning", field(body, "level"));
        assertEquals("Filescan", field(body, "module"));
        assertEquals("2481bc6bb2d063522ef8b5d579fd97d7", field(body, "md5"));
        assertEquals("4d40de75d7c8591d2ea59d3a000fb6cf58d97896", field(body, "sha1"));
        assertEquals("3b435df5076f6b1df7f2bc97cd86fbf7b479352e8c33960dfc4f1cbbe9b14fa7", field(body, "sha256"));
        assertTrue(field(body, "firstBytes").startsWith("3c256576616c2072657175657374280a / <%eval request("));
        assertEquals(".txt", field(body, "ext"));
        assertEquals("16", field(body, "size"));
        assertEquals("75", field(body, "score"));
        assertEquals("75", field(body, "subscore"));
        assertEquals("1", field(body, "reasons_count"));
        assertEquals("a web shell", field(body, "reason"));
        assertEquals("Evil_Webshell", field(body, "rulename"));
        assertEquals("https://example.org/shell", field(body, "ref"));
        assertEquals("YARA Rule", field(body, "sigclass"));
        assertFalse(body.matches("(?s).*\"(score|size|subscore|reasons_count|sample_id)\":[0-9]*[.\"].*"), body);
    }

    @Test
    void theV3FormIsTheJsonLog() throws IOException {
        String body = running.check("/api/v1/check?source=host9", "/x/test.txt", Running.VECTOR)
                .body();
        assertTrue(body.startsWith("[{\"type\":\"THOR assessment\","), body);
        assertEquals("HTTPServer", field(body, "module"));
        assertEquals("host9", field(body, "hostname"));
        assertTrue(field(body, "scan_id").matches("S-[A-Za-z0-9]{11}-[0-9]+"), body);
        assertEquals("/x/test.txt", field(body, "path"));
        assertNull(field(body, "owner"), "nothing of this machine's file system");
        assertEquals("v3.0.0", field(body, "log_version"));
    }

    @Test
    void aCleanSampleAndAnEmptyOneGiveAnEmptyList() throws IOException {
        assertEquals("[]", running.check("/api/check", "a.txt", "nothing").body());
        assertEquals("[]", running.check("/api/check", "empty", "").body());
        assertEquals("[]", running.check("/api/v1/check", "a.txt", "nothing").body());
        assertEquals(
                "{\"status\":\"Sample analysis complete\",\"result\":[]}", running.result(running.submit("e", "")));
    }

    @Test
    void prettyIndentsWithFourSpaces() throws IOException {
        String pretty =
                running.check("/api/check?pretty=true", "t.txt", Running.VECTOR).body();
        assertTrue(pretty.startsWith("[\n    {\n        \"level\": \"Warning\","), pretty);
        assertTrue(running.get("/api/status?pretty=1").body().startsWith("{\n    \"uptime_seconds\": "));
    }

    @Test
    void whatIsNoFormWithOneFileIs400() throws IOException {
        String form = Raw.form("B", "a", "x");
        String two = form.substring(0, form.length() - 7) + "\r\n" + form;
        for (String request : new String[] {
            Raw.post("/api/check", "", "x"),
            Raw.post("/api/check", "Content-Type: application/json\r\n", "{}"),
            Raw.post("/api/check", "Content-Type: multipart/form-data\r\n", form),
            Raw.post("/api/check", Raw.type("other"), form),
            Raw.post("/api/check", Raw.type("B"), two),
            Raw.post("/api/check", Raw.type("B"), form.replace("name=\"file\"", "name=\"upload\"")),
            Raw.post("/api/check", Raw.type("B"), form.replace("; filename=\"a\"", "")),
            Raw.post("/api/check", Raw.type("B"), form.substring(0, form.length() - 9)),
            Raw.post("/api/checkAsync", Raw.type("B"), two),
        }) {
            Raw.Answer answer = running.ask(request);
            assertEquals(400, answer.status(), request);
            assertEquals("application/json", answer.header("Content-Type"));
            assertTrue(answer.body().startsWith("{\"message\":\""), answer.body());
        }
    }

    @Test
    void aBodyThatEndsEarlyIs400() throws IOException {
        try (Raw raw = running.raw()) {
            raw.send("POST /api/check HTTP/1.1\r\nHost: x\r\n" + Raw.type("B") + "Content-Length: 500\r\n\r\n"
                    + Raw.form("B", "a", "x"));
            raw.endOutput();
            assertEquals(400, raw.read().status());
        }
    }

    @Test
    void unknownPathsAndWrongMethodsAreAnsweredAsGoDoes() throws IOException {
        Raw.Answer unknown = running.get("/api/nothing");
        assertEquals(404, unknown.status());
        assertEquals("404 page not found\n", unknown.body());
        Raw.Answer wrong = running.get("/api/check");
        assertEquals(405, wrong.status());
        assertEquals("POST", wrong.header("Allow"));
        assertEquals(405, running.ask(Raw.post("/api/v1/status", "", "")).status());
        assertEquals(404, running.get("/api/scan/").status());
    }

    @Test
    void aHostThatCannotBeReadIs400() throws IOException {
        for (String target : new String[] {"/api/status", "http://127.0.0.1:9/api/status"}) {
            for (String host : new String[] {"x xpect", "x:999999", "[x", "a:b:c", ":;00"}) {
                Raw.Answer answer = running.ask("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
                assertTrue(answer.status() == 400 || answer.status() == 200, host + ": " + answer.head());
            }
        }
        assertEquals(
                400,
                running.ask("GET http://127.0.0.1:9/api/status HTTP/1.1\r\nHost: x HTTP/1.1\r\n\r\n")
                        .status());
    }

    @Test
    void receiptsAndIdsAreNumbersThatGrow() throws IOException {
        long first = running.submit("a", "x");
        long second = running.submit("a", Running.VECTOR);
        assertTrue(second > first);
        assertTrue(
                running.result(second).startsWith("{\"status\":\"Sample analysis complete\",\"result\":[{\"level\""));
        for (String id :
                new String[] {"", "id=", "id=x", "id=0", "id=99999999", "id=1.5", "id=999999999999999999999"}) {
            Raw.Answer answer = running.get("/api/getAsyncResults?" + id);
            assertEquals(400, answer.status(), id);
            assertTrue(answer.body().startsWith("{\"message\":"), answer.body());
        }
    }

    @Test
    void statusInfoAndHistoriesHaveTheKeysOfBothGenerations() throws IOException {
        running.check("/api/check", "a", "x");
        String status = running.get("/api/v1/status").body();
        for (String key : new String[] {
            "uptime_seconds",
            "scanned_samples",
            "queued_async_requests",
            "avg_scan_time_milliseconds",
            "avg_wait_time_milliseconds",
            "avg_total_time_milliseconds",
            "denied_requests",
            "denied_request_proportion",
            "quota_waits",
            "quota_wait_time_milliseconds"
        }) {
            assertTrue(Double.parseDouble(field(status, key)) >= 0, status);
        }
        assertTrue(Long.parseLong(field(status, "uptime_seconds")) > 0);
        assertTrue(Long.parseLong(field(status, "scanned_samples")) > 0);
        String info = running.get("/api/info").body();
        for (String key : new String[] {
            "thor_version", "yara_version", "sigma_version", "signature_version", "thor_timestamp",
            "license_expiration_date", "threads", "allowed_samples_per_hour", "version_info", "arguments",
            "license_expiration", "license_owner", "scan_speed_limitation"
        }) {
            assertTrue(info.contains("\"" + key + "\":"), info);
        }
        assertEquals(ThorScanner.yaraVersion(), field(info, "yara_version"));
        assertTrue(ThorScanner.yaraVersion().matches("4\\.5\\.[0-9]+"), info);
        assertEquals(64, field(info, "signature_digest").length());
        /* The minute in which it began may be over without a sample. */
        assertTrue(running.get("/api/sampleHistory")
                .body()
                .matches("\\{(\"[0-9]{4}-[0-9-]{5} [0-9:]{5}\":0,)*\"[0-9]{4}-[0-9-]{5} [0-9:]{5}\":[1-9].*"));
        assertEquals(200, running.get("/api/queueHistory?aggregate=15&limit=60").status());
        assertEquals(200, running.get("/api/deniedHistory?aggregate=-1&limit=0").status());
        assertEquals(400, running.get("/api/queueHistory?aggregate=x").status());
    }

    @Test
    void collectionMarkersAreTakenAndLogged() throws IOException {
        String begin = "{\"type\":\"begin\",\"source\":\"h\",\"hostname\":\"h\",\"collector\":\"bash/0.5.0\"}";
        Raw.Answer answer = running.ask(Raw.post("/api/collection", "Content-Type: application/json\r\n", begin));
        assertTrue(answer.body().matches("\\{\"scan_id\":\"[A-Za-z0-9._-]{1,256}\"}"), answer.body());
        for (String type : new String[] {"end", "interrupted"}) {
            String end = "{\"type\":\"" + type + "\",\"scan_id\":\"unknown\",\"stats\":{\"scanned\":1}}";
            assertEquals(
                    "{\"ok\":true}",
                    running.ask(Raw.post("/api/collection", "", end)).body());
        }
        assertEquals(
                400,
                running.ask(Raw.post("/api/collection", "", "{\"type\":\"other\"}"))
                        .status());
        assertEquals(
                400, running.ask(Raw.post("/api/collection", "", "{\"type\":")).status());
        assertEquals(400, running.ask(Raw.post("/api/collection", "", "[]")).status());
        assertEquals(405, running.get("/api/collection").status());
        assertTrue(running.messages.stream().anyMatch(message -> message.text().equals("Collection begins")));
    }

    @Test
    void whoDoesNotNameItselfIsNamedByItsAddress(@TempDir Path other) throws IOException {
        try (Running named =
                new Running(other, builder -> builder.hostNames(address -> "name-of-" + address.getHostAddress()))) {
            named.check("/api/check", "a", Running.VECTOR);
            assertEquals("name-of-127.0.0.1", named.findings.get(0).meta().hostname());
        }
    }

    @Test
    void limitsAreNeverToldAsClean(@TempDir Path other) throws IOException {
        try (Running small = new Running(other, builder -> builder.maxUpload(100))) {
            Raw.Answer answer = small.check("/api/check", "a", "x".repeat(101));
            assertEquals(413, answer.status());
            assertEquals(200, small.check("/api/check", "a", "x".repeat(100)).status());
        }
    }
}
