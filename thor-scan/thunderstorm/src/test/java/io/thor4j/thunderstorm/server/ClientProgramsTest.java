package io.thor4j.thunderstorm.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.thor4j.core.Assessment;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The programs themselves that people send samples with, where they are installed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientProgramsTest {
    private static final long SECONDS = 60;

    @TempDir
    static Path folder;

    private Running running;
    private Path sample;
    private Path large;
    private Path form;

    @BeforeAll
    void start() throws IOException {
        running = new Running(folder);
        sample = Files.writeString(folder.resolve("test.txt"), Running.VECTOR);
        large = Files.writeString(folder.resolve("large.bin"), "x".repeat(3 << 20) + "ALERT-MARK");
        form = Files.writeString(folder.resolve("form"), Raw.form("B", "/srv/prepared.jsp", Running.VECTOR));
    }

    @AfterAll
    void stop() {
        running.close();
    }

    @BeforeEach
    void forget() {
        running.findings.clear();
    }

    private String url(String target) {
        return running.server.address().resolve(target).toString();
    }

    /* Says why a test is left out: CI's log shows which programs it has. */
    private static void need(boolean there, String what) {
        if (!there) {
            System.out.println("ClientProgramsTest: skipped, " + what + " is not installed");
        }
        assumeTrue(there, what + " is not installed");
    }

    private static String program(String name) {
        String end = File.separatorChar == '\\' ? ".exe" : "";
        for (String each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (!each.isEmpty() && Files.isExecutable(Path.of(each, name + end))) {
                return Path.of(each, name + end).toString();
            }
        }
        return null;
    }

    /** What a program did: its exit code, its output, its errors. */
    private record Ran(int exitCode, String out, String err) {}

    private static Ran run(Path input, String... words) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(out.toFile()).redirectError(err.toFile());
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        /* The way to the service is the loopback, whatever proxy the machine has. */
        builder.environment()
                .keySet()
                .removeIf(name -> name.toLowerCase(java.util.Locale.ROOT).endsWith("_proxy"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), words[0] + " does not end");
        } finally {
            process.destroyForcibly();
        }
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    private static void assertAnswer(Ran ran, String expected) {
        assertEquals(0, ran.exitCode(), ran.toString());
        assertTrue(ran.out().contains(expected), ran.toString());
    }

    private void assertFound(String name, String source) {
        assertEquals(1, running.findings.size());
        Assessment finding = running.findings.get(0);
        assertEquals(name, finding.subject().get("path"));
        assertEquals(source, finding.meta().hostname());
    }

    @Test
    void curl() throws Exception {
        String curl = program("curl");
        need(curl != null, "curl");
        assertAnswer(
                run(null, curl, "-sS", "-F", "file=@" + sample, url("/api/check?pretty=true&source=web1")),
                "\"rulename\": \"Evil_Webshell\"");
        assertFound("test.txt", "web1");
        Ran receipt = run(null, curl, "-sS", "-F", "file=@" + sample, url("/api/checkAsync?source=web1"));
        assertAnswer(receipt, "{\"id\":");
        assertTrue(running.result(Running.id(receipt.out().strip())).contains("Evil_Webshell"));
        assertAnswer(run(null, curl, "-sS", url("/api/status")), "\"scanned_samples\":");
        /* Without a file name, which only a file's part has. */
        assertAnswer(
                run(null, curl, "-sS", "-o", "-", "-w", " %{http_code}", "-F", "file=x", url("/api/check")), " 400");
    }

    @Test
    void curlWaitsToBeToldToContinueWithALargeFile() throws Exception {
        String curl = program("curl");
        need(curl != null, "curl");
        Ran ran = run(null, curl, "-sSv", "-H", "Expect: 100-continue", "-F", "file=@" + large, url("/api/check"));
        assertAnswer(ran, "\"rulename\":\"Test_Alert\"");
        assertTrue(ran.err().contains("< HTTP/1.1 100 Continue"), ran.err());
        assertTrue(ran.err().contains("< HTTP/1.1 200 OK"), ran.err());
        /* As it is used: a curl of today expects so by itself above 1 MB. */
        assertAnswer(
                run(null, curl, "-sS", "-F", "file=@" + large + ";filename=/srv/a b.bin", url("/api/check")),
                "\"file\":\"/srv/a b.bin\"");
        /* Chunks, from a pipe. */
        assertAnswer(
                run(
                        form,
                        curl,
                        "-sS",
                        "-X",
                        "POST",
                        "-T",
                        "-",
                        "-H",
                        "Content-Type: multipart/form-data; boundary=B",
                        url("/api/check")),
                "\"file\":\"/srv/prepared.jsp\"");
    }

    @Test
    void wget() throws Exception {
        String wget = program("wget");
        need(wget != null, "wget");
        Ran ran = run(
                null,
                wget,
                "-q",
                "-O",
                "-",
                "--header=Content-Type: multipart/form-data; boundary=B",
                "--post-file=" + form,
                url("/api/check?source=h%C3%B8st"));
        assertAnswer(ran, "\"rulename\":\"Evil_Webshell\"");
        assertFound("/srv/prepared.jsp", "høst");
    }

    @Test
    void pythonRequests() throws Exception {
        String python = program("python3");
        need(python != null, "python3");
        need(run(null, python, "-c", "import requests").exitCode() == 0, "requests for " + python);
        String script = """
                import requests, sys, time
                url, path, large = sys.argv[1:4]
                name = "/home/\u00fc/a \\"b\\".jsp"
                found = requests.post(url + "api/check", params={"source": "h\u00f8st"},
                                      files={"file": (name, open(path, "rb"))})
                assert found.status_code == 200, found.text
                assert found.json()[0]["matches"][0]["rulename"] == "Evil_Webshell", found.text
                print(found.json()[0]["context"]["file"].encode("unicode_escape").decode())
                with requests.Session() as session:
                    receipt = session.post(url + "api/checkAsync", files={"file": open(large, "rb")}).json()
                    end = time.time() + 60
                    while time.time() < end:
                        result = session.get(url + "api/getAsyncResults", params={"id": receipt["id"]}).json()
                        if "result" in result:
                            break
                    print(result["status"], result["result"][0]["level"])
                """;
        Ran ran = run(null, python, "-c", script, url("/"), sample.toString(), large.toString());
        assertEquals(0, ran.exitCode(), ran.toString());
        List<String> lines = new ArrayList<>(ran.out().lines().toList());
        assertEquals(2, lines.size(), ran.toString());
        assertTrue(
                lines.get(0).equals("/home/\\xfc/a %22b%22.jsp") || lines.get(0).equals("/home/\\xfc/a \"b\".jsp"),
                "urllib3 writes quotes in one way or the other: " + lines.get(0));
        assertEquals("Sample analysis complete Alert", lines.get(1));
        assertEquals("høst", running.findings.get(0).meta().hostname());
    }

    @Test
    void perlLwp() throws Exception {
        String perl = program("perl");
        need(perl != null, "perl");
        String modules = "use LWP::UserAgent; use HTTP::Request::Common;";
        need(run(null, perl, "-e", modules).exitCode() == 0, "LWP for " + perl);
        Ran ran = run(
                null,
                perl,
                "-e",
                modules
                        + " my $answer = LWP::UserAgent->new->request(POST $ARGV[0], Content_Type => 'form-data',"
                        + " Content => ['file' => [$ARGV[1], 'base \"x\".pl']]);"
                        + " print $answer->code, ' ', $answer->content;",
                url("/api/check?source=perl"),
                sample.toString());
        assertAnswer(ran, "200 [{\"level\":\"Warning\"");
        assertFound("base \"x\".pl", "perl");
    }

    @Test
    void netcat() throws Exception {
        String netcat = program("nc");
        need(netcat != null, "nc");
        URI address = running.server.address();
        String body = Files.readString(form);
        Path request = Files.writeString(
                folder.resolve("request"),
                "POST /api/check?source=nc HTTP/1.0\r\nHost: x\r\nConnection: close\r\n" + Raw.type("B")
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body);
        Ran ran = run(request, netcat, address.getHost(), String.valueOf(address.getPort()));
        assertAnswer(ran, "\"rulename\":\"Evil_Webshell\"");
        assertTrue(ran.out().startsWith("HTTP/1.1 200 OK\r\n"), ran.out());
        assertFound("/srv/prepared.jsp", "nc");
    }
}
