package io.thor4j.cli.report;

import io.thor4j.core.Assessment;
import io.thor4j.core.EventMeta;
import io.thor4j.core.Message;
import io.thor4j.core.spi.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A zip with a table of events for each module, thor-util's {@code csv-zip} (reference/thor-scanner.md section 9). Needs the events twice,
 * as {@link CsvTable} does. The tables grow in a folder beside the zip, and the zip takes its name when it is whole. For one thread.
 */
final class CsvZip implements OutputSink {
    /** Modules with a table of their own; ours, THOR has some forty. The rest share one. */
    private static final int MAX_MODULES = 200;

    private static final String OTHERS = "others";

    /** The first time that zip knows: the same events make the same zip. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final Map<String, CsvTable> tables = new TreeMap<>();
    private final Map<String, Path> files = new TreeMap<>();
    private @Nullable Path zip;
    private @Nullable Path folder;

    /** Ends the collection of columns and begins the tables. */
    void begin(Path path) throws IOException {
        Path parent = Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file has a folder");
        Path tablesIn = Files.createTempDirectory(parent, "thor-csv-");
        zip = path;
        folder = tablesIn;
        for (Map.Entry<String, CsvTable> table : tables.entrySet()) {
            Path file = tablesIn.resolve(files.size() + ".csv");
            table.getValue().begin(file);
            files.put(table.getKey(), file);
        }
    }

    @Override
    public void accept(Assessment assessment) {
        table(assessment.meta()).accept(assessment);
    }

    @Override
    public void accept(Message message) {
        table(message.meta()).accept(message);
    }

    private CsvTable table(EventMeta meta) {
        boolean own = tables.size() < MAX_MODULES || tables.containsKey(meta.module());
        return tables.computeIfAbsent(own ? meta.module() : OTHERS, module -> new CsvTable());
    }

    @Override
    public void close() {
        Path to = zip;
        if (to == null) {
            return;
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try (OutputStream out = Files.newOutputStream(part);
                ZipOutputStream entries = new ZipOutputStream(out)) {
            Set<String> names = new HashSet<>();
            for (Map.Entry<String, CsvTable> table : tables.entrySet()) {
                table.getValue().close();
                ZipEntry entry = new ZipEntry(name(table.getKey(), names));
                entry.setTimeLocal(TIME);
                entries.putNextEntry(entry);
                Files.copy(Objects.requireNonNull(files.get(table.getKey())), entries);
                entries.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
            for (Path file : files.values()) {
                Files.delete(file);
            }
            Files.delete(Objects.requireNonNull(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /* Module names come from logs: they must not name a path, nor the same file twice where case does not count. */
    private static String name(String module, Set<String> taken) {
        StringBuilder clean = new StringBuilder();
        module.chars()
                .limit(60)
                .forEach(c -> clean.append(
                        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                                ? (char) c
                                : '_'));
        String name = clean.isEmpty() ? "_" : clean.toString();
        for (int number = 2; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
            name = clean + "_" + number;
        }
        return name + ".csv";
    }
}
