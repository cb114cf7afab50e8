package io.thor4j.thunderstorm.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The page's scripts in a headless Chromium, against answers of every kind. */
@ExtendWith(WithChromium.class)
class PageScriptTest {
    private static final CannedService SERVICE = new CannedService();

    private static Server server;
    private static String root;
    private static Chromium chromium;

    @BeforeAll
    static void start(Chromium browser) throws Exception {
        chromium = browser;
        server = new Server();
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost(InetAddress.getLoopbackAddress().getHostAddress());
        server.addConnector(connector);
        server.setHandler(new Handler.Sequence(new WebPage(), SERVICE));
        server.start();
        root = "http://localhost:" + connector.getLocalPort() + "/";
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    @BeforeEach
    void reset() {
        SERVICE.reset();
    }

    @AfterEach
    void check() {
        chromium.assertNothingWentWrong();
    }

    private static Page open(int width, ColorScheme colours) {
        Page page = chromium.page(root, width, 800, colours);
        page.navigate(root);
        return page;
    }

    private static Page open() {
        return open(1200, ColorScheme.LIGHT);
    }

    /** Has the page ask again now: its clock would do so some seconds later. */
    private static void refresh(Page page) {
        page.locator("#range").dispatchEvent("change");
    }

    private static void upload(Page page, String name) {
        page.locator("#sample")
                .setInputFiles(new FilePayload(name, "text/plain", "x".getBytes(StandardCharsets.UTF_8)));
        page.locator("#check").click();
    }

    @Test
    void statusIsShownInTitleCaseAndStaysLive() {
        Page page = chromium.page(root, 1200, 800, ColorScheme.LIGHT);
        page.clock().install();
        page.navigate(root);
        Locator rows = page.locator("#status-rows tr");
        assertThat(rows).hasText(new String[] {"Scanned Samples10", "Avg Scan Time Milliseconds2.5"});
        assertThat(page.locator("#info-rows tr"))
                .hasText(new String[] {"Thor Version0.1", "Version Info Yara4.5", "Arguments-a b"});
        SERVICE.answer("/api/status", "{\"scanned_samples\": 11, \"uptime_seconds\": 5}");
        page.clock().runFor(3000);
        assertThat(rows).hasText(new String[] {"Scanned Samples11", "Uptime Seconds5"});
        assertThat(page.locator("#connection")).hasText("Connected");
        page.context().close();
    }

    @Test
    void chartsDrawTheHistoryOfTheRangeChosen() {
        Page page = open();
        assertThat(page.locator("figure:first-child .bar")).hasCount(3);
        assertThat(page.locator("svg").first())
                .hasAttribute("aria-label", "Samples scanned: 7 at 2026-11-22 10:02, highest 7 since 2026-11-22 10:00");
        List<Double> heights = new ArrayList<>();
        for (Locator bar : page.locator("figure:first-child .bar").all()) {
            heights.add(Double.parseDouble(bar.getAttribute("height")));
        }
        assertEquals(0, heights.get(1));
        assertEquals(3.0 / 7, heights.get(0) / heights.get(2), 0.001);
        page.locator("#range").selectOption("day");
        page.waitForCondition(() -> SERVICE.requests.contains("GET /api/queueHistory?aggregate=15&limit=1440 null"));
        page.locator("figure:first-child summary").click();
        assertThat(page.locator("figure:first-child tbody tr").first()).hasText("2026-11-22 10:027");
        SERVICE.answer("/api/sampleHistory", "{}");
        refresh(page);
        assertThat(page.locator("svg").first()).hasAttribute("aria-label", "Samples scanned: nothing yet");
        page.context().close();
    }

    private static final String HOSTILE =
            "<img src=x onerror=alert(1)>\u202Egpj.exe\n<script>alert(2)</script>" + "W".repeat(300);

    private static String hostileFinding() {
        String text = HOSTILE.replace("\n", "\\n").replace("\u202E", "\\u202e");
        return ("[{\"type\": \"THOR assessment\", \"meta\": {\"time\": \"T\", \"level\": \"Alert\", \"module\": \"M\", \"scan_id\": \"S\","
                        + "\"hostname\": \"@\"}, \"message\": \"@\", \"score\": 95, \"subject\": {\"type\": \"file\", \"path\": \"@\","
                        + "\"size\": 5, \"hashes\": {\"sha256\": \"@\"}}, \"reasons\": [{\"summary\": \"@\", \"signature\": {\"score\": 70,"
                        + "\"rule_name\": \"Other_@\", \"reference\": [\"javascript:alert(3)\"]}, \"matched\": ["
                        + "{\"data\": {\"data\": \"@\", \"encoding\": \"plain\"}, \"offset\": 255, \"field\": \"/@\"},"
                        + "{\"data\": \"plain\"}]}], \"reason_count\": 4}]")
                .replace("@", text);
    }

    @Test
    void hostileTextStaysTextAndOnThePhonesScreen() {
        SERVICE.answer("/api/v1/check", hostileFinding());
        SERVICE.answer("/api/v1/recentFindings", hostileFinding());
        SERVICE.answer("/api/status", "{\"<img src=x onerror=alert(4)>_x\": \"<b>1</b>\"}");
        Page page = open(360, ColorScheme.DARK);
        upload(page, "<img src=x onerror=alert(5)>\u202Etxt.exe");
        assertThat(page.locator("#verdict")).hasText("Alert, score 95: <img src=x onerror=alert(5)>\\u{202e}txt.exe");
        for (String list : new String[] {"#verdict-findings", "#findings"}) {
            Locator finding = page.locator(list + " details");
            assertThat(finding).hasCount(1);
            assertThat(finding.locator("summary"))
                    .containsText("<img src=x onerror=alert(1)>\\u{202e}gpj.exe\\u{a}<script>alert(2)</script>W");
        }
        Locator shown = page.locator("#verdict-findings");
        assertThat(shown.locator(".matched li").first()).containsText("at 0xff");
        assertThat(shown.locator(".matched li").last()).hasText("plain");
        assertThat(shown).containsText("and 3 further reasons");
        assertThat(page.locator("main img, main script, main b, main a")).hasCount(0);
        Chromium.screenshot(page, "hostile-phone-dark");
        Chromium.assertNoHorizontalScroll(page);
        page.context().close();
    }

    @Test
    void aCleanFileIsSaidToHaveNoFindingsAndTheSourceIsSent() {
        Page page = open();
        page.locator("#source").fill("host & co");
        upload(page, "clean.txt");
        assertThat(page.locator("#verdict")).hasText("No findings in clean.txt");
        assertTrue(
                SERVICE.requests.contains("POST /api/v1/check?source=host%20%26%20co null"),
                SERVICE.requests.toString());
        page.context().close();
    }

    @Test
    void whateverIsNoVerdictIsNeverShownAsClean() {
        Page page = open();
        Locator verdict = page.locator("#verdict");
        Object[][] answers = {
            {503, "{\"message\": \"too many\"}", "7", "a was not checked: too many; try again in 7 seconds"},
            {500, "{\"message\": \"it <b>broke</b>\"}", "", "a was not checked: it <b>broke</b>"},
            {413, "too large", "", "a was not checked: HTTP status 413"},
            {200, "", "", "a was not checked: the answer is not JSON"},
            {200, "null", "", "a was not checked: the answer is not a list of findings"},
            {200, "{\"status\": \"error\"}", "", "a was not checked: the answer is not a list of findings"},
        };
        for (Object[] answer : answers) {
            SERVICE.answer("/api/v1/check", (Integer) answer[0], (String) answer[1], (String) answer[2]);
            upload(page, "a");
            assertThat(verdict).hasText((String) answer[3]);
            assertThat(page.locator("#check")).isEnabled();
            page.evaluate("document.getElementById('verdict').textContent = ''");
        }
        page.context().close();
    }

    @Test
    void aScanThatALimitCutShortIsNotShownAsClean() {
        SERVICE.answer(
                "/api/v1/check",
                "[{\"type\": \"THOR message\", \"meta\": {\"level\": \"Warning\"}, \"message\": \"<i>Cut</i>\","
                        + "\"fields\": {\"limit\": \"size\"}}]");
        Page page = open();
        upload(page, "a");
        assertThat(page.locator("#verdict")).hasText("No findings in what was seen of a, which is not all of it");
        assertThat(page.locator("#verdict-findings p")).hasText("Warning <i>Cut</i>; limit: size");
        page.context().close();
    }

    @Test
    void aStatusThatCannotBeReadIsSaid() {
        SERVICE.answer("/api/status", 500, "{\"message\": \"broken\"}", "");
        Page page = open();
        assertThat(page.locator("#connection")).hasText("Not up to date: broken");
        SERVICE.answer("/api/status", "{\"scanned_samples\": 1}");
        refresh(page);
        assertThat(page.locator("#connection")).hasText("Connected");
        page.context().close();
    }

    @Test
    void aTokenIsAskedForAndForgottenWithThePage() {
        SERVICE.token = "secret";
        Page page = open();
        assertThat(page.locator("#access")).isVisible();
        assertThat(page.locator("#token")).isFocused();
        page.locator("#token").fill("wrong");
        page.keyboard().press("Enter");
        assertThat(page.locator("#connection")).hasText("Access token needed");
        int asked = SERVICE.requests.size();
        page.locator("#token").fill("secret");
        page.keyboard().press("Enter");
        assertThat(page.locator("#access")).isHidden();
        assertThat(page.locator("#status-rows tr")).hasCount(2);
        assertTrue(asked <= 3, "refused again and again: " + SERVICE.requests);
        upload(page, "clean.txt");
        assertThat(page.locator("#verdict")).hasText("No findings in clean.txt");
        assertEquals("", page.locator("#token").inputValue());
        assertEquals(0, page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length"));
        assertFalse(SERVICE.requests.stream().anyMatch(request -> request.split(" ")[1].contains("secret")));
        page.reload();
        assertThat(page.locator("#access")).isVisible();
        page.context().close();
    }

    @Test
    void everythingIsReachedWithTheKeyboardAndSeenWhenItIs() {
        SERVICE.answer("/api/v1/recentFindings", hostileFinding());
        Page page = open();
        assertThat(page.locator("#findings summary")).hasCount(1);
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            page.keyboard().press("Tab");
            reached.add(
                    (String) page.evaluate("(() => { const e = document.activeElement; const s = getComputedStyle(e);"
                            + " if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2) return 'unseen ' + e.outerHTML;"
                            + " return e.id || e.textContent.trim(); })()"));
        }
        assertEquals(
                List.of("Skip to content", "API Documentation", "OpenAPI file", "sample", "source", "check", "range"),
                reached.subList(0, 7));
        assertEquals(List.of("Figures", "Figures", "Figures"), reached.subList(7, 10));
        assertTrue(reached.get(10).startsWith("Alert"), reached.toString());
        page.locator("#findings summary").focus();
        page.keyboard().press("Enter");
        assertThat(page.locator("#findings .reasons")).isVisible();
        // Still open after the next answers, in which they are the same.
        SERVICE.answer("/api/deniedHistory", "{}");
        page.waitForResponse(response -> response.url().contains("/recentFindings"), () -> refresh(page));
        // The next round begins when this one is shown.
        page.waitForResponse(response -> response.url().contains("/status"), () -> refresh(page));
        assertThat(page.locator("svg").last()).hasAttribute("aria-label", "Requests denied: nothing yet");
        assertThat(page.locator("#findings .reasons")).isVisible();
        assertEquals(
                0,
                page.evaluate("[...document.querySelectorAll('input, select, progress')]"
                        + ".filter(e => !e.labels?.length && !e.ariaLabel).length"));
        assertEquals(0, page.evaluate("[...document.querySelectorAll('table')].filter(t => !t.caption).length"));
        page.context().close();
    }
}
