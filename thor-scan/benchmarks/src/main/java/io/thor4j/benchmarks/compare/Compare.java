package io.thor4j.benchmarks.compare;

import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times thor's YARA engine beside libyara in one process, on the same rules and the same bytes, and the two commands beside each other.
 * No figure is printed before the answers were compared. Used by one thread.
 */
@Command(
        name = "compare",
        description = "Times YARA engines side by side and prints a table in Markdown.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class Compare implements Callable<Integer> {
    private static final int MEGA = 1_000_000;

    @Option(
            names = "--rules",
            required = true,
            paramLabel = "DIR",
            description = "The rules: all .yar and .yara files below.")
    private Path rules = Path.of("");

    @Option(
            names = "--tree",
            required = true,
            paramLabel = "DIR",
            description = "Small files are taken from here; may be repeated.")
    private List<Path> trees = List.of();

    @Option(names = "--pe", paramLabel = "DIR", description = "PE files are taken from here.")
    private @Nullable Path pe;

    @Option(names = "--megabytes", description = "Size of the mixed tree; default ${DEFAULT-VALUE}.")
    private int megabytes = 310;

    @Option(
            names = "--rounds",
            description = "Passes of each engine, one after the other; the best counts. Default ${DEFAULT-VALUE}.")
    private int rounds = 3;

    @Option(names = "--threads", description = "Threads of the row for all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--thor", paramLabel = "FILE", description = "The thor launcher, for the rows of whole commands.")
    private @Nullable Path launcher;

    @Option(
            names = "--only",
            split = ",",
            description =
                    "Only these groups of rows: mixed, read, large, giant, pe, tiny, worst, single, short, many, threads, load, cold.")
    private Set<String> only = new LinkedHashSet<>();

    private final List<YaraEngineProvider> engines = new ArrayList<>();
    private boolean differs;

    private Compare() {}

    /** Runs the comparison; exits with 1 when answers differ. */
    public static void main(String[] args) {
        Locale.setDefault(Locale.ROOT);
        System.exit(new CommandLine(new Compare()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        for (YaraEngineProvider engine : ServiceLoader.load(YaraEngineProvider.class)) {
            engines.add(engine);
        }
        engines.sort((a, b) -> a.id().equals("thor") ? -1 : b.id().equals("thor") ? 1 : a.id().compareTo(b.id()));
        System.out.printf(
                "JDK %s, %d processors, %s%n",
                Runtime.version(), Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"));
        RuleSet base = RuleSet.folder(rules);
        Corpus mixed = Corpora.mixed(trees, megabytes);
        System.out.printf(
                "%n| rules | corpus | files | MB | thor MB/s | libyara MB/s | ratio | note |%n|---|---|---|---|---|---|---|---|%n");
        withRules(base, rivals -> rowsOfBase(rivals, base, mixed));
        Corpus some = new Corpus(
                mixed.name() + ", a tenth",
                mixed.files().subList(0, Math.max(1, mixed.files().size() / 10)),
                List.of());
        if (wanted("single")) {
            RuleSet one = RuleSet.of(
                    "one rule", "rule one { strings: $a = \"this text is nowhere, or nearly\" condition: $a }");
            withRules(one, rivals -> row(rivals, one, some, ""));
        }
        if (wanted("short")) {
            RuleSet shorts = RuleSet.of("short or no atoms", """
                    rule two { strings: $a = "<%" $b = "%>" condition: #a > 3 and #b > 3 }
                    rule three { strings: $a = /[a-f]{3}[0-9]{2}Q/ condition: $a }
                    rule gap { strings: $a = { 4D [2] 5A ?? 9? } condition: $a }
                    """);
            withRules(shorts, rivals -> row(rivals, shorts, some, ""));
        }
        if (wanted("many")) {
            RuleSet many = RuleSet.times(base, 10);
            withRules(many, rivals -> row(rivals, many, some, rivals.get(0).ruleCount() + " rules"));
            withRules(
                    base,
                    rivals -> row(
                            rivals,
                            base,
                            some,
                            "the same files with " + rivals.get(0).ruleCount() + " rules"));
        }
        if (wanted("load")) {
            load(base);
        }
        if (wanted("cold")) {
            cold(base, mixed);
        }
        return differs ? 1 : 0;
    }

    private boolean wanted(String group) {
        return only.isEmpty() || only.contains(group);
    }

    private interface Rows {
        void print(List<Rival> rivals) throws IOException, InterruptedException;
    }

    private void withRules(RuleSet set, Rows rows) throws IOException, InterruptedException {
        List<Rival> rivals = new ArrayList<>();
        for (YaraEngineProvider engine : engines) {
            try {
                rivals.add(new Rival(engine, set));
            } catch (YaraEngineException e) {
                System.err.println("compare: no " + engine.id() + ": " + e.getMessage());
            }
        }
        for (Rival rival : rivals) {
            System.err.printf(
                    "%s, %s: %d rules in %.2f s%n",
                    set.name(), rival.name(), rival.ruleCount(), rival.compileSeconds());
        }
        rows.print(rivals);
        rivals.forEach(Rival::close);
    }

    private void rowsOfBase(List<Rival> rivals, RuleSet base, Corpus mixed) throws IOException, InterruptedException {
        if (wanted("mixed")) {
            row(rivals, base, mixed, "in memory");
        }
        if (wanted("read")) {
            rowOfReading(rivals, base, mixed);
        }
        if (wanted("large")) {
            row(rivals, base, Corpora.pieces("1 MB files", mixed, MEGA, 100), "");
            row(rivals, base, Corpora.pieces("20 MB files", mixed, 20 * MEGA, 10), "");
        }
        if (pe != null && (wanted("pe") || wanted("tiny"))) {
            Corpus programs = Corpora.portableExecutables(pe, 60);
            if (wanted("pe")) {
                row(rivals, base, programs, "");
            }
            row(rivals, base, Corpora.tiny("the first 2 KB of PE files", programs, 2048, 1000), "");
        }
        if (wanted("tiny")) {
            row(rivals, base, Corpora.tiny("the first 64 bytes", mixed, 64, 2000), "");
        }
        if (wanted("threads")) {
            for (Rival rival : rivals) {
                Rival.Time one = rival.many(mixed, 1);
                Rival.Time all = rival.many(mixed, threads);
                System.out.printf(
                        "| %s | %s | %d | %.0f | - | - | %.2f | %s: wall time with 1 thread %.2f s, with %d %.2f s |%n",
                        base.name(),
                        mixed.name(),
                        mixed.files().size(),
                        mixed.megabytes(),
                        one.wall() / all.wall(),
                        rival.name(),
                        one.wall(),
                        threads,
                        all.wall());
            }
        }
        if (wanted("worst")) {
            for (Corpus corpus : Corpora.worst(base.text())) {
                row(rivals, base, corpus, "worst case");
            }
        }
        if (wanted("giant")) {
            row(rivals, base, Corpora.large(mixed, 1_000 * MEGA), "");
        }
    }

    /* The answers first: a fast wrong answer is no figure. They also warm the engines up. */
    private void row(List<Rival> rivals, RuleSet set, Corpus corpus, String note) {
        String fault = compareAnswers(rivals, corpus);
        Rival.Time[] best = new Rival.Time[rivals.size()];
        for (int round = 0; round < rounds && fault == null; round++) {
            for (int i = 0; i < best.length; i++) {
                // A slow engine's figure is certain enough after one pass.
                if (round == 0 || i == 0 || best[i].wall() < 5) {
                    Rival.Time time = rivals.get(i).one(corpus);
                    best[i] = best[i] == null ? time : best[i].least(time);
                }
            }
        }
        print(set, corpus, best, fault, note);
    }

    private void rowOfReading(List<Rival> rivals, RuleSet set, Corpus corpus) throws IOException {
        Rival.Time[] best = new Rival.Time[rivals.size()];
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < best.length; i++) {
                if (round == 0 || i == 0 || best[i].wall() < 5) {
                    Rival.Time time = rivals.get(i).reading(corpus, i == 0);
                    best[i] = best[i] == null ? time : best[i].least(time);
                }
            }
        }
        print(set, corpus, best, null, "read from disk, thor with MD5, SHA-1 and SHA-256");
    }

    private static void print(RuleSet set, Corpus corpus, Rival.Time[] best, @Nullable String fault, String note) {
        String head = String.format(
                "| %s | %s | %d | %.1f | ",
                set.name(), corpus.name(), corpus.files().size(), corpus.megabytes());
        if (fault != null) {
            System.out.println(head + "- | - | - | " + fault + " |");
            return;
        }
        StringBuilder line = new StringBuilder(head);
        for (Rival.Time time : best) {
            line.append(String.format(
                    "%.1f (%.1f us/file) | ",
                    corpus.megabytes() / time.cpu(),
                    time.cpu() * 1e6 / corpus.files().size()));
        }
        if (best.length == 1) {
            line.append("not installed | ");
        }
        line.append(best.length > 1 ? String.format("%.1f", best[1].cpu() / best[0].cpu()) : "-");
        System.out.println(line + " | " + note + " |");
    }

    private @Nullable String compareAnswers(List<Rival> rivals, Corpus corpus) {
        List<String> first = rivals.get(0).answers(corpus);
        for (int i = 1; i < rivals.size(); i++) {
            List<String> other = rivals.get(i).answers(corpus);
            int different = 0;
            for (int file = 0; file < first.size(); file++) {
                if (!first.get(file).equals(other.get(file))) {
                    if (different++ < 5) {
                        String path = corpus.paths().isEmpty()
                                ? "file " + file
                                : corpus.paths().get(file).toString();
                        System.err.printf(
                                "compare: %s, %s: thor [%s], %s [%s]%n",
                                corpus.name(),
                                path,
                                first.get(file),
                                rivals.get(i).name(),
                                other.get(file));
                    }
                }
            }
            if (different > 0) {
                differs = true;
                return "ANSWERS DIFFER in " + different + " files";
            }
        }
        return null;
    }

    private void load(RuleSet base) throws IOException {
        YaraRules.Builder builder = YaraRules.builder();
        base.sources().externals().forEach((name, value) -> builder.define(name, (String) value));
        base.sources().sources().forEach(source -> builder.source(source.namespace(), source.name(), source.text()));
        long begin = System.nanoTime();
        YaraRules compiled = builder.build();
        double compile = (System.nanoTime() - begin) / 1e6;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        compiled.save(out);
        byte[] saved = out.toByteArray();
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            begin = System.nanoTime();
            YaraRules loaded = YaraRules.load(new ByteArrayInputStream(saved));
            best = Math.min(best, (System.nanoTime() - begin) / 1e6);
            if (loaded.rules().size() != compiled.rules().size()) {
                throw new IllegalStateException("rules were lost");
            }
        }
        long before = heap();
        YaraRules kept = YaraRules.load(new ByteArrayInputStream(saved));
        double megabytes = (heap() - before) / 1e6;
        System.out.printf(
                "| %s | compiled form | %d rules | %.1f | - | - | - | compiled in %.0f ms, loaded in %.0f ms, %.0f MB of heap |%n",
                base.name(), kept.rules().size(), saved.length / 1e6, compile, best, megabytes);
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /* Whole commands: start, compile or load, scan of the mixed tree from disk. */
    private void cold(RuleSet base, Corpus mixed) throws IOException, InterruptedException {
        Path thor = launcher;
        if (thor == null) {
            System.err.println("compare: no --thor, so no rows of whole commands");
            return;
        }
        Path work = Files.createTempDirectory("thor-compare");
        Path list = work.resolve("list");
        Files.write(list, mixed.paths().stream().map(Path::toString).toList(), StandardCharsets.UTF_8);
        Path small = Files.write(work.resolve("small"), "a small file\n".getBytes(StandardCharsets.UTF_8));
        List<String> externals = new ArrayList<>();
        base.sources().externals().keySet().forEach(name -> externals.addAll(List.of("-d", name + "=")));
        Path thorRules = work.resolve("thor.rules");
        Path yaraRules = work.resolve("yara.rules");
        List<String> sources = new ArrayList<>();
        base.sources()
                .sources()
                .forEach(source -> sources.add(source.namespace() + ":" + rules.resolve(source.name())));
        timed(
                "thor yara compile",
                command(
                        List.of(thor.toString(), "yara", "compile", "-w"),
                        externals,
                        sources,
                        List.of(thorRules.toString())),
                work);
        timed("yarac", command(List.of("yarac", "-w"), externals, sources, List.of(yaraRules.toString())), work);
        timed(
                "thor: compile and scan the tree, 1 thread",
                command(
                        List.of(thor.toString(), "yara", "scan", "-w", "-p", "1"),
                        externals,
                        sources,
                        List.of("--scan-list", list.toString())),
                work);
        for (int count : new int[] {1, threads}) {
            String p = Integer.toString(count);
            timed(
                    "thor: load and scan the tree, threads: " + p,
                    List.of(
                            thor.toString(),
                            "yara",
                            "scan",
                            "-w",
                            "-p",
                            p,
                            "-C",
                            thorRules.toString(),
                            "--scan-list",
                            list.toString()),
                    work);
            timed(
                    "yara: load and scan the tree, threads: " + p,
                    List.of("yara", "-w", "-p", p, "-C", yaraRules.toString(), "--scan-list", list.toString()),
                    work);
        }
        timed(
                "thor: load and scan one small file",
                List.of(thor.toString(), "yara", "scan", "-w", "-C", thorRules.toString(), small.toString()),
                work);
        timed(
                "yara: load and scan one small file",
                List.of("yara", "-w", "-C", yaraRules.toString(), small.toString()),
                work);
        try (var files = Files.list(work)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(work);
    }

    private static List<String> command(
            List<String> begin, List<String> externals, List<String> sources, List<String> end) {
        List<String> result = new ArrayList<>(begin);
        result.addAll(externals);
        result.addAll(sources);
        result.addAll(end);
        return result;
    }

    private static void timed(String what, List<String> command, Path work) throws IOException, InterruptedException {
        Path output = work.resolve("output");
        ColdRun run;
        try {
            run = ColdRun.of(command, output);
        } catch (IOException e) {
            System.out.printf("| command | %s | - | - | - | - | - | not there: %s |%n", what, e.getMessage());
            return;
        }
        System.out.printf(
                "| command | %s | - | - | - | - | - | CPU %.2f s, wall %.2f s, peak %.0f MB, exit code %d, %d lines |%n",
                what,
                run.cpu(),
                run.wall(),
                run.peakMegabytes(),
                run.exitCode(),
                Files.readAllBytes(output).length == 0
                        ? 0
                        : new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1)
                                .lines()
                                .count());
    }
}
