package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is given. */
final class RecordingSink implements OutputSink {
    final List<Assessment> assessments = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    int closed;

    @Override
    public void accept(Assessment assessment) {
        assessments.add(assessment);
    }

    @Override
    public void accept(Message message) {
        messages.add(message);
    }

    @Override
    public void close() {
        closed++;
    }

    List<String> paths() {
        return assessments.stream()
                .map(assessment -> String.valueOf(assessment.subject().get("path")))
                .toList();
    }

    List<String> texts() {
        return messages.stream().map(Message::text).toList();
    }

    List<Message> withText(String text) {
        return messages.stream()
                .filter(message -> message.text().startsWith(text))
                .toList();
    }
}
