package io.thor4j.yara.oracle;

import io.thor4j.yara.RuleMatch;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.StringMatch;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Holds this engine's answers against the command's, file by file, and keeps count. Used by one thread. */
final class CorpusComparison {
    /** yara prints no more bytes of a match, and so no greater length (section 1 of yara-semantics.md). */
    private static final int PRINTED_LENGTH = 512;

    /** Differences of one field that are listed; more are counted. */
    private static final int MAX_LISTED = 5;

    private static final String UNDEFINED = "YR_UNDEFINED";

    private final YaraScanner scanner;
    private final String version;
    private final Map<CorpusDifference, Integer> accounted = new EnumMap<>(CorpusDifference.class);
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Integer> unaccounted = new TreeMap<>();
    private int files;
    private long fields;
    private long rules;
    private long strings;

    /**
     * @param scanner this engine with the rules
     * @param version of the command that is compared with
     */
    CorpusComparison(YaraScanner scanner, String version) {
        this.version = version;
        this.scanner = scanner.dumpModules(true);
    }

    /** Compares a file. */
    void compare(Path file, FileAnswer theirs) {
        FileAnswer ours;
        try {
            ours = ask(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        files++;
        fields(file, theirs.fields(), ours.fields());
        rules(file, theirs.rules(), ours.rules());
    }

    private FileAnswer ask(byte[] data) {
        ScanResult result = scanner.scan(data);
        if (!result.complete()) {
            throw new AssertionError("incomplete: " + result.limits());
        }
        FileAnswer answer = new FileAnswer();
        FileAnswer.DumpReader dump = new FileAnswer.DumpReader(answer.fields());
        for (String module : result.moduleDumps()) {
            module.lines().forEach(line -> {
                if (line.startsWith("\t")) {
                    dump.line(line);
                } else {
                    dump.module(line);
                }
            });
        }
        for (RuleMatch match : result.matches()) {
            if (!match.rule().toString().equals(CorpusCommand.END)) {
                List<String> found = new ArrayList<>();
                for (StringMatch string : match.strings()) {
                    if (!string.isPrivate()) {
                        int length = Math.min(PRINTED_LENGTH, string.length());
                        found.add(string.offset() + ":" + length + ":" + string.identifier());
                    }
                }
                answer.rules().put(match.rule().toString(), found);
            }
        }
        return answer;
    }

    private void fields(Path file, Map<String, String> theirs, Map<String, String> ours) {
        Set<String> paths = new TreeSet<>(theirs.keySet());
        paths.addAll(ours.keySet());
        for (String path : paths) {
            fields++;
            String their = theirs.getOrDefault(path, UNDEFINED);
            String our = ours.getOrDefault(path, UNDEFINED);
            if (!their.equals(our)) {
                CorpusDifference difference = CorpusDifference.of(version, path, their, our);
                if (difference == null) {
                    add(file, path, their, our);
                } else {
                    accounted.merge(difference, 1, Integer::sum);
                }
            }
        }
    }

    private void rules(Path file, Map<String, List<String>> theirs, Map<String, List<String>> ours) {
        Set<String> names = new TreeSet<>(theirs.keySet());
        names.addAll(ours.keySet());
        for (String name : names) {
            rules++;
            List<String> their = theirs.get(name);
            List<String> our = ours.get(name);
            strings += their == null ? 0 : their.size();
            if (!Objects.equals(their, our)) {
                add(file, "rule " + name, shortened(their), shortened(our));
            }
        }
    }

    private static String shortened(List<String> strings) {
        return strings == null
                ? "no match"
                : strings.size() + " " + strings.stream().limit(6).toList();
    }

    private void add(Path file, String path, String theirs, String ours) {
        if (unaccounted.merge(path.replaceAll("[0-9]+\\]", "*]"), 1, Integer::sum) <= MAX_LISTED) {
            differences.add(file + " " + path + ": " + theirs + " but ours is " + ours);
        }
    }

    /** Returns what differs without a reason. */
    List<String> differences() {
        return differences;
    }

    /** Returns how often which fields differ without a reason. */
    Map<String, Integer> unaccounted() {
        return unaccounted;
    }

    /** Returns how often which difference accounted for a field. */
    Map<CorpusDifference, Integer> accounted() {
        return accounted;
    }

    @Override
    public String toString() {
        return files + " files, " + fields + " fields, " + rules + " rule matches with " + strings
                + " strings compared";
    }
}
