package io.thor4j.scan.mode;

import io.thor4j.core.Limit;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Reads the table of modes: a line a setting, a column a mode. A setting that is unknown or missing is an error of ours. Stateless. */
final class ModeTable {
    static final List<ScanMode> MODES = read("modes.txt");

    private ModeTable() {}

    private static List<ScanMode> read(String resource) {
        try (InputStream in = Objects.requireNonNull(ModeTable.class.getResourceAsStream(resource), resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return parse(lines.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<ScanMode> parse(List<String> lines) {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                List<String> cells = Arrays.asList(line.strip().split("\\s+", -1));
                if (rows.put(cells.get(0), cells.subList(1, cells.size())) != null) {
                    throw new IllegalStateException("modes: " + cells.get(0) + " stands there twice");
                }
            }
        }
        List<String> names = row(rows, "mode");
        List<List<String>> cells = List.of(
                row(rows, "content"),
                row(rows, "deep-dive"),
                row(rows, "threads"),
                row(rows, "soft-below-cores"),
                row(rows, "soft-below-memory"));
        List<Map<Limit, Long>> limits = new ArrayList<>();
        names.forEach(name -> limits.add(new EnumMap<>(Limit.class)));
        rows.forEach((key, values) -> {
            for (int mode = 0; mode < names.size(); mode++) {
                limits.get(mode).put(limit(key), Long.valueOf(values.get(mode)));
            }
        });
        List<ScanMode> modes = new ArrayList<>();
        for (int mode = 0; mode < names.size(); mode++) {
            modes.add(new ScanMode(
                    names.get(mode),
                    ContentSelection.valueOf(constant(cells.get(0).get(mode))),
                    DeepDive.valueOf(constant(cells.get(1).get(mode))),
                    Integer.parseInt(cells.get(2).get(mode)),
                    Integer.parseInt(cells.get(3).get(mode)),
                    Long.parseLong(cells.get(4).get(mode)),
                    limits.get(mode)));
        }
        return List.copyOf(modes);
    }

    private static List<String> row(Map<String, List<String>> rows, String key) {
        List<String> values = rows.remove(key);
        if (values == null) {
            throw new IllegalStateException("modes: no line " + key);
        }
        return values;
    }

    private static Limit limit(String key) {
        for (Limit limit : Limit.values()) {
            if (limit.key().equals(key)) {
                return limit;
            }
        }
        throw new IllegalStateException("modes: no limit " + key);
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
