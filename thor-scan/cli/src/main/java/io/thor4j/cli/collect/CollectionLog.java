package io.thor4j.cli.collect;

import io.thor4j.cli.ScreenText;
import io.thor4j.cli.Terminal;
import io.thor4j.thunderstorm.client.CheckResult;
import io.thor4j.thunderstorm.client.Finding;
import io.thor4j.thunderstorm.collector.CollectionListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows a collection on the terminal and writes it to a log file. Threads share it. */
final class CollectionLog implements CollectionListener, AutoCloseable {
    // Columns: the smallest terminal that is still in use.
    private static final int WIDTH = 79;

    private final Terminal terminal;
    private final boolean debug;
    private final boolean dryRun;
    private final @Nullable Writer file;
    private final @Nullable ProgressBar bar;

    CollectionLog(Terminal terminal, boolean debug, boolean dryRun, @Nullable Path logFile) throws IOException {
        this.terminal = terminal;
        this.debug = debug;
        this.dryRun = dryRun;
        file = logFile == null
                ? null
                : Files.newBufferedWriter(
                        logFile, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        bar = terminal.interactive() && !debug
                ? new ProgressBarBuilder()
                        .setTaskName("Sending")
                        .setInitialMax(-1)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(500)
                        .hideEta()
                        .clearDisplayOnFinish()
                        .setMaxRenderedLength(WIDTH)
                        .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), WIDTH))
                        .build()
                : null;
    }

    @Override
    public void skipped(String name, String reason) {
        if (debug) {
            message("Skipped '" + name + "': " + reason);
        }
    }

    @Override
    public void failed(String name, String reason) {
        message("Not sent '" + name + "': " + reason);
    }

    @Override
    public void sending(String name) {
        if (debug) {
            message("Sending '" + name + "'");
        }
    }

    @Override
    public void sent(String name, long bytes) {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.step();
        }
        if (dryRun) {
            result("Would send '" + name + "'");
        }
    }

    @Override
    public void result(String name, CheckResult result) {
        if (result.findings().isEmpty()) {
            if (debug) {
                message("Clean '" + name + "'");
            }
            return;
        }
        for (Finding finding : result.findings()) {
            result(line(name, finding));
        }
    }

    /** Returns a finding on one line. */
    static String line(String name, Finding finding) {
        StringBuilder text = new StringBuilder(finding.level().text())
                .append(" '")
                .append(name)
                .append("' SCORE: ")
                .append(finding.score())
                .append(' ')
                .append(finding.message());
        for (Finding.Reason reason : finding.reasons()) {
            text.append("; ").append(reason.rule().isEmpty() ? reason.summary() : reason.rule());
        }
        return text.toString();
    }

    private void result(String text) {
        synchronized (this) {
            terminal.line(text);
            terminal.out().flush();
            write(text);
        }
    }

    @Override
    public void message(String text) {
        synchronized (this) {
            if (bar != null) {
                terminal.err().print("\r" + " ".repeat(WIDTH) + "\r");
            }
            terminal.message(text);
            write(text);
        }
    }

    private void write(String text) {
        Writer out = file;
        if (out != null) {
            try {
                out.write(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + ScreenText.escape(text) + "\n");
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException("the log file cannot be written", e);
            }
        }
    }

    /** Takes the bar away. */
    void endProgress() {
        ProgressBar shown = bar;
        if (shown != null) {
            shown.close();
        }
    }

    @Override
    public void close() throws IOException {
        endProgress();
        if (file != null) {
            file.close();
        }
    }
}
