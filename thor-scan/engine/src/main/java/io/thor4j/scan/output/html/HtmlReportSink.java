package io.thor4j.scan.output.html;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.PendingFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes one page for people: what was scanned, how much was found by level, host and module, and the events, which can be filtered
 * (reference/thor-scanner.md section 5.5, which has screenshots only: the markup is ours). The page needs no network, and its content policy
 * lets no browser run or load anything but the page's own script and style. It is there when the sink is closed. Used by one thread at a
 * time.
 *
 * <p>The page grows with {@link HtmlReportOptions#entries} only, not with the logs: what is not shown is counted, and said.
 */
public final class HtmlReportSink implements OutputSink {
    /* Errors first, then by loudness, as THOR's report does. */
    private static final List<Level> LEVELS =
            List.of(Level.ERROR, Level.ALERT, Level.WARNING, Level.NOTICE, Level.INFO);

    /** Characters of a value that are shown; ours. */
    private static final int MAX_VALUE = 4_096;

    /** Hosts and modules with a row of their own; ours. The rest share one. */
    private static final int MAX_ROWS = 5_000;

    private static final String OTHERS = "(others)";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss xxx", Locale.ROOT);

    private final PendingFile file;
    private final HtmlReportOptions options;
    private final TextLogWriter text;
    private final Map<Level, LevelEntries> levels = new EnumMap<>(Level.class);
    private final Map<String, HostCounts> hosts = new TreeMap<>();
    private final Map<String, Long> modules = new TreeMap<>();
    private final Map<String, String> facts = new LinkedHashMap<>();
    private long unshownDebug;

    /**
     * Begins a report.
     *
     * @param file where it will stand
     * @param options what it shows
     * @throws IOException when nothing can be written there
     */
    public HtmlReportSink(Path file, HtmlReportOptions options) throws IOException {
        this.file = new PendingFile(file);
        this.options = options;
        this.text = TextLogWriter.of("", options.zone(), true);
        LEVELS.forEach(level ->
                levels.put(level, new LevelEntries(level == Level.INFO && !options.info() ? 0 : options.entries())));
    }

    @Override
    public void accept(Assessment assessment) {
        LevelEntries entries = count(assessment.meta());
        if (entries != null && entries.next()) {
            entries.add(entry(assessment.meta(), entries.count(), text.fields(assessment)));
        }
    }

    @Override
    public void accept(Message message) {
        facts(message);
        LevelEntries entries = count(message.meta());
        if (entries != null && entries.next()) {
            entries.add(entry(message.meta(), entries.count(), text.fields(message)));
        }
    }

    /* What THOR and this scanner say of the scan; the first word counts. */
    private void facts(Message message) {
        message.fields().forEach((key, value) -> {
            String name = switch (key) {
                case "version" -> "Version";
                case "targets" -> "Targets";
                case "threads" -> "Threads";
                case "files_seen" -> "Files seen";
                case "filtered" -> "False positives filtered";
                default -> null;
            };
            if (name != null && value != null) {
                facts.putIfAbsent(name, String.valueOf(text.fields(message).get(key.toUpperCase(Locale.ROOT))));
            }
        });
    }

    private @Nullable LevelEntries count(EventMeta meta) {
        Level level = meta.level();
        String host = hosts.size() < MAX_ROWS || hosts.containsKey(meta.hostname()) ? meta.hostname() : OTHERS;
        hosts.computeIfAbsent(host, name -> new HostCounts()).add(meta, level);
        String module = modules.size() < MAX_ROWS || modules.containsKey(meta.module()) ? meta.module() : OTHERS;
        modules.merge(module, 1L, Long::sum);
        unshownDebug += level == Level.DEBUG ? 1 : 0;
        return levels.get(level);
    }

    private String entry(EventMeta meta, long number, Map<String, String> fields) {
        String level = meta.level().text();
        Html html = new Html();
        html.raw("<article class=\"")
                .raw(key(meta.level()))
                .raw("\" data-level=\"")
                .raw(level);
        html.raw("\" data-host=\"")
                .text(meta.hostname())
                .raw("\" data-module=\"")
                .text(meta.module())
                .raw("\">");
        html.raw("<h3><b>")
                .raw(level + " " + number)
                .raw("</b><i>")
                .text(time(meta.time()))
                .raw("</i> ");
        html.isolated(meta.hostname()).raw("</h3><dl>");
        fields.forEach((name, value) -> {
            html.raw("<dt>").text(name).raw("</dt><dd>");
            boolean cut = value.length() > MAX_VALUE;
            html.isolated(cut ? value.substring(0, MAX_VALUE) : value);
            html.raw(cut ? " [" + (value.length() - MAX_VALUE) + " more characters are in the log]" : "")
                    .raw("</dd>");
        });
        return html.raw("</dl></article>\n").toString();
    }

    private static String key(Level level) {
        return level.text().toLowerCase(Locale.ROOT);
    }

    private String time(@Nullable OffsetDateTime time) {
        return time == null ? "" : TIME.format(time.atZoneSameInstant(options.zone()));
    }

    @Override
    public boolean isDocument() {
        return true;
    }

    @Override
    public void close() {
        String style = resource("report.css");
        String script = resource("report.js");
        Html head = new Html();
        head.raw("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n");
        head.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '" + hash(style)
                + "'; script-src '" + hash(script) + "'; base-uri 'none'; form-action 'none'\">\n");
        head.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        head.raw("<meta name=\"referrer\" content=\"no-referrer\">\n<title>THOR Scan Report</title>\n");
        head.raw("<style>").raw(style).raw("</style></head><body>\n<header><h1>THOR Scan Report</h1>\n");
        panels(head);
        head.raw("</header>\n<main>\n");
        filters(head);
        file.write(head.toString());
        LEVELS.forEach(level -> section(level, entries(level)));
        file.write("</main>\n<script>" + script + "</script>\n</body></html>\n");
        file.close();
    }

    private void panels(Html html) {
        html.raw("<div class=\"panels\"><div class=\"panel\"><h2>Scan Information</h2><dl>");
        fact(html, "Scanner", "thor");
        facts.forEach((name, value) -> fact(html, name, value));
        fact(
                html,
                hosts.size() == 1 ? "Run on System" : "Hosts",
                hosts.size() == 1 ? hosts.keySet().iterator().next() : String.valueOf(hosts.size()));
        if (!options.arguments().isEmpty()) {
            fact(html, "Argument list", String.join(" ", options.arguments()));
        }
        fact(html, "Start Time", time(edge(true)));
        fact(html, "End Time", time(edge(false)));
        for (String log : options.logs()) {
            fact(html, "Log File Name", log);
        }
        if (hosts.size() == 1) {
            fact(html, "Scan ID", hosts.values().iterator().next().scans());
        }
        html.raw("</dl></div>\n<div class=\"panel\"><h2>Statistics</h2><table>");
        for (Level level : LEVELS) {
            html.raw("<tr><th>")
                    .raw(plural(level))
                    .raw("</th><td class=\"n ")
                    .raw(key(level))
                    .raw("\" id=\"count-");
            html.raw(key(level))
                    .raw("\">")
                    .raw(String.valueOf(entries(level).count()))
                    .raw("</td></tr>");
        }
        html.raw("</table>");
        if (unshownDebug > 0) {
            html.raw("<p class=\"said\">").raw(unshownDebug + " events of the level Debug are not in this report.</p>");
        }
        html.raw("</div>\n<div class=\"panel\"><h2>Modules</h2><table>");
        modules.forEach((module, count) -> html.raw("<tr><td><button type=\"button\" data-module=\"")
                .text(module)
                .raw("\">")
                .isolated(module)
                .raw("</button></td><td class=\"n\">")
                .raw(count.toString())
                .raw("</td></tr>"));
        html.raw("</table></div></div>\n");
        if (hosts.size() > 1) {
            hostTable(html);
        }
    }

    private static void fact(Html html, String name, String value) {
        html.raw("<dt>").text(name).raw("</dt><dd>").isolated(value).raw("</dd>");
    }

    private @Nullable OffsetDateTime edge(boolean begin) {
        return hosts.values().stream()
                .flatMap(counts -> Stream.ofNullable(begin ? counts.first() : counts.last()))
                .reduce((a, b) -> a.isBefore(b) == begin ? a : b)
                .orElse(null);
    }

    private void hostTable(Html html) {
        html.raw("<h2>Hosts</h2><div class=\"panel table\"><table id=\"hosts\"><tr><th>Host</th>");
        LEVELS.forEach(level -> html.raw("<th class=\"n\">").raw(plural(level)).raw("</th>"));
        html.raw("<th>Begin</th><th>End</th><th>Scan ID</th></tr>");
        hosts.forEach((host, counts) -> {
            html.raw("<tr><td><button type=\"button\" data-host=\"")
                    .text(host)
                    .raw("\">")
                    .isolated(host);
            html.raw("</button></td>");
            LEVELS.forEach(level -> html.raw("<td class=\"n ")
                    .raw(key(level))
                    .raw("\">")
                    .raw(String.valueOf(counts.count(level)))
                    .raw("</td>"));
            html.raw("<td>")
                    .text(time(counts.first()))
                    .raw("</td><td>")
                    .text(time(counts.last()))
                    .raw("</td><td>");
            html.isolated(counts.scans()).raw("</td></tr>");
        });
        html.raw("</table></div>\n");
    }

    private void filters(Html html) {
        html.raw("<div class=\"bar\" role=\"search\">");
        for (Level level : LEVELS) {
            html.raw("<label><input type=\"checkbox\" name=\"level\" checked value=\"")
                    .raw(level.text())
                    .raw("\">");
            html.raw(plural(level)).raw("</label>");
        }
        choice(html, "host", "All hosts", hosts.keySet());
        choice(html, "module", "All modules", modules.keySet());
        html.raw(
                "<input type=\"search\" id=\"words\" placeholder=\"Words to look for\" aria-label=\"Words to look for\">");
        html.raw("<output id=\"shown\"></output></div>\n");
    }

    private static void choice(Html html, String id, String all, Iterable<String> values) {
        html.raw("<select id=\"")
                .raw(id)
                .raw("\" aria-label=\"")
                .raw(id)
                .raw("\"><option value=\"\">")
                .raw(all);
        html.raw("</option>");
        values.forEach(value ->
                html.raw("<option value=\"").text(value).raw("\">").text(value).raw("</option>"));
        html.raw("</select>");
    }

    private LevelEntries entries(Level level) {
        return Objects.requireNonNull(levels.get(level));
    }

    private void section(Level level, LevelEntries entries) {
        if (entries.count() == 0) {
            return;
        }
        file.write("<section data-level=\"" + level.text() + "\"><h2>" + plural(level) + "</h2>\n");
        long rest = entries.count() - entries.entries().size();
        if (rest > 0) {
            file.write("<p class=\"said\">"
                    + (entries.entries().isEmpty()
                            ? "None of the " + rest + " is shown."
                            : "The first " + entries.entries().size() + " of " + entries.count()
                                    + " are shown; the other " + rest + " are in the log.")
                    + "</p>\n");
        }
        entries.entries().forEach(file::write);
        file.write("</section>\n");
    }

    private static String plural(Level level) {
        return level == Level.INFO ? "Info" : level.text() + "s";
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(HtmlReportSink.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
