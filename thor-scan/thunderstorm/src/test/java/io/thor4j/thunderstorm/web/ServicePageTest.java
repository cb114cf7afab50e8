package io.thor4j.thunderstorm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.thunderstorm.server.Client;
import io.thor4j.thunderstorm.server.ThunderstormServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The page as a user has it: a real service with tokens, a real scan, a headless Chromium. Its screenshots are in target/screenshots. */
@ExtendWith(WithChromium.class)
class ServicePageTest {
    // In pieces and as a pattern, so that no virus scanner takes this file or the rule away.
    private static final String EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";
    private static final String RULES = """
            rule Eicar {
                meta:
                    description = "the EICAR test file"
                    score = 95
                    reference = "https://example.org/eicar"
                strings: $a = "EICAR-STANDARD-ANTIVIRUS"
                condition: $a
            }
            """;
    private static final String TOKEN = "a-token-of-the-page-test";

    @TempDir
    Path folder;

    @Test
    void aUserChecksEicarAndSeesItEverywhere(Chromium chromium) throws Exception {
        Path rules = Files.createDirectories(folder.resolve("signatures/yara"));
        Files.writeString(rules.resolve("eicar.yar"), RULES);
        try (ThorScanner scanner = ThorScanner.builder()
                        .signatures(SignatureSet.load(folder.resolve("signatures")))
                        .withoutPlugins()
                        .build();
                ThunderstormServer server = ThunderstormServer.builder(scanner)
                        .listen("127.0.0.1", 0)
                        .queueFolder(folder.resolve("queue"))
                        .threads(2, 0)
                        .disk(0, 0)
                        .grace(Duration.ofSeconds(5))
                        .clients(List.of(Client.of("page", TOKEN, 0)))
                        .start()) {
            String root = server.address() + "/";
            Page page = chromium.page(root, 1200, 800, ColorScheme.LIGHT);
            page.navigate(root);
            page.locator("#token").fill(TOKEN);
            page.keyboard().press("Enter");
            assertThat(page.locator("#connection")).hasText("Connected");
            assertThat(row(page, "Scanned Samples")).hasText("0");
            assertThat(page.locator("#findings-note")).hasText("None yet.");

            check(page, "eicar.com", EICAR);
            seesTheAlert(page);
            check(page, "clean.txt", "nothing");
            assertThat(page.locator("#verdict")).hasText("No findings in clean.txt");
            assertThat(page.locator("#verdict-findings")).isEmpty();
            chartsMoved(page);

            submit(root, "<img src=x onerror=alert(1)>\u202Eexe.txt", EICAR);
            refreshUntil(page, "Scanned Samples", "3");
            Locator findings = page.locator("#findings details");
            assertThat(findings).hasCount(2);
            assertThat(findings.first().locator("summary"))
                    .containsText("<img src=x onerror=alert(1)>\\u{202e}exe.txt");
            assertThat(findings.last().locator("summary")).containsText("eicar.com");
            check(page, "eicar.com", EICAR);
            assertThat(page.locator("#findings details")).hasCount(3);
            fitsEveryScreen(page);
            theDocumentationCalls(page);
            page.context().close();
            chromium.assertNothingWentWrong();
        }
    }

    private static void check(Page page, String name, String content) {
        page.locator("#sample")
                .setInputFiles(
                        new FilePayload(name, "application/octet-stream", content.getBytes(StandardCharsets.UTF_8)));
        page.locator("#source").fill("a-host");
        page.locator("#check").click();
    }

    private static void seesTheAlert(Page page) {
        assertThat(page.locator("#verdict")).hasText("Alert, score 95: eicar.com");
        Locator finding = page.locator("#verdict-findings details");
        assertThat(finding).hasCount(1);
        assertThat(finding.locator(".reasons > li")).containsText("the EICAR test file");
        assertThat(finding.locator(".reasons > li")).containsText("(score 95)");
        assertThat(finding.locator(".matched")).containsText("EICAR-STANDARD-ANTIVIRUS");
        assertThat(finding.locator("dl"))
                .containsText("275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");
        assertThat(finding.locator("dl")).containsText("a-host");
        assertThat(page.locator("#findings details")).hasCount(1);
        assertThat(page.locator("#findings-note")).hasText("The last 1, newest first.");
        refreshUntil(page, "Scanned Samples", "1");
    }

