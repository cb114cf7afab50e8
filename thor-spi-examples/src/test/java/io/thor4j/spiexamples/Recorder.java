package io.thor4j.spiexamples;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given. */
final class Recorder implements OutputSink {
    final List<Assessment> assessments = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();

    @Override
    public void accept(Assessment assessment) {
        assessments.add(assessment);
    }

    @Override
    public void accept(Message message) {
        messages.add(message);
    }

    @Override
    public void close() {}
}
