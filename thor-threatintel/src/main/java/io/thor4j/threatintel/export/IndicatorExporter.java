package io.thor4j.threatintel.export;

import io.thor4j.core.ioc.Ioc;
import io.thor4j.core.ioc.IocKind;
import io.thor4j.core.ioc.IocPattern;
import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.ecs.StoredIndicatorMapping;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.store.StoredIndicator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes the active indicators of a store into files; a file appears under its name when all of it is written. For one thread. */
public final class IndicatorExporter {
    private static final String SPECIAL = "\\.^$|?*+()[]{};";

    private final IndicatorStore store;
    private final IocMapping mapping;

    /**
     * Makes it.
     *
     * @param store the store
     * @param mapping what indicators become in files for THOR
     */
    public IndicatorExporter(IndicatorStore store, IocMapping mapping) {
        this.store = Objects.requireNonNull(store, "store");
        this.mapping = Objects.requireNonNull(mapping, "mapping");
    }

    /**
     * Writes a table with a heading: feed, owner, type, value, score, confidence, rating, modified, expires, tlp, tags, description, link.
     * Texts stand in quotes, and those that a spreadsheet would take for a formula have an apostrophe before them.
     *
     * @param file the file
     * @return how many indicators
     * @throws IOException when it cannot be written
     */
    public long csv(Path file) throws IOException {
        return whole(file, out -> {
            out.write("feed,owner,type,value,score,confidence,rating,modified,expires,tlp,tags,description,link\n");
            return each(stored -> out.write(csvLine(stored)));
        });
    }

    private static String csvLine(StoredIndicator stored) {
        Indicator indicator = stored.indicator();
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(stored.feed());
        cells.add(indicator.owner());
        cells.add(indicator.type());
        cells.add(indicator.value());
        cells.add(indicator.threatScore());
        cells.add(indicator.confidence());
        cells.add(indicator.rating());
        cells.add(indicator.modified());
        cells.add(stored.expires());
        cells.add(indicator.notes().tlp());
        cells.add(String.join(" ", indicator.notes().tags()));
        cells.add(indicator.notes().description());
        cells.add(indicator.notes().link());
        StringBuilder line = new StringBuilder();
        for (Object cell : cells) {
            line.append(line.length() == 0 ? "" : ",")
                    .append(cell instanceof String text ? quoted(text) : cell == null ? "" : cell);
        }
        return line.append('\n').toString();
    }

    private static String quoted(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        return "\"" + (formula ? "'" : "") + text.replace("\"", "\"\"") + "\"";
    }

    /**
     * Writes a STIX 2.1 bundle of indicators. Their ids are made of what tells indicators apart, so that two exports give the same
     * indicator the same id.
     *
     * @param file the file
     * @return how many indicators; types without a STIX pattern are left out
     * @throws IOException when it cannot be written
     */
    public long stix(Path file) throws IOException {
        return whole(file, out -> {
            AtomicLong count = new AtomicLong();
            out.write(
                    "{\"type\":\"bundle\",\"id\":\"bundle--" + StixWriter.uuid("bundle " + store) + "\",\"objects\":[");
            each(stored -> {
                Map<String, Object> object = StixWriter.indicator(stored);
                if (object != null) {
                    out.write(count.getAndIncrement() == 0 ? "\n" : ",\n");
                    out.write(JsonText.of(object));
                }
            });
            out.write("\n]}\n");
            return count.get();
        });
    }

    /**
     * Writes a document of the Elastic Common Schema a line, each with its id.
     *
     * @param file the file
     * @param ecs makes the documents
     * @return how many indicators
     * @throws IOException when it cannot be written
     */
    public long ecs(Path file, StoredIndicatorMapping ecs) throws IOException {
        return whole(
                file,
                out -> each(stored -> {
                    out.write(ecs.map(stored).toLine());
                    out.write('\n');
                }));
    }

