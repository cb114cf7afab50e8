package io.thor4j.cli;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Shows events to a person: findings as lines {@code Alert: KEY: value ...} on the output stream, messages on the error stream. The lines
 * are those of THOR's text log without the header, which escapes hostile data. Used by one thread at a time.
 */
final class ConsoleSink implements OutputSink {
    private static final String LEFT_OUT = "Init";

    private final Terminal terminal;
    private final TextLogWriter writer;
    private final boolean findings;
    private final @Nullable Level messages;
    private final boolean verbose;
    private final Runnable beforeLine;

    /**
     * Makes a sink.
     *
     * @param terminal where to write
     * @param writer makes the lines
     * @param findings whether findings are shown
     * @param messages the lowest level of messages that is shown, null for none
     * @param verbose whether messages about every rule that was left out are shown
     * @param beforeLine clears the progress bar
     */
    ConsoleSink(
            Terminal terminal,
            TextLogWriter writer,
            boolean findings,
            @Nullable Level messages,
            boolean verbose,
            Runnable beforeLine) {
        this.terminal = terminal;
        this.writer = writer;
        this.findings = findings;
        this.messages = messages;
        this.verbose = verbose;
        this.beforeLine = beforeLine;
    }

    @Override
    public void accept(Assessment assessment) {
        if (!findings) {
            return;
        }
        beforeLine.run();
        terminal.out().print(assessment.level().text() + ": " + writer.body(assessment) + "\n");
        // The engine reports what a sink throws, and asks for the exit code with it.
        if (terminal.out().checkError()) {
            throw new UncheckedIOException(new IOException("cannot write to the output"));
        }
    }

    @Override
    public void accept(Message message) {
        EventLevel level = new EventLevel(message);
        if (messages == null || !level.atLeast(messages) || (level.isLeftOut() && !verbose)) {
            return;
        }
        beforeLine.run();
        terminal.err().print(level.text() + ": " + writer.body(message) + "\n");
        terminal.err().flush();
    }

    @Override
    public void close() {
        terminal.out().flush();
    }

    /** What decides whether a message is shown. */
    private record EventLevel(Message message) {
        boolean atLeast(Level level) {
            return message.meta().level().atLeast(level);
        }

        /** Rules that do not compile are many in public sets; the summary counts them. */
        boolean isLeftOut() {
            return message.meta().level() == Level.WARNING
                    && message.meta().module().equals(LEFT_OUT);
        }

        String text() {
            return message.meta().level().text();
        }
    }
}
