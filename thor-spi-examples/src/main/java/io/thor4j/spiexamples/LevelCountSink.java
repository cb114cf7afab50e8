package io.thor4j.spiexamples;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Counts assessments by level and, when closed, writes the counts as CSV to the file that the option {@code file} names; without the
 * option it logs them. Used by one thread at a time.
 */
final class LevelCountSink implements OutputSink {
    private final PluginConfig config;
    private final Map<Level, Integer> counts = new EnumMap<>(Level.class);

    LevelCountSink(PluginConfig config) {
        this.config = config;
    }

    @Override
    public void accept(Assessment assessment) {
        counts.merge(assessment.level(), 1, Integer::sum);
    }

    @Override
    public void accept(Message message) {
        /* Only findings are counted. */
    }

    @Override
    public void close() {
        StringBuilder csv = new StringBuilder("level,assessments\n");
        counts.forEach((level, count) ->
                csv.append(level.text()).append(',').append(count).append('\n'));
        String file = config.option("file");
        if (file == null) {
            config.logger().info("assessments by level: {}", counts);
            return;
        }
        try {
            Files.writeString(Path.of(file), csv);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
