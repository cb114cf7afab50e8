package io.thor4j.thunderstorm.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page's files over real HTTP: what is sent, with which headers, and what is not there. */
class WebPageTest {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"#]*)\"");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z.]+)'");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "json", "application/json",
            "svg", "image/svg+xml");

    private static Server server;
    private static int port;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(new WebPage());
        server.start();
        port = connector.getLocalPort();
        client = HttpClient.newHttpClient();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Test
    void theLandingPageIsAtTheRoot() throws Exception {
        HttpResponse<String> page = get("/");
        assertEquals(200, page.statusCode());
        assertEquals("text/html; charset=utf-8", header(page, "Content-Type"));
        assertTrue(page.body().contains("<title>Thunderstorm</title>"), page.body());
        assertTrue(page.body().contains("name=\"viewport\""), page.body());
    }

    @Test
    void everyFileThatAPageNamesIsServedWithItsTypeAndPolicy() throws Exception {
        Set<String> seen = new LinkedHashSet<>();
        crawl("/", seen);
        // The landing page, its two styles, icon and six scripts; the documentation, its style and script, Swagger UI's
        // two; the document.
        assertEquals(16, seen.size(), seen.toString());
        assertTrue(seen.contains("/static/swagger-ui-bundle.js"), seen.toString());
    }

    private static void crawl(String path, Set<String> seen) throws Exception {
        if (!seen.add(path)) {
            return;
        }
        HttpResponse<String> file = get(path);
        assertEquals(200, file.statusCode(), path);
        String ending = path.endsWith("/") ? "html" : path.substring(path.lastIndexOf('.') + 1);
        assertEquals(TYPES.get(ending), header(file, "Content-Type"), path);
        assertStrict(file, path);
        if ("html".equals(ending)) {
            assertFalse(file.body().contains("<style"), path);
            assertFalse(file.body().contains(" style="), path);
            assertFalse(file.body().contains("<script>"), path);
            assertFalse(file.body().matches("(?s).* on[a-z]+=.*"), path);
            Matcher links = LINK.matcher(file.body());
            while (links.find()) {
                assertFalse(links.group(1).contains(":"), links.group(1));
                crawl(URI.create(path).resolve(links.group(1)).getPath(), seen);
            }
        }
        if ("js".equals(ending)) {
            Matcher imports = IMPORT.matcher(file.body());
            while (imports.find()) {
                crawl("/static/" + imports.group(1), seen);
            }
        }
    }

    private static void assertStrict(HttpResponse<?> answer, String path) {
        assertEquals("nosniff", header(answer, "X-Content-Type-Options"), path);
        assertEquals("no-referrer", header(answer, "Referrer-Policy"), path);
        String policy = header(answer, "Content-Security-Policy");
        assertTrue(policy.startsWith("default-src 'none'; "), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(policy.contains("http"), policy);
        for (String closed : new String[] {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"}) {
            assertTrue(policy.contains(closed), policy);
        }
    }

    @Test
    void ownScriptsNeverParseMarkup() throws Exception {
        assertTrue(header(get("/"), "Content-Security-Policy").contains("require-trusted-types-for 'script'"));
        for (String script : new String[] {"page", "api", "charts", "dom", "findings", "upload", "docs"}) {
            String text = get("/static/" + script + ".js").body();
            for (String parser : new String[] {
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "DOMParser",
                "localStorage",
                "sessionStorage"
            }) {
                assertFalse(text.contains(parser), script + " uses " + parser);
            }
        }
    }

    @Test
    void whatTheClientHasAlreadyIsNotSentAgain() throws Exception {
        HttpResponse<String> first = get("/static/page.js");
        String tag = header(first, "ETag");
        assertEquals("no-cache", header(first, "Cache-Control"));
        assertTrue(tag.matches("\"[0-9a-f]{32}\""), tag);
        for (String known : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            HttpResponse<String> again = get("/static/page.js", "If-None-Match", known);
            assertEquals(304, again.statusCode(), known);
            assertEquals("", again.body());
            assertEquals(tag, header(again, "ETag"));
        }
        assertEquals(200, get("/static/page.js", "If-None-Match", "\"other\"").statusCode());
        assertNotEquals(tag, header(get("/static/dom.js"), "ETag"));
    }

    @Test
    void whoTakesGzipGetsTheSameBytesCompressed() throws Exception {
        HttpRequest request = request("/static/swagger-ui-bundle.js")
                .header("Accept-Encoding", "br, gzip;q=0.5")
                .build();
        HttpResponse<byte[]> packed = client.send(request, BodyHandlers.ofByteArray());
        assertEquals("gzip", header(packed, "Content-Encoding"));
        assertEquals("Accept-Encoding", header(packed, "Vary"));
        HttpResponse<byte[]> plain =
                client.send(request("/static/swagger-ui-bundle.js").build(), BodyHandlers.ofByteArray());
        assertTrue(plain.headers().firstValue("Content-Encoding").isEmpty());
        assertTrue(packed.body().length < plain.body().length / 2);
        assertNotEquals(header(plain, "ETag"), header(packed, "ETag"));
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertArrayEquals(plain.body(), in.readAllBytes());
        }
        assertTrue(get("/", "Accept-Encoding", "gzip;q=0, identity")
                .headers()
                .firstValue("Content-Encoding")
                .isEmpty());
    }

    @Test
    void headAnswersAsGetWithoutTheBody() throws Exception {
        for (String path : new String[] {"/", "/static/style.css", "/static/missing"}) {
            HttpResponse<String> head = client.send(
                    request(path)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());
            HttpResponse<String> get = get(path);
            assertEquals(get.statusCode(), head.statusCode());
            assertEquals("", head.body());
            assertEquals(header(get, "Content-Length"), header(head, "Content-Length"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"})
    void otherMethodsAreRefused(String method) throws Exception {
        HttpResponse<String> answer = client.send(
                request("/static/page.js")
                        .method(method, HttpRequest.BodyPublishers.ofString("x"))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", header(answer, "Allow"));
        assertStrict(answer, method);
    }

    /** Raw, because a client would tidy them up. A target that Jetty itself refuses is a 400. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/static/",
                "/static",
                "/static/index.html",
                "/static/../page.js",
                "/static/..%2fpage.js",
                "/static/%2e%2e/%2e%2e/etc/passwd",
                "/static/..\\..\\page.js",
                "/static//page.js",
                "/static/page.js%00",
                "/static/page.js/",
                "/static/PAGE.JS",
                "/static/package-info.class",
                "/static/WebPage.class",
                "/static/META-INF/MANIFEST.MF",
                "/static/swagger-ui.js",
                "/static/swagger-ui.css.map",
                "/page.js",
                "/index.html",
                "//",
                "/%2e%2e/"
            })
    void thereIsNothingElse(String target) throws Exception {
        String answer = raw("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1\\.1 40[04] .*"), answer);
        assertFalse(answer.contains("import "), answer);
    }

    @Test
    void anUnknownFileIsNamedNowhereInTheAnswer() throws Exception {
        HttpResponse<String> answer = get("/static/%3Cimg%20onerror=x%3E");
        assertEquals(404, answer.statusCode());
        assertEquals("404 page not found\n", answer.body());
        assertEquals("text/plain; charset=utf-8", header(answer, "Content-Type"));
        assertStrict(answer, "404");
    }

    @Test
    void targetsInTheAbsoluteFormAndQueriesReachTheSameFile() throws Exception {
        String answer = raw(
                "GET http://localhost:" + port + "/static/favicon.svg?x=/static/page.js HTTP/1.1\r\nHost: localhost:"
                        + port + "\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("<svg "), answer);
    }

    @Test
    void idsOfThePageAreThoseThatItsScriptsAskFor() throws Exception {
        Set<String> asked = new HashSet<>();
        for (String script : new String[] {"page", "upload"}) {
            Matcher ids = Pattern.compile("getElementById\\('([a-z-]+)'\\)")
                    .matcher(get("/static/" + script + ".js").body());
            while (ids.find()) {
                asked.add(ids.group(1));
            }
        }
        String page = get("/").body();
        assertTrue(asked.size() > 10, asked.toString());
        asked.forEach(id -> assertTrue(page.contains(" id=\"" + id + "\""), id));
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
