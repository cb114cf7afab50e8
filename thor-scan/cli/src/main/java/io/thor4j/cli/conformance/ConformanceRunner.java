package io.thor4j.cli.conformance;

import io.thor4j.yara.YaraModules;
import io.thor4j.yara.spi.YaraModule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs recorded cases and counts agreement. Used by one thread.
 *
 * <p>A case is skipped when it cannot say anything about the engine: its input or an included file is not there, or it needs a module that
 * the engine does not have. It differs when verdict, error code, matching rules, places of matches, captured bytes or console output differ.
 * Warnings count where a case is about them (kinds warning and compiles). The texts of the warnings of probes are only counted apart:
 * libyara's "may slow down scanning" speaks of its own search, not of the rule's meaning.
 */
final class ConformanceRunner {
    private static final String DELIBERATE = "deliberate-differences.txt";
    private static final Pattern IMPORT = Pattern.compile("\\bimport\\s+\"([^\"\\\\]{1,64})\"");
    private static final String UNKNOWN_MODULE = "ERROR_UNKNOWN_MODULE";

    private final PrintStream out;
    private final Map<String, String> deliberate;
    private final ContentNames names = new ContentNames();
    private final Map<String, Integer> skips = new TreeMap<>();
    private int agree;
    private int differ;
    private int warningsAgree;
    private int warningsDiffer;

    ConformanceRunner(PrintStream out) {
        this(out, readDeliberate());
    }

    ConformanceRunner(PrintStream out, Map<String, String> deliberate) {
        this.out = out;
        this.deliberate = Map.copyOf(deliberate);
    }

    /**
     * Runs the cases of a file: one JSON object a line.
     *
     * @param file the file
     * @throws IOException when it cannot be read
     */
    void run(Path file) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file has a folder");
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    runLine(line, folder, file.getFileName() + ":" + number);
                }
            }
        }
    }

    private void runLine(String line, Path folder, String place) {
        ConformanceCase recorded;
        try {
            recorded = ConformanceCase.parse(line, folder, names);
        } catch (BadCaseException e) {
            skip(String.valueOf(e.getMessage()));
            return;
        }
        try {
            judge(recorded, Observation.of(recorded));
        } catch (RuntimeException | StackOverflowError | AssertionError e) {
            // The runner is how such defects are found: one of them must not hide the other cases.
            report(recorded, "expected " + recorded.expected().verdict().text() + ", got " + e + " (" + place + ")");
        }
    }

    private void judge(ConformanceCase recorded, Observation got) {
        Expectation expected = recorded.expected();
        if (got.missing() != null && expected.verdict() != Verdict.ERROR) {
            skip(got.missing());
            return;
        }
        if (got.hasError(UNKNOWN_MODULE) && !UNKNOWN_MODULE.equals(expected.errorCode())) {
            skip("needs the module " + String.join(", ", missingModules(recorded.rule())));
            return;
        }
        String difference = Comparison.difference(expected, got);
        if (difference != null) {
            report(recorded, difference);
            return;
        }
        agree++;
        if (expected.warnings() != null) {
            if (expected.warnings().equals(got.warnings())) {
                warningsAgree++;
            } else {
                warningsDiffer++;
            }
        }
    }

    private static List<String> missingModules(String rule) {
        List<String> known =
                YaraModules.standard().stream().map(YaraModule::name).toList();
        List<String> missing = new ArrayList<>();
        Matcher imports = IMPORT.matcher(rule);
        while (imports.find()) {
            String name = imports.group(1);
            if (!known.contains(name) && !missing.contains(name)) {
                missing.add(name);
            }
        }
        return missing.isEmpty() ? List.of("unknown") : missing;
    }

    private void skip(String reason) {
        skips.merge(reason, 1, Integer::sum);
    }

    private void report(ConformanceCase recorded, String difference) {
        differ++;
        String reason = deliberate.get(recorded.id());
        String text = reason == null ? difference : "differs deliberately: " + reason + " (" + difference + ")";
        line(recorded.id() + ": " + OneLine.of(text) + " | " + OneLine.of(recorded.rule()));
    }

    /** Prints the sums; the last line is {@code N agree, N differ, N skipped}. */
    void summary() {
        skips.forEach((reason, count) -> line("skipped " + count + ": " + OneLine.of(reason)));
        int compared = warningsAgree + warningsDiffer;
        if (compared > 0) {
            line("warnings of " + compared + " agreeing probes: " + warningsAgree + " equal libyara's, "
                    + warningsDiffer + " do not (not counted below)");
        }
        line(agree + " agree, " + differ + " differ, " + skipped() + " skipped");
    }

    private void line(String text) {
        out.print(text + "\n");
    }

    int agree() {
        return agree;
    }

    int differ() {
        return differ;
    }

    int skipped() {
        return skips.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Reads the shipped list: id, tab, reason; blank lines and lines that begin with # are passed over. */
    private static Map<String, String> readDeliberate() {
        Map<String, String> reasons = new LinkedHashMap<>();
        @Nullable InputStream in = ConformanceRunner.class.getResourceAsStream(DELIBERATE);
        if (in == null) {
            return reasons;
        }
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int tab = line.indexOf('\t');
                if (tab > 0 && !line.startsWith("#")) {
                    reasons.put(line.substring(0, tab), line.substring(tab + 1).strip());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reasons;
    }
}
