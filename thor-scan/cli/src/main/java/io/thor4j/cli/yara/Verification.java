package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.ExternalVariable;
import io.thor4j.cli.Terminal;
import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of this engine with the yara command, file after file. yara gets every namespace under a name of its own making, since names
 * of files may have signs that its command line does not take. Used by one thread.
 */
final class Verification {
    // Matches of a string that are named where the two differ.
    private static final int SHOWN = 5;

    private final Terminal terminal;
    private final SystemYara yara;
    private final RuleSources sources;
    private final ModuleDataFiles moduleData;
    private final List<String> defines = new ArrayList<>();
    private final YaraRules rules;
    private final YaraScanner scanner;
    private final KnownDifferences known;
    private final FileBytes bytes = new FileBytes();

    /** For each namespace that both take, what yara calls it. */
    private final Map<String, String> namespaces = new LinkedHashMap<>();

    /** Rules that only yara takes, as yara calls them: its matches of them say nothing new. */
    private final Set<String> leftOut = new TreeSet<>();

    private int files;
    private int agreeing;
    private int failures;
    private int differences;
    private int explained;

    Verification(
            Terminal terminal,
            SystemYara yara,
            RuleSources sources,
            List<ExternalVariable> externals,
            ModuleDataFiles moduleData,
            Duration timeout) {
        this.terminal = terminal;
        this.yara = yara;
        this.sources = sources;
        this.moduleData = moduleData;
        this.rules = sources.compile(externals, false, false);
        this.scanner = rules.scanner(YaraLimits.DEFAULT.withTimeout(timeout));
        this.known = new KnownDifferences(yara.version(), sources);
        moduleData.read(ExitCodes.USAGE).forEach(scanner::moduleData);
        for (ExternalVariable external : externals) {
            Object value = external.value();
            String text = value instanceof Double number ? new BigDecimal(number).toPlainString() : value.toString();
            defines.add(external.name() + "=" + text);
        }
    }

    /** Lets yara compile the rules, and finds out which namespaces both take. */
    void compile() throws IOException, InterruptedException {
        terminal.line("yara " + yara.version() + ", " + sources.sources().size() + " rule files, "
                + rules.rules().size() + " rules");
        Map<String, List<String>> groups = new LinkedHashMap<>();
        Map<String, String> names = new LinkedHashMap<>();
        for (RuleSources.Source source : sources.sources()) {
            String name = names.computeIfAbsent(source.namespace(), namespace -> "n" + names.size());
            groups.computeIfAbsent(source.namespace(), namespace -> new ArrayList<>())
                    .add(name + ":" + source.name());
        }
        List<String> taken = new ArrayList<>();
        boolean all =
                yara.compile(groups.values().stream().flatMap(List::stream).toList(), defines) == null;
        for (Map.Entry<String, List<String>> group : groups.entrySet()) {
            String refusal = all ? null : yara.compile(group.getValue(), defines);
            String own = refusal(group.getKey());
            if (refusal == null) {
                taken.addAll(group.getValue());
                namespaces.put(group.getKey(), String.valueOf(names.get(group.getKey())));
            }
            if (refusal == null && own != null) {
                difference("only yara takes all rules of " + group.getKey() + ": " + own, null);
            } else if (refusal != null && own == null) {
                difference("only thor takes the rules of " + group.getKey() + ": " + refusal, known.ofError(refusal));
            } else if (refusal != null) {
                terminal.line("left out, both refuse rules of " + group.getKey() + ": " + refusal);
            }
        }
        if (taken.isEmpty()) {
            throw new CommandFailure(ExitCodes.USAGE, "thor: no rules that both take");
        }
        if (!all) {
            String refusal = yara.compile(taken, defines);
            if (refusal != null) {
                throw new CommandFailure(ExitCodes.USAGE, "thor: yara does not take the rules together: " + refusal);
            }
        }
        for (LeftOutRule rule : rules.leftOut()) {
            leftOut.add(namespaces.get(rule.namespace()) + ":" + rule.name());
        }
    }

    /** Returns why this engine does not take all rules of a namespace, null when it does. */
    private @Nullable String refusal(String namespace) {
        for (LeftOutRule rule : rules.leftOut()) {
            if (rule.namespace().equals(namespace)) {
                return rule.reason();
            }
        }
        for (RuleSources.Source source : sources.sources()) {
            for (Diagnostic diagnostic : rules.diagnostics()) {
                if (source.namespace().equals(namespace)
                        && diagnostic.severity() == Diagnostic.Severity.ERROR
                        && diagnostic.source().equals(source.name())) {
                    return diagnostic.toString();
                }
            }
        }
        return null;
    }

