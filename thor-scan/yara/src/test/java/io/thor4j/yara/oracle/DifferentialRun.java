package io.thor4j.yara.oracle;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes rules and files, scans the files with both engines, and keeps count. */
final class DifferentialRun {
    private static final int NAMESPACES = 8;
    private static final int RULES = 7;
    private static final int FILES = 12;
    private static final Pattern ERROR = Pattern.compile("error: rule \"(\\w+)\" in .*/n(\\d+)\\.yar\\(.*");

    private static final Pattern FAILURE =
            Pattern.compile("error scanning .*/f(\\d+): (.*(?:46|timed out|timeout|26).*)");

    private final YaraCommand yara;
    private final Shrinker shrinker;
    private final List<String> differences = new ArrayList<>();
    private final Map<KnownDifference, Integer> known = new EnumMap<>(KnownDifference.class);
    private long batches;
    private long rules;
    private long refused;
    private long files;
    private long verdicts;
    private long matches;

    DifferentialRun(Path work) {
        yara = new YaraCommand(work);
        shrinker = new Shrinker(yara);
    }

    /** Runs one batch; the same seed does the same. */
    void batch(long seed) throws IOException {
        Dice dice = new Dice(seed);
        RuleMaker maker = new RuleMaker(dice);
        List<List<RuleMaker.Rule>> namespaces = new ArrayList<>();
        for (int i = 0; i < NAMESPACES; i++) {
            namespaces.add(new ArrayList<>(maker.namespace(RULES)));
        }
        DataMaker data = new DataMaker(dice);
        List<byte[]> contents = new ArrayList<>();
        contents.add(new byte[0]);
        while (contents.size() < FILES) {
            contents.add(data.make(maker.samples()));
        }
        removeRefused(seed, namespaces);
        YaraCommand.Answer answer = answer(seed, namespaces, contents);
        if (answer.status() > 128 || answer.status() < 0) {
            differences.add("seed " + seed + ": yara ended with status " + answer.status());
            return;
        }
        Set<String> failed = new TreeSet<>();
        Map<Integer, Map<String, List<String>>> theirs =
                answer.errors().isEmpty() ? answer.matches() : oneByOne(seed, namespaces, contents, failed);
        compare(seed, namespaces, contents, theirs, failed);
        batches++;
    }

    /* An error ends the scan of a file with all rules, so each namespace is tried alone; what fails even so is left out. */
    private Map<Integer, Map<String, List<String>>> oneByOne(
            long seed, List<List<RuleMaker.Rule>> namespaces, List<byte[]> contents, Set<String> failed)
            throws IOException {
        Map<Integer, Map<String, List<String>>> merged = new TreeMap<>();
        for (int n = 0; n < namespaces.size(); n++) {
            YaraCommand.Answer answer = yara.scan(List.of(NamespaceText.of(namespaces.get(n))), contents);
            if (answer.status() < 0) {
                // Stopped from outside, which says nothing of its files but that the machine was busy.
                known.merge(KnownDifference.TOO_SLOW, 1, Integer::sum);
                failed.add("n" + n + " *");
                continue;
            }
            for (String line : answer.errors()) {
                noteFailure(seed, n, line, failed);
            }
            String prefix = "n" + n + ":";
            answer.matches()
                    .forEach((file, rules) ->
                            rules.forEach((rule, strings) -> merged.computeIfAbsent(file, f -> new TreeMap<>())
                                    .put(prefix + rule.substring(rule.indexOf(':') + 1), strings)));
        }
        return merged;
    }

    private void noteFailure(long seed, int namespace, String line, Set<String> failed) {
        Matcher matcher = FAILURE.matcher(line);
        if (!matcher.matches()) {
            differences.add("seed " + seed + ": yara says: " + line);
            return;
        }
        boolean fibers = matcher.group(2).contains("46");
        known.merge(fibers ? KnownDifference.FIBERS : KnownDifference.TOO_SLOW, 1, Integer::sum);
        // The time is that of the whole run: files behind the slow one are not looked at.
        failed.add("n" + namespace + " " + (fibers ? matcher.group(1) : "*"));
    }

    /* A rule that this engine refuses must be refused by yara, too. */
    private void removeRefused(long seed, List<List<RuleMaker.Rule>> namespaces) throws IOException {
        YaraRules compiled = ThorEngine.compile(texts(namespaces));
        Set<String> gone = new TreeSet<>();
        for (LeftOutRule rule : compiled.leftOut()) {
            gone.add(rule.namespace() + ":" + rule.name());
        }
        for (Diagnostic diagnostic : compiled.diagnostics()) {
            if (diagnostic.severity() == Diagnostic.Severity.ERROR && diagnostic.rule() != null) {
                confirmRefused(seed, namespaces, diagnostic, gone);
            }
        }
        for (int i = 0; i < namespaces.size(); i++) {
            String prefix = "n" + i + ":";
            namespaces.get(i).removeIf(rule -> gone.contains(prefix + rule.name()));
        }
        refused += gone.size();
    }

