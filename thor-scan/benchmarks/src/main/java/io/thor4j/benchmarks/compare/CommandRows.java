package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Measures whole commands: start, compile or load, scan from disk. Used by one thread. */
final class CommandRows {
    private final Path launcher;
    private final @Nullable YaraXInstall yaraX;
    private final RuleSet rules;
    private final Path folder;
    private final Path work;
    private final AnswerCheck check;

    /**
     * Sets the commands up.
     *
     * @param launcher the thor command
     * @param yaraX where YARA-X is, null to leave it out
     * @param rules the rules
     * @param folder where the rules' sources are
     * @param work an empty folder for what the commands write
     */
    CommandRows(Path launcher, @Nullable YaraXInstall yaraX, RuleSet rules, Path folder, Path work, AnswerCheck check) {
        this.launcher = launcher;
        this.yaraX = yaraX;
        this.rules = rules;
        this.folder = folder;
        this.work = work;
        this.check = check;
    }

    /** Writes the paths of a corpus, one a line. */
    static Path writeList(Corpus corpus, Path work) throws IOException {
        return Files.write(
                Files.createTempFile(work, "corpus", ".list"),
                corpus.paths().stream().map(Path::toString).toList(),
                StandardCharsets.UTF_8);
    }

    /** Prints the table. */
    void print(Corpus tree, int threads, Targets targets) throws IOException, InterruptedException {
        System.out.printf(
                "%n| command, rules %s | CPU s | wall s | peak MB | lines printed |%n|---|---|---|---|---|%n",
                rules.name());
        String list = writeList(tree, work).toString();
        List<String> sources = new ArrayList<>();
        rules.sources().externals().keySet().forEach(name -> sources.addAll(List.of("-d", name + "=")));
        rules.sources()
                .sources()
                .forEach(source -> sources.add(source.namespace() + ":" + folder.resolve(source.name())));
        String thorRules = work.resolve("thor.rules").toString();
        String yaraRules = work.resolve("yara.rules").toString();
        List<String> scan = List.of(launcher.toString(), "yara", "scan", "-w", "-p");
        row(
                "thor yara compile",
                command(List.of(launcher.toString(), "yara", "compile", "-w"), sources, List.of(thorRules)));
        row("yarac", command(List.of("yarac", "-w"), sources, List.of(yaraRules)));

        // Options stand before the rules; the list is the target behind them.
        List<String> target = List.of(list);
        ColdRun cold = row(
                "thor: compile and scan the tree, 1 thread",
                command(scan, List.of("1", "--scan-list"), sources, target));
        if (cold != null) {
            targets.reached(
                    Targets.Target.COLD,
                    cold.time().cpu(),
                    String.format("CPU; wall %.2f s", cold.time().wall()));
        }
        agreeing(
                cold,
                "libyara",
                "yara: compile and scan the tree, 1 thread",
                command(List.of("yara", "-w", "-p", "1", "--scan-list"), sources, target));
        YaraXInstall other = yaraX;
        if (other != null) {
            String description = YaraXProcess.describe(rules, work).toString();
            agreeing(
                    cold,
                    YaraXRival.NAME,
                    "YARA-X: compile and scan the tree, 1 thread",
                    other.command(YaraXProcess.script(work), "scan", description, list, "1"));
        }
        for (int count : new int[] {1, threads}) {
            String many = Integer.toString(count);
            String what = ": load and scan the tree, threads: " + many;
            ColdRun thor = row("thor" + what, command(scan, List.of(many, "-C", "--scan-list", thorRules, list)));
            agreeing(
                    thor,
                    "libyara",
                    "yara" + what,
                    List.of("yara", "-w", "-p", many, "-C", "--scan-list", yaraRules, list));
            if (other != null) {
                agreeing(
                        thor,
                        YaraXRival.NAME,
                        "YARA-X" + what,
                        other.command(YaraXProcess.script(work), "scan", saved(other), list, many));
            }
        }
        String small = Files.write(work.resolve("small"), "a small file\n".getBytes(StandardCharsets.UTF_8))
                .toString();
        row("thor: load and scan one small file", command(scan, List.of("1", "-C", thorRules, small)));
        row("yara: load and scan one small file", List.of("yara", "-w", "-C", yaraRules, small));
    }

    private String saved(YaraXInstall install) throws IOException {
        Path saved = work.resolve("yara-x.rules");
        if (!Files.exists(saved)) {
            try (YaraXRival rival = new YaraXRival(install, rules, work)) {
                rival.save(saved);
            }
        }
        return saved.toString();
    }

    @SafeVarargs
    private static List<String> command(List<String>... parts) {
        List<String> result = new ArrayList<>();
        for (List<String> part : parts) {
            result.addAll(part);
        }
        return result;
    }

    /* Runs a command whose figures do not depend on what others print. */
    private @Nullable ColdRun row(String what, List<String> command) throws InterruptedException {
        ColdRun run = run(what, command);
        if (run != null) {
            figures(what, run);
        }
        return run;
    }

    private void agreeing(@Nullable ColdRun thor, String rival, String what, List<String> command)
            throws InterruptedException {
        ColdRun run = run(what, command);
        if (run == null) {
            return;
        }
        if (thor == null) {
            System.out.printf(
                    "| %s | thor has no answer to compare | - | - | %d |%n",
                    what, run.lines().size());
            return;
        }
        int different = check.lines(what, rival, thor.lines(), run.lines());
        if (different > 0) {
            System.out.printf(
                    "| %s | ANSWERS DIFFER in %d lines | - | - | %d |%n",
                    what, different, run.lines().size());
        } else {
            figures(what, run);
        }
    }

    private @Nullable ColdRun run(String what, List<String> command) throws InterruptedException {
        System.err.printf("%tT %s%n", System.currentTimeMillis(), what);
        try {
            ColdRun run = ColdRun.of(command, work);
            if (run.exitCode() == 0) {
                return run;
            }
            System.out.printf("| %s | ended with %d: %s | - | - | - |%n", what, run.exitCode(), run.error());
        } catch (IOException e) {
            System.out.printf("| %s | not there | - | - | - |%n", what);
            System.err.println("compare: " + what + ": " + e.getMessage());
        }
        return null;
    }

    private static void figures(String what, ColdRun run) {
        System.out.printf(
                "| %s | %.2f | %.2f | %.0f | %d |%n",
                what,
                run.time().cpu(),
                run.time().wall(),
                run.peakMegabytes(),
                run.lines().size());
    }
}
