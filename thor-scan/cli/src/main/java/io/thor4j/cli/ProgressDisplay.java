package io.thor4j.cli;

import io.thor4j.core.Level;
import io.thor4j.scan.ScanProgress;
import io.thor4j.scan.ScanReport;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * The line that shows a person how a scan goes on. How many files there are is not known before the end, so the bar only moves. Threads may
 * share it.
 */
final class ProgressDisplay extends CurrentElement implements AutoCloseable {
    // Columns: the smallest terminal that is still in use.
    private static final int WIDTH = 79;
    private static final int UPDATE_MILLIS = 500;
    // Columns for the name of the file in work; its end says more than its begin.
    private static final int NAME = 28;

    private final PrintStream err;
    private final ProgressBar bar;
    private final AtomicBoolean closed = new AtomicBoolean();

    ProgressDisplay(PrintStream err) {
        super(null);
        this.err = err;
        this.bar = new ProgressBarBuilder()
                .setTaskName("Scanning")
                .setInitialMax(-1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .hideEta()
                .clearDisplayOnFinish()
                .setMaxRenderedLength(WIDTH)
                .setConsumer(new ConsoleProgressBarConsumer(err, WIDTH))
                .build();
    }

    /** Makes room for another line on the terminal; the bar comes back by itself. */
    void clearLine() {
        err.print("\r" + " ".repeat(WIDTH) + "\r");
        err.flush();
    }

    /** Draws nothing until {@link #resume}. */
    void pause() {
        bar.pause();
        clearLine();
    }

    /** Draws again. */
    void resume() {
        bar.resume();
    }

    @Override
    public void progress(ScanProgress progress) {
        bar.stepTo(progress.ledger().elementsEnded());
        long findings = progress.levels().getOrDefault(Level.ALERT, 0L)
                + progress.levels().getOrDefault(Level.WARNING, 0L);
        bar.setExtraMessage(" " + findings + " findings " + shorten(name()));
    }

    private static String shorten(String name) {
        int length = name.codePointCount(0, name.length());
        return length <= NAME ? name : "..." + name.substring(name.offsetByCodePoints(0, length - NAME + 3));
    }

    @Override
    public void finished(ScanReport report) {
        close();
    }

    @Override
    public void close() {
        // The bar would draw itself once more each time.
        if (closed.compareAndSet(false, true)) {
            bar.close();
        }
    }
}