    private static void chartsMoved(Page page) {
        refreshUntil(page, "Scanned Samples", "2");
        double scanned = 0;
        for (Locator bar : page.locator("figure").first().locator(".bar").all()) {
            scanned += Double.parseDouble(bar.getAttribute("height"));
        }
        assertTrue(scanned > 0, "no bar of scanned samples has a height");
        assertThat(page.locator("svg").first())
                .hasAttribute("aria-label", Pattern.compile("Samples scanned: [0-2] at .*, highest [12] since .*"));
        assertThat(page.locator("svg").nth(1)).hasAttribute("aria-label", Pattern.compile("Queue length: 0 at .*"));
        // The page's own first request, which had no token.
        assertThat(page.locator("svg").nth(2))
                .hasAttribute("aria-label", Pattern.compile("Requests denied: [01] at .*, highest 1 since .*"));
        assertThat(page.locator("svg").nth(1).locator(".edge")).hasCount(1);
    }

    private static void fitsEveryScreen(Page page) {
        Chromium.screenshot(page, "page-desktop-light");
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        Chromium.screenshot(page, "page-desktop-dark");
        page.setViewportSize(360, 740);
        page.locator("#findings summary").first().click();
        Chromium.screenshot(page, "page-phone-dark");
        Chromium.assertNoHorizontalScroll(page);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        Chromium.screenshot(page, "page-phone-light");
        page.setViewportSize(1200, 800);
    }

    /** Swagger UI asks the service with the token that it is given, under the page's policy. */
    private static void theDocumentationCalls(Page page) {
        page.locator("nav a").first().click();
        assertThat(page.locator("#docs .opblock-summary-path[data-path='/api/v1/check']"))
                .isVisible();
        assertThat(page.locator("#docs-state")).isEmpty();
        assertThat(page.locator("#docs .errors-wrapper")).hasCount(0);
        page.locator("#docs button.authorize").first().click();
        page.locator("#docs .auth-container input").fill(TOKEN);
        page.locator("#docs .auth-container button[type=submit]").click();
        page.locator("#docs .auth-container button.btn-done").click();
        Locator operation = page.locator("#operations-Version_1_paths-statusV1");
        operation.locator("button.opblock-summary-control").click();
        operation.locator("button.try-out__btn").click();
        operation.locator("button.execute").click();
        assertThat(operation
                        .locator(".live-responses-table .response-col_status")
                        .last())
                .containsText("200");
        assertThat(operation.locator(".live-responses-table")).containsText("\"scanned_samples\": 4");
        Chromium.screenshot(page, "docs-desktop");
        page.setViewportSize(360, 740);
        Chromium.screenshot(page, "docs-phone");
        Chromium.assertNoHorizontalScroll(page);
    }

    private static Locator row(Page page, String name) {
        return page.locator("#status-rows tr")
                .filter(new Locator.FilterOptions()
                        .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
                .locator("td");
    }

    private static void refreshUntil(Page page, String name, String value) {
        page.waitForCondition(() -> {
            page.waitForResponse(
                    response -> response.url().contains("/status"),
                    () -> page.locator("#range").dispatchEvent("change"));
            return value.equals(row(page, name).textContent());
        });
        assertThat(row(page, name)).hasText(value);
    }

    private static void submit(String root, String name, String content) throws Exception {
        String body = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name + "\"\r\n\r\n"
                + content + "\r\n--B--\r\n";
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(root + "api/checkAsync"))
                                .header("Content-Type", "multipart/form-data; boundary=B")
                                .header("Authorization", "Bearer " + TOKEN)
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
    }
}
