package io.thor4j.scan.resume;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Level;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds one {@link ScanState}. Each save replaces it in one step, so after a crash it is the old or the new one, never a piece.
 * For one thread at a time.
 */
public final class StateFile {
    /*
     * The form is that of java.util.Properties, with the CRC-32 of all other entries, sorted: a state that somebody edited or a disk
     * damaged must not decide what is left out of a scan. A state has some hundred entries: what is much larger is something else.
     */
    private static final String FORMAT = "thor scan state 1";

    private static final long MAX_BYTES = 16 << 20;

    private final Path path;
    private final Path fresh;

    /**
     * Names a file.
     *
     * @param path the file; one beside it, with {@code .new} after its name, is used while it is replaced
     */
    public StateFile(Path path) {
        this.path = path.toAbsolutePath();
        this.fresh = this.path.resolveSibling(path.getFileName() + ".new");
    }

    /** Returns the file. */
    public Path path() {
        return path;
    }

    /** Tells whether the file is there. */
    public boolean exists() {
        return Files.exists(path);
    }

    /**
     * Removes the file.
     *
     * @throws IOException when it cannot be removed
     */
    public void delete() throws IOException {
        Files.deleteIfExists(fresh);
        Files.deleteIfExists(path);
    }

    /**
     * Replaces what is in the file, and makes it durable.
     *
     * @param state the state
     * @throws IOException when it cannot be written; the old state is still there then
     */
    public void save(ScanState state) throws IOException {
        Map<String, String> entries = entries(state);
        entries.put("crc", crc(entries));
        Properties properties = new Properties();
        properties.putAll(entries);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        properties.store(text, FORMAT);
        /* Not a channel: an interrupt of the writing thread would close it. */
        try (FileOutputStream out = new FileOutputStream(fresh.toFile())) {
            out.write(text.toByteArray());
            out.getFD().sync();
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Map<String, String> entries(ScanState state) {
        Map<String, String> entries = new TreeMap<>();
        entries.put("format", FORMAT);
        entries.put("scan-id", state.scanId());
        entries.put("started", state.started().toString());
        entries.put("elements", String.valueOf(state.elements()));
        entries.put("target", String.valueOf(state.target()));
        state.settings().forEach((name, value) -> entries.put("setting." + name, value));
        for (int i = 0; i < state.place().size(); i++) {
            entries.put("place." + i, state.place().get(i).toString());
        }
        entries.put("seen", String.valueOf(state.ledger().elementsSeen()));
        state.ledger().outcomes().forEach((kind, count) -> entries.put("outcome." + kind, String.valueOf(count)));
        state.ledger()
                .reasons()
                .forEach((kind, reasons) -> reasons.forEach(
                        (reason, count) -> entries.put("reason." + kind + "." + reason, String.valueOf(count))));
        state.levels().forEach((level, count) -> entries.put("level." + level, String.valueOf(count)));
        entries.put("filtered", String.valueOf(state.filtered()));
        state.logs().forEach((log, length) -> entries.put("log." + log, String.valueOf(length)));
        return entries;
    }

    private static String crc(Map<String, String> entries) {
        CRC32 crc = new CRC32();
        new TreeMap<>(entries)
                .forEach((key, value) -> crc.update((key + '\0' + value + '\0').getBytes(StandardCharsets.UTF_8)));
        return Long.toHexString(crc.getValue());
    }

    /**
     * Reads the state.
     *
     * @return the state
     * @throws IOException when the file cannot be read
     * @throws MalformedInputException when it is no state, or damaged
     */
    public ScanState load() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw damaged(null);
        }
        /* Properties.store writes Latin-1 and escapes the rest. */
        String text = new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
        try {
            Properties properties = new Properties();
            properties.load(new StringReader(text));
            Map<String, String> entries = new TreeMap<>();
            properties.forEach((key, value) -> entries.put(String.valueOf(key), String.valueOf(value)));
            String crc = entries.remove("crc");
            if (!FORMAT.equals(entries.get("format")) || !crc(entries).equals(crc)) {
                throw damaged(null);
            }
            return state(entries);
        } catch (IllegalArgumentException | DateTimeException e) {
            throw damaged(e);
        }
    }

    private static ScanState state(Map<String, String> entries) {
        List<URI> place = new ArrayList<>();
        for (String entry = entries.get("place.0"); entry != null; entry = entries.get("place." + place.size())) {
            place.add(URI.create(entry));
        }
        Map<Outcome.Kind, Long> outcomes = new EnumMap<>(Outcome.Kind.class);
        Map<Outcome.Kind, Map<String, Long>> reasons = new EnumMap<>(Outcome.Kind.class);
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            outcomes.put(kind, number(entries, "outcome." + kind));
            reasons.put(kind, numbers(entries, "reason." + kind + "."));
        }
        Map<Level, Long> levels = new EnumMap<>(Level.class);
        numbers(entries, "level.").forEach((level, count) -> levels.put(Level.valueOf(level), count));
        return new ScanState(
                text(entries, "scan-id"),
                Instant.parse(text(entries, "started")),
                below(entries, "setting."),
                number(entries, "elements"),
                Math.toIntExact(number(entries, "target")),
                place,
                new CoverageLedger.Snapshot(number(entries, "seen"), outcomes, reasons),
                levels,
                number(entries, "filtered"),
                numbers(entries, "log."));
    }

    private static Map<String, String> below(Map<String, String> entries, String prefix) {
        Map<String, String> below = new TreeMap<>();
        entries.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                below.put(key.substring(prefix.length()), value);
            }
        });
        return below;
    }

    private static Map<String, Long> numbers(Map<String, String> entries, String prefix) {
        Map<String, Long> numbers = new TreeMap<>();
        below(entries, prefix).forEach((key, value) -> numbers.put(key, Long.valueOf(value)));
        return numbers;
    }

    private static long number(Map<String, String> entries, String key) {
        return Long.parseLong(text(entries, key));
    }

    private static String text(Map<String, String> entries, String key) {
        String value = entries.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    private MalformedInputException damaged(@Nullable Exception cause) {
        return new MalformedInputException(
                "this is no state of a scan, or a damaged one", path.toString(), "begin the scan anew", cause);
    }
}
