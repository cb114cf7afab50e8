package io.thor4j.cli;

import io.thor4j.core.Outcome;
import io.thor4j.scan.ProgressListener;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Knows what a scan is at. Threads may share it. */
class CurrentElement implements ProgressListener {
    private final @Nullable Terminal printed;
    private final AtomicReference<String> current = new AtomicReference<>("");
    private final AtomicLong ended = new AtomicLong();

    /**
     * Makes one.
     *
     * @param printed where each element is named when work on it begins, null for nowhere
     */
    CurrentElement(@Nullable Terminal printed) {
        this.printed = printed;
    }

    /** Returns the name of the element on which work began last, as a screen can show it; empty before the first. */
    final String name() {
        return ScreenText.escape(String.valueOf(current.get()));
    }

    /** Returns how many files are done. */
    final long ended() {
        return ended.get();
    }

    @Override
    public final void ended(String name, Outcome outcome, long count) {
        ended.set(count);
    }

    @Override
    public final void begun(String name) {
        current.set(name);
        if (printed != null) {
            printed.message("thor: scanning " + name);
        }
    }
}