    /**
     * Writes files for {@code custom-signatures}, one for each kind, such as {@code NAME-hash-iocs.txt} (thor-scanner.md section 2). A file
     * of a kind of which nothing is active any more is removed.
     *
     * @param folder the folder
     * @param name what the names of the files begin with
     * @return how many lines each kind has
     * @throws IOException when a file cannot be written
     */
    public Map<IocKind, Long> thor(Path folder, String name) throws IOException {
        Map<IocKind, Long> counts = new EnumMap<>(IocKind.class);
        Files.createDirectories(folder);
        for (IocKind kind : IocKind.values()) {
            Path file = folder.resolve(name + "-" + tag(kind) + "-iocs.txt");
            long count = whole(file, out -> {
                AtomicLong lines = new AtomicLong();
                out.write("# Written by thor\n");
                each(stored -> {
                    for (Ioc ioc : mapping.iocs(stored.indicator())) {
                        if (ioc.kind() == kind) {
                            out.write(line(ioc));
                            lines.incrementAndGet();
                        }
                    }
                });
                return lines.get();
            });
            if (count == 0) {
                Files.deleteIfExists(file);
            } else {
                counts.put(kind, count);
            }
        }
        return new TreeMap<>(counts);
    }

    private static String tag(IocKind kind) {
        return switch (kind) {
            case HASH -> "hash";
            case FILENAME -> "filename";
            case DOMAIN -> "c2";
            case KEYWORD -> "keyword";
            case HANDLE -> "handles";
            case NAMED_PIPE -> "pipes";
        };
    }

    private static String line(Ioc ioc) {
        String note = oneLine(String.valueOf(ioc.note().description())).replace(';', ',');
        int score = ioc.note().score();
        String value = oneLine(ioc.value());
        return switch (ioc.kind()) {
                    case HASH -> value + ";" + score + ";" + note;
                    case FILENAME -> "# " + note + "\n" + value + ";" + score + exception(ioc);
                    case DOMAIN -> "# " + note + "\n" + value + ";" + score;
                    case KEYWORD -> "# " + note + "\n" + value;
                    case HANDLE -> plain(ioc) + ";" + note;
                    case NAMED_PIPE -> plain(ioc) + ";" + score + ";" + note;
                }
                + "\n";
    }

    private static String exception(Ioc ioc) {
        return ioc.falsePositives().isEmpty()
                ? ""
                : ";" + oneLine(ioc.falsePositives().get(0).text());
    }

    /* In these files a text with a special character is a regex, and a semicolon ends it. */
    private static String plain(Ioc ioc) {
        String value = oneLine(ioc.value());
        boolean special = ioc.pattern().match() == IocPattern.Match.EQUALS
                && value.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0);
        return special ? "^" + escape(value) + "$" : value;
    }

    private static String escape(String text) {
        StringBuilder regex = new StringBuilder();
        text.chars()
                .forEach(c -> regex.append(SPECIAL.indexOf(c) >= 0 ? "\\" : "")
                        .append(c == ';' ? "x3b" : String.valueOf((char) c)));
        return regex.toString();
    }

    private static String oneLine(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(c -> line.appendCodePoint(Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c));
        return line.toString().strip();
    }

    /** Writes, and may fail. */
    @FunctionalInterface
    private interface Writing<A> {
        void to(A argument) throws IOException;
    }

    /** Writes a file and counts. */
    @FunctionalInterface
    private interface Counting {
        long write(Writer out) throws IOException;
    }

    private long each(Writing<StoredIndicator> writing) {
        AtomicLong count = new AtomicLong();
        store.forEachActive(stored -> {
            try {
                writing.to(stored);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            count.incrementAndGet();
        });
        return count.get();
    }

    private static long whole(Path file, Counting counting) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path draft = absolute.resolveSibling(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            long count;
            try (BufferedWriter out = Files.newBufferedWriter(draft, StandardCharsets.UTF_8)) {
                count = counting.write(out);
            }
            Files.move(draft, absolute, StandardCopyOption.REPLACE_EXISTING);
            return count;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
