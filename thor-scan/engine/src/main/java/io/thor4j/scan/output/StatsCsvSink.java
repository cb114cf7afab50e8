package io.thor4j.scan.output;

import io.thor4j.core.Assessment;
import io.thor4j.core.Level;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.LineEscaper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Adds THOR's line of statistics to a file when the sink is closed: host, begin, end, version, arguments, alerts, warnings, notices, errors
 * (reference/thor-scanner.md section 5.3). The line of a scan that went on takes the place of that of its first part. Used by one thread at a time.
 */
public final class StatsCsvSink implements OutputSink {
    /** Bytes of a row; ours, no system takes longer arguments. */
    private static final int MAX_ROW = 4 << 20;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private final Path file;
    private final ZoneId zone;
    private final String version;
    private final String arguments;
    private final Map<Level, Long> counts = new EnumMap<>(Level.class);
    private String host = "";
    private @Nullable OffsetDateTime first;
    private @Nullable OffsetDateTime last;
    private boolean goesOn;

    /**
     * Makes the sink.
     *
     * @param file the file, made when it is not there; lines of other scans in it stay
     * @param zone the zone of the times
     * @param version the scanner's version
     * @param arguments what the scanner was started with
     * @throws IOException when the file cannot be written
     */
    public StatsCsvSink(Path file, ZoneId zone, String version, List<String> arguments) throws IOException {
        this.file = file;
        this.zone = zone;
        this.version = version;
        this.arguments = String.join(" ", arguments);
        append("");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void accept(Assessment assessment) {
        count(assessment.meta().hostname(), assessment.meta().time(), assessment.level());
    }

    @Override
    public void accept(Message message) {
        goesOn |= message.fields().containsKey("first_started");
        /* Messages of the scan itself count only when they are errors, as in the report. */
        Level level = message.meta().level();
        count(message.meta().hostname(), message.meta().time(), level == Level.ERROR ? level : Level.DEBUG);
    }

    private void count(String hostname, OffsetDateTime time, Level level) {
        host = hostname;
        first = first == null ? time : first;
        last = time;
        counts.merge(level, 1L, Long::sum);
    }

    private String count(Level level) {
        return String.valueOf(counts.getOrDefault(level, 0L));
    }

    private String time(@Nullable OffsetDateTime time) {
        return time == null ? "" : TIME.format(time.atZoneSameInstant(zone));
    }

    @Override
    public boolean isDocument() {
        return true;
    }

    @Override
    public void close() {
        /* The arguments are the caller's own and begin with -, which no data could do; THOR shows them as they are. */
        String row = String.join(
                ",",
                CsvCells.cell(host),
                time(first),
                time(last),
                CsvCells.cell(version),
                arguments.startsWith("-") ? CsvCells.quoted(LineEscaper.escape(arguments)) : CsvCells.cell(arguments),
                count(Level.ALERT),
                count(Level.WARNING),
                count(Level.NOTICE),
                count(Level.ERROR));
        try {
            if (goesOn) {
                forget(CsvCells.cell(host) + "," + time(first) + ",");
            }
            append(row + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* A scan that was stopped has left a row, which holds the first part of what this one does. */
    private void forget(String begin) throws IOException {
        try (RandomAccessFile rows = new RandomAccessFile(file.toFile(), "rw")) {
            long from = Math.max(0, rows.length() - MAX_ROW);
            byte[] tail = new byte[Math.toIntExact(rows.length() - from)];
            rows.seek(from);
            rows.readFully(tail);
            /* Bytes as characters: the file may hold anything, and places have to stay bytes. */
            String text = new String(tail, StandardCharsets.ISO_8859_1);
            int last = text.lastIndexOf('\n', text.length() - 2) + 1;
            String wanted = new String(begin.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            if (text.startsWith(wanted, last)) {
                rows.setLength(from + last);
            }
        }
    }
}
