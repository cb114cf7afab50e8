package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.util.Objects;

/** Hands on only what is loud enough, THOR's {@code --reduced}. Used by one thread at a time. */
public final class EventFilter implements OutputSink {
    private final OutputSink sink;
    private final Level minimum;

    /**
     * Makes the filter.
     *
     * @param sink takes what is left; closed with the filter
     * @param minimum the lowest level that is handed on, messages of the scan included
     */
    public EventFilter(OutputSink sink, Level minimum) {
        this.sink = Objects.requireNonNull(sink, "sink");
        this.minimum = Objects.requireNonNull(minimum, "minimum");
    }

    @Override
    public void accept(Assessment assessment) {
        if (assessment.level().atLeast(minimum)) {
            sink.accept(assessment);
        }
    }

    @Override
    public void accept(Message message) {
        if (message.meta().level().atLeast(minimum)) {
            sink.accept(message);
        }
    }

    /** Returns who takes what is left. */
    public OutputSink sink() {
        return sink;
    }

    @Override
    public boolean isDocument() {
        return sink.isDocument();
    }

    @Override
    public void close() {
        sink.close();
    }
}
