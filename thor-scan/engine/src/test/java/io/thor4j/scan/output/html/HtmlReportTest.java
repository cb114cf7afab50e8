package io.thor4j.scan.output.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.thor4j.core.Level;
import io.thor4j.core.text.LineEscaper;
import io.thor4j.scan.TestScans;
import io.thor4j.scan.output.Events;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {
    /** Where screenshots are kept. */
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @TempDir
    private Path folder;

    private Path report(int entries) throws IOException {
        Path file = folder.resolve("report.html");
        HtmlReportOptions options =
                new HtmlReportOptions(ZoneOffset.UTC, true, entries, List.of("scan", "<b>"), List.of());
        try (HtmlReportSink sink = new HtmlReportSink(file, options)) {
            for (String name : Events.HOSTILE) {
                sink.accept(Events.finding(Level.ALERT, 90, "Rule_" + name, name, Events.hostileMatch(name)));
            }
            sink.accept(Events.finding(Level.WARNING, 70, "Shell_Rule", "/var/www/shell.php"));
            sink.accept(Events.finding(Level.NOTICE, 50, "/home/a"));
            sink.accept(Events.message(Level.ERROR, "disk </h3><script>alert(2)</script>", Map.of("file", "/b")));
            sink.accept(Events.message(Level.INFO, "Scan finished", Map.of("version", "1.2", "files_seen", 12)));
        }
        return file;
    }

    @Test
    void nothingOfTheDataIsMarkupAndThePageNeedsNothingElse() throws IOException {
        String page = Files.readString(report(100));
        assertEquals(1, page.split("<script", -1).length - 1, "the page's own");
        assertFalse(page.contains("<img"), "markup of a name");
        assertFalse(page.matches("(?s).*<[a-z]+ [^>]*(src|href)=.*"), "something to load");
        assertFalse(page.contains("<link") || page.contains("http:") || page.contains("https:"));
        assertTrue(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
        page.codePoints()
                .forEach(c -> assertFalse(c == 0x202E || c == 0x1B || c == 0 || c == 0x2028 || c == 0x85, "a control"));
    }

    @Test
    void whatIsNotShownIsCountedAndSaid() throws IOException {
        String page = Files.readString(report(3));
        assertTrue(page.contains("The first 3 of 15 are shown; the other 12 are in the log."), page);
        assertTrue(page.contains("id=\"count-alert\">15<"), page);
        assertEquals(3, page.split("<article class=\"alert\"", -1).length - 1);
        assertEquals(1, page.split("<article class=\"warning\"", -1).length - 1);
    }

    @Test
    void equalEventsMakeEqualPages() throws IOException {
        assertEquals(Files.readString(report(10)), Files.readString(report(10)));
    }

    private static Optional<Path> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(place -> !place.isEmpty())
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static long shown(Page page) {
        return page.locator("article:visible").count();
    }

    @Test
    void inABrowserFiltersWorkNamesStayTextAndEveryWidthLooksRight() throws IOException {
        Optional<Path> program = chromium();
        assumeTrue(
                program.isPresent() || TestScans.cannot("HtmlReportTest", "no chromium on the search path"),
                "no chromium");
        Path file = report(100);
        List<String> troubles = new ArrayList<>();
        try (Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program.orElseThrow())
                                .setHeadless(true)
                                .setChromiumSandbox(false));
                BrowserContext context =
                        browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 900))) {
            context.setDefaultTimeout(60_000);
            Page page = context.newPage();
            page.onConsoleMessage(message -> troubles.add(message.text()));
            page.onPageError(troubles::add);
            page.onDialog(dialog -> {
                troubles.add("dialog " + dialog.message());
                dialog.dismiss();
            });
            page.onRequest(request -> {
                if (!request.url().startsWith("file:")) {
                    troubles.add("request to " + request.url());
                }
            });
            page.navigate(file.toUri().toString());
            assertEquals(19, shown(page));
            assertEquals("19 of 19 entries shown", page.locator("#shown").textContent());
            for (int i = 0; i < Events.HOSTILE.size(); i++) {
                String name = (String) page.evaluate(
                        "i => { const a = document.querySelectorAll('article.alert')[i];"
                                + " const d = [...a.querySelectorAll('dt')].find(t => t.textContent === 'FILE');"
                                + " return d.nextElementSibling.textContent; }",
                        i);
                assertEquals(Events.HOSTILE.get(i), LineEscaper.unescape(name), "a name is text, and whole");
            }
            filters(page);
            assertNoHorizontalScroll(page);
            screenshot(page, "report-desktop");
            page.setViewportSize(390, 844);
            assertNoHorizontalScroll(page);
            screenshot(page, "report-phone");
        }
        assertEquals(List.of(), troubles);
    }

    private static void filters(Page page) {
        page.uncheck("input[value=Alert]");
        assertEquals(4, shown(page));
        assertFalse(page.locator("section[data-level=Alert]").isVisible());
        page.fill("#words", "SHELL www");
        assertEquals(1, shown(page));
        page.fill("#words", "no such words");
        assertEquals(0, shown(page));
        page.fill("#words", "");
        page.check("input[value=Alert]");
        page.selectOption("#module", "Report");
        assertEquals(2, shown(page));
        page.selectOption("#module", "");
        page.click("button[data-module=Filescan]");
        assertEquals(17, shown(page));
        page.selectOption("#module", "");
        assertEquals(19, shown(page));
    }

    private static void assertNoHorizontalScroll(Page page) {
        assertEquals(true, page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setTimeout(60_000));
    }
}
