package io.thor4j.cli.yara;

import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.StringMatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a scan of one file found, in a form in which two engines can be compared: for each rule, {@code namespace:name}, the matches of its
 * strings. Immutable.
 *
 * @param rules for each rule its strings, for each string where it was found, sorted
 */
record YaraOutput(Map<String, Map<String, List<Hit>>> rules) {
    private static final Pattern STRING = Pattern.compile("0x([0-9a-f]+):(\\d+):(\\$\\w*)");
    private static final Pattern RULE = Pattern.compile("(\\w+:\\w+) .*");

    /** Where a string was found. */
    record Hit(long offset, long length) implements Comparable<Hit> {
        @Override
        public int compareTo(Hit other) {
            int byOffset = Long.compare(offset, other.offset);
            return byOffset != 0 ? byOffset : Long.compare(length, other.length);
        }

        @Override
        public String toString() {
            return "0x" + Long.toHexString(offset) + ":" + length;
        }
    }

    /**
     * Reads what {@code yara -e -L} printed for one file; lines that the rules wrote with the console module are passed over.
     *
     * @param output the file with the output
     * @param file the name of the scanned file, with which the line of a rule ends
     */
    static YaraOutput parse(Path output, String file) throws IOException {
        Map<String, Map<String, List<Hit>>> rules = new TreeMap<>();
        Map<String, List<Hit>> current = new TreeMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(output), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher string = STRING.matcher(line);
                Matcher rule = RULE.matcher(line);
                if (string.matches()) {
                    Hit hit = new Hit(Long.parseLong(string.group(1), 16), Long.parseLong(string.group(2)));
                    current.computeIfAbsent(string.group(3), name -> new ArrayList<>())
                            .add(hit);
                } else if (rule.matches() && line.endsWith(" " + file)) {
                    current = rules.computeIfAbsent(rule.group(1), name -> new TreeMap<>());
                }
            }
        }
        rules.values().forEach(strings -> strings.values().forEach(hits -> hits.sort(null)));
        return new YaraOutput(rules);
    }

    /**
     * Takes what this engine found.
     *
     * @param result the result
     * @param namespaces what yara was told to call each namespace; rules of others are left out
     */
    static YaraOutput of(ScanResult result, Map<String, String> namespaces) {
        Map<String, Map<String, List<Hit>>> rules = new TreeMap<>();
        for (RuleMatch match : result.matches()) {
            String namespace = namespaces.get(match.rule().namespace());
            if (namespace == null) {
                continue;
            }
            Map<String, List<Hit>> strings = new TreeMap<>();
            for (StringMatch string : match.strings()) {
                if (!string.isPrivate()) {
                    // What yara calls the length is that of the bytes it has kept.
                    Hit hit = new Hit(string.offset(), string.data().length);
                    strings.computeIfAbsent(string.identifier(), name -> new ArrayList<>())
                            .add(hit);
                }
            }
            strings.values().forEach(hits -> hits.sort(null));
            rules.put(namespace + ":" + match.rule().name(), strings);
        }
        return new YaraOutput(rules);
    }
}
