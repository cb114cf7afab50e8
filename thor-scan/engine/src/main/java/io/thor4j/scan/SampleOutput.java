package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import java.util.List;

/** Hands what samples give to the sinks, from one thread at a time. May be shared by threads. */
final class SampleOutput {
    private final OrderedOutput output;
    private final FindingFilter filter;
    private final Level minimum;
    private final Object lock = new Object();

    SampleOutput(ScanSettings settings) {
        this.filter =
                new FindingFilter(settings.findingFilters(), settings.clock().getZone());
        this.minimum = settings.minimumLevel();
        this.output = new OrderedOutput(
                settings.sinks(),
                new PluginFailures(),
                new ScanMessages(settings.clock(), "", settings.hostname()),
                minimum,
                filter,
                settings.rewriter());
    }

    /** Returns the output, for use by one thread while it holds the lock. */
    void emit(List<Emission> emissions) {
        synchronized (lock) {
            emissions.forEach(output::emit);
        }
    }

    /** Makes what a sample needs, with nobody else at the sinks. */
    ScanWorkers workers(ScanSettings settings, ScanMessages messages) {
        synchronized (lock) {
            return ScanWorkers.create(
                    settings, 1, messages.now().toInstant(), messages, () -> false, output, helper -> {});
        }
    }

    /** Closes it. */
    void close(ScanWorkers workers) {
        synchronized (lock) {
            workers.close(output);
        }
    }

    /** Tells whether an assessment is one that the sinks get. */
    boolean isShown(Assessment assessment) {
        return assessment.level().atLeast(minimum) && !filter.suppresses(assessment);
    }
}