    private void confirmRefused(
            long seed, List<List<RuleMaker.Rule>> namespaces, Diagnostic diagnostic, Set<String> gone)
            throws IOException {
        String prefix = diagnostic.source().replace(".yar", "") + ":";
        List<RuleMaker.Rule> alone = new ArrayList<>();
        for (RuleMaker.Rule rule : namespaces.get(Integer.parseInt(prefix.substring(1, prefix.length() - 1)))) {
            if (rule.name().equals(diagnostic.rule())) {
                alone.add(rule);
                break;
            }
            if (!gone.contains(prefix + rule.name())) {
                alone.add(rule);
            }
        }
        YaraCommand.Answer answer = yara.scan(List.of(NamespaceText.of(alone)), List.of());
        if (answer.errors().isEmpty()) {
            if (diagnostic.code().equals("ERROR_INVALID_VALUE")) {
                known.merge(KnownDifference.CONSTANT_RANGE, 1, Integer::sum);
                return;
            }
            differences.add("seed " + seed + ": only thor refuses: " + diagnostic + "\n"
                    + alone.get(alone.size() - 1).text());
        }
    }

    private YaraCommand.Answer answer(long seed, List<List<RuleMaker.Rule>> namespaces, List<byte[]> contents)
            throws IOException {
        while (true) {
            YaraCommand.Answer answer = yara.scan(texts(namespaces), contents);
            Matcher error = answer.errors().isEmpty()
                    ? null
                    : ERROR.matcher(answer.errors().get(0));
            if (error == null || !error.matches()) {
                return answer;
            }
            List<RuleMaker.Rule> namespace = namespaces.get(Integer.parseInt(error.group(2)));
            String name = error.group(1);
            RuleMaker.Rule rule = namespace.stream()
                    .filter(r -> r.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            differences.add(
                    "seed " + seed + ": only yara refuses: " + answer.errors().get(0) + "\n" + rule.text());
            namespace.clear();
        }
    }

    private static List<String> texts(List<List<RuleMaker.Rule>> namespaces) {
        return namespaces.stream().map(NamespaceText::of).toList();
    }

    private void compare(
            long seed,
            List<List<RuleMaker.Rule>> namespaces,
            List<byte[]> contents,
            Map<Integer, Map<String, List<String>>> answers,
            Set<String> failed)
            throws IOException {
        YaraRules compiled = ThorEngine.compile(texts(namespaces));
        YaraScanner scanner = compiled.scanner();
        Set<String> told = new TreeSet<>();
        for (int file = 0; file < contents.size(); file++) {
            Map<String, List<String>> theirs = answers.getOrDefault(file, Map.of());
            Map<String, List<String>> ours = ThorEngine.scan(scanner, contents.get(file));
            for (int n = 0; n < namespaces.size(); n++) {
                if (failed.contains("n" + n + " " + file) || failed.contains("n" + n + " *")) {
                    continue;
                }
                verdicts += namespaces.get(n).size();
                for (RuleMaker.Rule rule : namespaces.get(n)) {
                    String name = "n" + n + ":" + rule.name();
                    List<String> mine = Shrinker.asPrinted(ours.get(name));
                    if (same(theirs.get(name), mine)) {
                        matches += mine == null ? 0 : mine.size();
                    } else if (told.add(name)) {
                        List<RuleMaker.Rule> upTo =
                                namespaces.get(n).subList(0, namespaces.get(n).indexOf(rule) + 1);
                        differences.add("seed " + seed + " " + name + ": " + shrinker.shrink(upTo, contents.get(file)));
                    }
                }
            }
            files++;
        }
        rules += compiled.rules().size();
    }

    private static boolean same(List<String> theirs, List<String> ours) {
        return theirs == null ? ours == null : theirs.equals(ours);
    }

    /** Returns what was found to differ, each small enough to be read. */
    List<String> differences() {
        return differences;
    }

    /** Returns how many string matches were compared. */
    long matches() {
        return matches;
    }

    @Override
    public String toString() {
        return batches + " batches, " + rules + " rules, " + refused + " refused by both, " + files + " files, "
                + verdicts + " verdicts, " + matches + " string matches, " + differences.size()
                + " differences; known: " + known;
    }
}
