package io.thor4j.thunderstorm.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An installed Chromium without a window, and what went wrong in its pages: violations of the content security policy, errors on the
 * console, dialogs, requests to anywhere but the server.
 */
final class Chromium implements AutoCloseable {
    /** Where screenshots are kept. */
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static final double PATIENCE_MILLISECONDS = 30_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<String> troubles = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /** The browser's program: the one of the system property thor.chromium, else the first on the search path; empty when there is none. */
    static Optional<Path> installed() {
        String given = System.getProperty("thor.chromium", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        return Stream.of("chromium", "chromium-browser", "google-chrome", "chrome.exe")
                .flatMap(name -> Stream.of(
                                System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program) {
        // A bound for a loaded machine; what is there is seen at once.
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLISECONDS);
        // Without its sandbox, which root may not have, as in most containers: it only sees this build's own pages.
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setHeadless(true)
                        .setChromiumSandbox(false));
        return new Chromium(playwright, browser);
    }

    /** A page of its own profile; everything that it asks for has to come from the origin given. */
    Page page(String origin, int width, int height, ColorScheme colours) {
        BrowserContext context = browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(colours));
        context.setDefaultTimeout(PATIENCE_MILLISECONDS);
        Page page = context.newPage();
        page.addInitScript(
                "addEventListener('securitypolicyviolation', e => console.error('CSP violation: ' + e.violatedDirective"
                        + " + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber + ' ' + e.sample));");
        page.onConsoleMessage(message -> {
            // A refused request is logged as an error by the browser itself; tests that provoke one look at what the
            // page says.
            if ("error".equals(message.type())
                    && !message.text().startsWith("Failed to load resource: the server responded")) {
                troubles.add(message.text());
            }
        });
        page.onPageError(troubles::add);
        page.onDialog(dialog -> {
            troubles.add("dialog " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) {
                troubles.add("request to " + request.url());
            }
        });
        return page;
    }

    void assertNothingWentWrong() {
        assertEquals(List.of(), troubles);
    }

    static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    /** Names what sticks out of the page's width. */
    static void assertNoHorizontalScroll(Page page) {
        assertEquals(
                "",
                page.evaluate("document.documentElement.scrollWidth <= innerWidth ? ''"
                        + " : 'wider than ' + innerWidth + ': ' + [...document.querySelectorAll('body *')]"
                        + ".filter(e => e.getBoundingClientRect().right > innerWidth)"
                        + ".map(e => e.tagName + ' ' + e.id + ' ' + e.getAttribute('class')).join(', ')"));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
