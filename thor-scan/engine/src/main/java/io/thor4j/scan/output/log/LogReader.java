package io.thor4j.scan.output.log;

import io.thor4j.core.MalformedInputException;
import io.thor4j.core.json.JsonLogReader;
import io.thor4j.core.json.JsonLogTree;
import io.thor4j.core.spi.OutputSink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs line by line, whatever their size, and hands each event on. A line tells by itself what it is: JSON of version 1, 2 or 3, or
 * text. Immutable.
 *
 * <p>Events of version 3 come back whole. Text and version 1 hold no structure, and version 2 another one: the subject of such an assessment
 * is a generic object of the type {@code log record} with the keys of the text log, so everything is still there for every output.
 */
public final class LogReader {
    /** Bytes of a line; ours. Far above any event; a longer line is malformed, and not kept in memory. */
    static final int MAX_LINE = 32 << 20;

    /** Malformed lines that are described; ours. */
    private static final int MAX_PROBLEMS = 20;

    private static final int BUFFER = 1 << 16;
    private static final long TICK = 1 << 20;

    private final TextLineReader text;

    /**
     * Makes a reader.
     *
     * @param zone the zone of times without one
     * @param now text lines have no year: they are of the last 12 months before this time
     */
    public LogReader(ZoneId zone, OffsetDateTime now) {
        text = new TextLineReader(zone, now);
    }

    /**
     * Reads a log to its end.
     *
     * @param in the log, as it is or compressed by gzip; not closed
     * @param to takes the events
     * @param progress told how many bytes were read, each MiB
     * @return what was read
     * @throws IOException when it cannot be read
     */
    public LogSummary read(InputStream in, OutputSink to, LongConsumer progress) throws IOException {
        BufferedInputStream bytes = new BufferedInputStream(in, BUFFER);
        bytes.mark(2);
        boolean gzip = bytes.read() == 0x1F && bytes.read() == 0x8B;
        bytes.reset();
        return new Run(to, progress).read(gzip ? new GZIPInputStream(bytes, BUFFER) : bytes);
    }

    /** Reads one line; a line that is no event is refused as {@link MalformedInputException}. */
    void line(String line, OutputSink to) {
        if (line.startsWith("{")) {
            Map<String, @Nullable Object> event = JsonLogTree.read(line);
            if (event.containsKey("meta") && event.containsKey("type")) {
                JsonLogReader.read(event, to);
            } else {
                FlatEvents.read(OlderJson.flatten(event), to);
            }
        } else {
            FlatEvents.read(text.read(line), to);
        }
    }

    private final class Run {
        private final OutputSink to;
        private final LongConsumer progress;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
        private final List<String> problems = new ArrayList<>();
        private long number;
        private long events;
        private long malformed;
        private boolean tooLong;

        Run(OutputSink to, LongConsumer progress) {
            this.to = to;
            this.progress = progress;
        }

        LogSummary read(InputStream in) throws IOException {
            byte[] buffer = new byte[BUFFER];
            long total = 0;
            long told = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int from = 0;
                for (int i = 0; i < count; i++) {
                    if (buffer[i] == '\n') {
                        take(buffer, from, i);
                        end();
                        from = i + 1;
                    }
                }
                take(buffer, from, count);
                total += count;
                if (total - told >= TICK) {
                    told = total;
                    progress.accept(total);
                }
            }
            if (line.size() > 0 || tooLong) {
                end();
            }
            return new LogSummary(events, malformed, problems);
        }

        private void take(byte[] buffer, int from, int to) {
            if (line.size() + (long) (to - from) > MAX_LINE) {
                tooLong = true;
                line.reset();
            } else if (!tooLong) {
                line.write(buffer, from, to - from);
            }
        }

        private void end() {
            number++;
            String one = line.toString(StandardCharsets.UTF_8).strip();
            line.reset();
            try {
                if (tooLong) {
                    throw new MalformedInputException("longer than " + MAX_LINE + " bytes", null, null, null);
                } else if (!one.isEmpty()) {
                    line(one, to);
                    events++;
                }
            } catch (MalformedInputException | IllegalArgumentException e) {
                malformed++;
                if (problems.size() < MAX_PROBLEMS) {
                    problems.add("line " + number + ": " + e.getMessage());
                }
            }
            tooLong = false;
        }
    }
}
