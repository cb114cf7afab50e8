package io.thor4j.scan.plugin;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's output on a thread that can be abandoned. What it does not take, because it threw, hung or was suspended, is counted as its
 * failure. Used by one thread at a time, not always the same.
 */
public final class GuardedSink implements OutputSink {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedSink.class);

    private final PluginHealth health;
    private final String role;
    private final PluginCaller caller;
    private @Nullable OutputSink part;

    /**
     * Guards a sink.
     *
     * @param health of its plugin
     * @param role for reports
     * @param part the sink
     * @param caller for this sink alone
     */
    public GuardedSink(PluginHealth health, String role, OutputSink part, PluginCaller caller) {
        this.health = health;
        this.role = role;
        this.part = part;
        this.caller = caller;
    }

    /* The scans of one scanner may run at the same time, a caller is for one thread. */
    private synchronized void run(Consumer<OutputSink> work) {
        OutputSink sink = part;
        PluginTrouble trouble = sink == null
                ? PluginTrouble.suspended(health.plugin(), role, String.valueOf(health.suspended()))
                : caller.call(health, role, sink.getClass().getClassLoader(), () -> work.accept(sink));
        if (health.suspended() != null) {
            /* With it goes all that it holds in memory. */
            part = null;
        }
        if (trouble != null) {
            throw new PluginTroubleException(trouble);
        }
    }

    @Override
    public void accept(Assessment assessment) {
        Assessment lent = Assessments.lend(assessment);
        run(sink -> sink.accept(lent));
    }

    @Override
    public void accept(Message message) {
        run(sink -> sink.accept(message));
    }

    /** Asks the sink; false when it does not answer. */
    @Override
    public boolean isDocument() {
        AtomicBoolean document = new AtomicBoolean();
        try {
            run(sink -> document.set(sink.isDocument()));
        } catch (PluginTroubleException e) {
            LOG.debug("a sink did not say whether it makes a document", e);
        }
        return document.get();
    }

    @Override
    public void close() {
        try {
            run(OutputSink::close);
        } finally {
            caller.close();
        }
    }
}
