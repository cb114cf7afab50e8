package io.thor4j.spiexamples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Target;
import io.thor4j.scan.OutputException;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class WebhookTest {
    private static final String RULES = """
            rule Evil { meta: score = 80 strings: $a = "evil" condition: $a }
            rule Odd { meta: score = 45 strings: $a = "odd" condition: $a }
            """;

    @TempDir
    Path folder;

    private final Recorder recorder = new Recorder();

    private ThorScanner scanner(String url, String... options) throws IOException {
        Map<String, String> all = new HashMap<>(Map.of("url", url));
        for (int i = 0; i < options.length; i += 2) {
            all.put(options[i], options[i + 1]);
        }
        return ThorScanner.builder()
                .withoutPlugins()
                .rulesFrom(Files.writeString(folder.resolve("test.yar"), RULES))
                .hooks(List.of(new WebhookProvider()))
                .pluginOptions("example.webhook", all)
                .sink(recorder)
                .build();
    }

    private static List<Target> targets(String... contents) {
        return IntStream.range(0, contents.length)
                .mapToObj(i -> Target.of("file" + i, contents[i].getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    @Test
    void findingsArePostedAsJson() throws IOException {
        try (Webhook service = new Webhook(204, true)) {
            ThorScanner scanner = scanner(service.url(), "authorization", "Bearer token");
            ScanReport report = scanner.scan(targets("evil", "fine", "odd", "so evil"));
            scanner.close();
            assertEquals(List.of(), report.pluginFailures());
            assertEquals(2, service.bodies.size(), "what is below the minimum score is not posted");
            assertTrue(service.bodies.get(0).startsWith("{\"type\":\"THOR assessment\""), service.bodies.get(0));
            assertTrue(service.bodies.get(0).contains("\"path\":\"file0\""), service.bodies.get(0));
            assertTrue(service.bodies.get(1).contains("\"path\":\"file3\""), service.bodies.get(1));
            assertEquals(List.of("Bearer token", "Bearer token"), service.authorizations);
        }
    }

    @Test
    void refusedFindingsAreCountedWhenTheScannerIsClosed() throws IOException {
        try (Webhook service = new Webhook(503, true)) {
            ThorScanner scanner = scanner(service.url());
            scanner.scan(targets("evil", "evil", "evil"));
            OutputException thrown = assertThrows(OutputException.class, scanner::close);
            assertTrue(
                    thrown.getMessage().contains("3 findings were not delivered, the last problem: HTTP status 503"),
                    thrown.getMessage());
            assertEquals(3, recorder.assessments.size(), "the other outputs have them");
        }
    }

    @Test
    void serviceThatNeverAnswersDelaysOnlyTheEnd() throws IOException {
        try (Webhook service = new Webhook(204, false)) {
            ThorScanner scanner = scanner(service.url(), "seconds", "1", "queue", "2");
            ScanReport report = scanner.scan(targets("evil", "evil", "evil", "evil", "evil", "evil", "evil", "evil"));
            assertEquals(8, recorder.assessments.size());
            assertEquals(List.of(), report.pluginFailures());
            OutputException thrown = assertThrows(OutputException.class, scanner::close);
            assertTrue(thrown.getMessage().contains("8 findings were not delivered"), thrown.getMessage());
        }
    }

    @Test
    void nobodyThereIsCountedToo() throws IOException {
        String url;
        try (Webhook service = new Webhook(204, true)) {
            url = service.url();
        }
        ThorScanner scanner = scanner(url, "seconds", "1");
        scanner.scan(targets("evil"));
        OutputException thrown = assertThrows(OutputException.class, scanner::close);
        assertTrue(thrown.getMessage().contains("1 findings were not delivered"), thrown.getMessage());
    }

    @Test
    void badOptionsLeaveThePluginOutWithAClearReason() throws IOException {
        ScanReport report = scanner("ftp://example.org/").scan(targets("evil"));
        assertEquals(
                "IllegalArgumentException: url is not an http address: ftp://example.org/",
                report.pluginProblems().get(0).reason());
        ScanReport second = scanner("http://example.org/", "queue", "0").scan(targets("evil"));
        assertEquals(
                "IllegalArgumentException: queue is not positive: 0",
                second.pluginProblems().get(0).reason());
    }

    @Test
    void withoutAnAddressNothingIsPosted() {
        ScanReport report = ThorScanner.builder()
                .withoutPlugins()
                .hooks(List.of(new WebhookProvider()))
                .build()
                .scan(targets("evil"));
        assertEquals(List.of(), report.pluginProblems());
    }
}
