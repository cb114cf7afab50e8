package io.thor4j.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One recorded case: a rule, what it is scanned with, and what libyara did. Immutable; threads may share it.
 *
 * @param id its id
 * @param rule the rule text
 * @param input the scanned bytes, null for a case that is only compiled
 * @param externals external variables: {@link Long}, {@link Double}, {@link Boolean} or {@link String}
 * @param moduleData data for modules, by their names
 * @param includeBase the folder that {@code include} starts from, null when the case includes nothing
 * @param strictEscape whether unknown escapes are to be warned of
 * @param fast whether the scan is in fast mode
 * @param expected what libyara did
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConformanceCase(
        String id,
        String rule,
        byte @Nullable [] input,
        Map<String, Object> externals,
        Map<String, byte[]> moduleData,
        @Nullable Path includeBase,
        boolean strictEscape,
        boolean fast,
        Expectation expected) {

    /*
     * The externals under which the probes were recorded: rules-059 shows that they are always defined, rules-112 to -114 show the values.
     * Cases name their own.
     */
    private static final Map<String, Object> PROBE_EXTERNALS =
            Map.of("var_zero", 0L, "var_one", 1L, "var_true", true, "var_false", false, "var_str", "Foo bar");

    // Those of a probe that says "ext": the names that scanners such as THOR give to every file.
    private static final Map<String, Object> FILE_EXTERNALS = Map.of(
            "filename", "sample.exe",
            "filepath", "C:\\samples",
            "extension", ".exe",
            "filetype", "EXE",
            "owner", "root");

    /** A repeated input may grow to this, bytes; the largest recorded one has 5,000. */
    private static final long MAX_REPEATED_INPUT = 64L << 20;

    /**
     * Reads a line of a case file.
     *
     * @param line the line
     * @param folder the folder of the case file; no file outside of it is opened
     * @param names finds inputs that are named by their content
     * @throws BadCaseException when the line is no case or its input is not there
     */
    static ConformanceCase parse(String line, Path folder, ContentNames names) {
        JsonObject record = JsonObject.parse(line);
        boolean probe = record.has("libyara_458");
        Map<String, Object> externals = new LinkedHashMap<>();
        if (probe) {
            externals.putAll(PROBE_EXTERNALS);
        }
        if (record.flag("ext")) {
            externals.putAll(FILE_EXTERNALS);
        }
        externals.putAll(record.object("externals").fields());
        String base = record.text("include_base");
        Expectation expected = Expectation.read(record);
        byte[] input = input(record, folder, names);
        if (input == null && expected.verdict() != Verdict.ERROR && expected.verdict() != Verdict.COMPILES) {
            throw new BadCaseException("no input");
        }
        return new ConformanceCase(
                record.requiredText("id"),
                record.requiredText("rule"),
                input,
                externals,
                moduleData(record, folder),
                base == null ? null : inside(folder, base),
                record.flag("strict_escape"),
                record.flag("fast"),
                expected);
    }

    private static byte @Nullable [] input(JsonObject record, Path folder, ContentNames names) {
        String file = record.text("input_file");
        if (file != null) {
            return read(names.resolve(folder, inside(folder, file)), "input file");
        }
        List<?> repeat = record.list("input_repeat");
        if (!repeat.isEmpty()) {
            if (repeat.size() != 2
                    || !(repeat.get(0) instanceof String unit)
                    || !(repeat.get(1) instanceof Long times)) {
                throw new BadCaseException("input_repeat is not [base64, times]");
            }
            return repeat(JsonObject.decode("input_repeat", unit), times);
        }
        return record.base64("input_b64");
    }

    private static byte[] repeat(byte[] unit, long times) {
        if (times < 0 || (unit.length > 0 && times > MAX_REPEATED_INPUT / unit.length)) {
            throw new BadCaseException("input_repeat is too long");
        }
        byte[] all = new byte[Math.toIntExact(unit.length * times)];
        for (int i = 0; i < all.length; i++) {
            all[i] = unit[i % unit.length];
        }
        return all;
    }

    /** Reads {@code module_data}: base64 by module name, or {@code {"file": path}}. */
    private static Map<String, byte[]> moduleData(JsonObject record, Path folder) {
        Map<String, byte[]> data = new LinkedHashMap<>();
        record.object("module_data").fields().forEach((module, value) -> {
            if (value instanceof String text) {
                data.put(module, JsonObject.decode("module_data", text));
            } else if (value instanceof Map<?, ?> source) {
                String file = JsonObject.of(source).requiredText("file");
                data.put(module, read(inside(folder, file), "module data file"));
            } else {
                throw new BadCaseException("module_data of " + module + " is neither base64 nor a file");
            }
        });
        return data;
    }

    private static byte[] read(Path file, String what) {
        if (!Files.isRegularFile(file)) {
            throw new BadCaseException(what + " is not there");
        }
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BadCaseException(what + " cannot be read", e);
        }
    }

    private static Path inside(Path folder, String path) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path file = root.resolve(path).normalize();
            if (!file.startsWith(root)) {
                throw new BadCaseException("path leaves the folder of the case file");
            }
            return file;
        } catch (InvalidPathException e) {
            throw new BadCaseException("not a path: " + path, e);
        }
    }
}
