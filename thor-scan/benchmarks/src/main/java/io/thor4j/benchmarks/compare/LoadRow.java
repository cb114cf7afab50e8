package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures what the compiled form of rules costs: its size, the time to load it, its heap. Stateless. */
final class LoadRow {
    private LoadRow() {}

    /**
     * Prints the row.
     *
     * @param rules the rules
     * @param seen files whose scans make the tables that are made on demand
     * @param work a folder for the compiled rules
     */
    static void print(RuleSet rules, Corpus seen, Path work, Targets targets) throws IOException, InterruptedException {
        System.err.printf("%tT load%n", System.currentTimeMillis());
        YaraRules.Builder builder = YaraRules.builder();
        rules.sources().externals().forEach((name, value) -> builder.define(name, (String) value));
        rules.sources().sources().forEach(source -> builder.source(source.namespace(), source.name(), source.text()));
        long begin = System.nanoTime();
        YaraRules compiled = builder.build();
        double compile = (System.nanoTime() - begin) / 1e6;
        Path file = work.resolve("load.rules");
        try (OutputStream out = Files.newOutputStream(file)) {
            compiled.save(out);
        }
        Path list = CommandRows.writeList(seen, work);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        ColdRun run = ColdRun.of(
                List.of(
                        java.toString(),
                        "-Xmx4g",
                        "-XX:+UseParallelGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadRun.class.getName(),
                        file.toString(),
                        list.toString()),
                work);
        if (run.exitCode() != 0 || run.lines().isEmpty()) {
            throw new IOException("the process that loads ended with " + run.exitCode() + ": " + run.error());
        }
        String[] figures = run.lines().first().split(" ", -1);
        System.out.printf(
                "%n| compiled form | rules | MB | compile, warm | first load | best load | heap | heap with tables |%n"
                        + "|---|---|---|---|---|---|---|---|%n| %s | %d | %.1f | %.0f ms | %s ms | %s ms | %s MB | %s MB |%n",
                rules.name(),
                compiled.rules().size(),
                Files.size(file) / 1e6,
                compile,
                figures[0],
                figures[1],
                figures[2],
                figures[3]);
        targets.reached(Targets.Target.LOAD, Double.parseDouble(figures[0]), "best later load " + figures[1] + " ms");
        targets.reached(
                Targets.Target.HEAP,
                Double.parseDouble(figures[3]),
                "after " + seen.files().size() + " files");
    }
}