    /** Scans a file with both, and prints where they differ. */
    void compare(TargetFiles.Target file) throws IOException, InterruptedException {
        files++;
        ScanResult result;
        try {
            bytes.read(file.path());
            result = scanner.scan(bytes.bytes(), 0, bytes.length());
        } catch (IOException e) {
            failures++;
            terminal.line(file.display() + ": not compared: " + e.getMessage());
            return;
        }
        SystemYara.Run run = yara.scan(file.path(), moduleData.files());
        if (!result.complete() || run.error() != null) {
            failures++;
            String reason = run.error() != null
                    ? "yara: " + run.error()
                    : "thor: " + result.limits().get(0).text();
            String name = run.error() == null ? null : known.ofError(run.error());
            terminal.line(
                    file.display() + ": not compared: " + reason + (name == null ? "" : " [known: " + name + "]"));
            return;
        }
        int before = differences;
        Path absolute = file.path().toAbsolutePath();
        compare(file.display(), YaraOutput.of(result, namespaces), YaraOutput.parse(run.output(), absolute.toString()));
        agreeing += differences == before ? 1 : 0;
    }

    private void compare(String file, YaraOutput own, YaraOutput other) {
        Set<String> all = new TreeSet<>(own.rules().keySet());
        all.addAll(other.rules().keySet());
        all.removeAll(leftOut);
        for (String rule : all) {
            Map<String, List<YaraOutput.Hit>> ours = own.rules().get(rule);
            Map<String, List<YaraOutput.Hit>> theirs = other.rules().get(rule);
            String place = file + ": rule " + display(rule);
            if (ours == null || theirs == null) {
                difference(
                        place + ": only " + (ours == null ? "yara" : "thor") + " has a match",
                        known.ofRule(source(rule), name(rule)));
            } else {
                strings(place, rule, ours, theirs);
            }
        }
    }

    private void strings(
            String place,
            String rule,
            Map<String, List<YaraOutput.Hit>> ours,
            Map<String, List<YaraOutput.Hit>> theirs) {
        Set<String> all = new TreeSet<>(ours.keySet());
        all.addAll(theirs.keySet());
        for (String string : all) {
            List<YaraOutput.Hit> onlyOurs = new ArrayList<>(ours.getOrDefault(string, List.of()));
            List<YaraOutput.Hit> onlyTheirs = new ArrayList<>();
            subtract(onlyOurs, theirs.getOrDefault(string, List.of()), onlyTheirs);
            if (!onlyOurs.isEmpty() || !onlyTheirs.isEmpty()) {
                String reason = known.ofMatches(onlyOurs, onlyTheirs);
                difference(
                        place + ": " + string + ": " + hits("thor", onlyOurs)
                                + (onlyOurs.isEmpty() || onlyTheirs.isEmpty() ? "" : ", ") + hits("yara", onlyTheirs),
                        reason == null ? known.ofRule(source(rule), name(rule)) : reason);
            }
        }
    }

    /** Leaves in the first list what only it has, and puts into the last what only the second has; both are sorted. */
    private static void subtract(
            List<YaraOutput.Hit> first, List<YaraOutput.Hit> second, List<YaraOutput.Hit> onlySecond) {
        List<YaraOutput.Hit> onlyFirst = new ArrayList<>();
        int a = 0;
        int b = 0;
        while (a < first.size() || b < second.size()) {
            int order = a == first.size()
                    ? 1
                    : b == second.size() ? -1 : first.get(a).compareTo(second.get(b));
            if (order < 0) {
                onlyFirst.add(first.get(a++));
            } else if (order > 0) {
                onlySecond.add(second.get(b++));
            } else {
                a++;
                b++;
            }
        }
        first.clear();
        first.addAll(onlyFirst);
    }

    private static String hits(String engine, List<YaraOutput.Hit> hits) {
        if (hits.isEmpty()) {
            return "";
        }
        StringBuilder out = new StringBuilder("only ").append(engine).append(" has");
        for (YaraOutput.Hit hit : hits.subList(0, Math.min(SHOWN, hits.size()))) {
            out.append(' ').append(hit);
        }
        return out.append(hits.size() > SHOWN ? " and " + (hits.size() - SHOWN) + " more" : "")
                .toString();
    }

    private void difference(String text, @Nullable String reason) {
        differences++;
        explained += reason == null ? 0 : 1;
        terminal.line(text + (reason == null ? "" : " [known: " + reason + "]"));
    }

    /** Returns the namespace of a rule as the user knows it. */
    private String source(String rule) {
        String name = rule.substring(0, rule.indexOf(':'));
        for (Map.Entry<String, String> entry : namespaces.entrySet()) {
            if (entry.getValue().equals(name)) {
                return entry.getKey();
            }
        }
        return name;
    }

    private static String name(String rule) {
        return rule.substring(rule.indexOf(':') + 1);
    }

    private String display(String rule) {
        return source(rule) + ":" + name(rule);
    }

    /** Prints the sums and returns the exit code. */
    int finish() {
        terminal.line(files + " files: " + agreeing + " agree, " + (files - agreeing - failures) + " differ, "
                + failures + " not compared; " + differences + " differences, " + explained + " of them known of yara "
                + yara.version());
        if (differences > 0) {
            return ExitCodes.FINDINGS;
        }
        return failures > 0 ? ExitCodes.USAGE : ExitCodes.OK;
    }
}
