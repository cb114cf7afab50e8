package io.thor4j.cli.report;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.text.TextLogWriter;
import io.thor4j.scan.output.CsvCells;
import io.thor4j.scan.output.PendingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A table of all events: a column for each key of the text log that occurs, a row for each event. Needs the events twice, first for the
 * columns. For one thread.
 */
final class CsvTable implements OutputSink {
    /** Columns of their own; ours. The pairs of further keys share the last column. */
    private static final int MAX_COLUMNS = 1_000;

    private static final String REST = "MORE";
    private static final TextLogWriter TEXT = TextLogWriter.of("", ZoneOffset.UTC, true);

    private final Set<String> columns = new LinkedHashSet<>(List.of("TIME", "HOST", "LEVEL"));
    private final Set<String> own = Set.copyOf(columns);
    private boolean more;
    private @Nullable PendingFile file;

    /** Ends the collection of columns and begins the file. */
    void begin(Path path) throws IOException {
        PendingFile begun = new PendingFile(path);
        List<String> head = new ArrayList<>(columns);
        if (more) {
            head.add(REST);
        }
        begun.write(CsvCells.row(head) + "\n");
        file = begun;
    }

    @Override
    public void accept(Assessment assessment) {
        take(assessment.meta(), TEXT.fields(assessment));
    }

    @Override
    public void accept(Message message) {
        take(message.meta(), TEXT.fields(message));
    }

    private static String column(String key, Set<String> own) {
        return own.contains(key) ? key + "_2" : key;
    }

    private void take(EventMeta meta, Map<String, String> fields) {
        PendingFile to = file;
        if (to == null) {
            for (String key : fields.keySet()) {
                if (columns.size() < MAX_COLUMNS) {
                    columns.add(column(key, own));
                } else if (!columns.contains(column(key, own))) {
                    more = true;
                }
            }
            return;
        }
        List<String> row = new ArrayList<>();
        Set<String> left = new TreeSet<>(fields.keySet());
        for (String name : columns) {
            switch (name) {
                case "TIME" -> row.add(meta.time().toString());
                case "HOST" -> row.add(meta.hostname());
                case "LEVEL" -> row.add(meta.level().text());
                default -> {
                    boolean renamed = name.endsWith("_2") && own.contains(name.substring(0, name.length() - 2));
                    String key = renamed ? name.substring(0, name.length() - 2) : name;
                    row.add(fields.getOrDefault(key, ""));
                    left.remove(key);
                }
            }
        }
        if (more) {
            StringBuilder rest = new StringBuilder();
            left.forEach(key -> rest.append(rest.isEmpty() ? "" : " ")
                    .append(key)
                    .append(": ")
                    .append(fields.get(key)));
            row.add(rest.toString());
        }
        to.write(CsvCells.row(row) + "\n");
    }

    @Override
    public void close() {
        PendingFile to = file;
        if (to != null) {
            to.close();
        }
    }
}
