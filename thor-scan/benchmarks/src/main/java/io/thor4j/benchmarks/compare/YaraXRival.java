package io.thor4j.benchmarks.compare;

import io.thor4j.benchmarks.rules.RuleSet;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * YARA-X in a process of its own, which gets the same bytes through a file and measures itself: user and system time of that process by
 * {@code process.cpuUsage}, wall time by its clock. One scanner is used again and again. Used by one thread.
 */
final class YaraXRival implements Rival {
    static final String NAME = "YARA-X";

    private final Path work;
    private final YaraXProcess process;
    private final Time compilation;
    private final String version;
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private @Nullable Corpus held;

    /**
     * Compiles rules.
     *
     * @param work a folder for the files of the exchange
     * @throws IOException when the process cannot be started or ends
     */
    YaraXRival(YaraXInstall install, RuleSet set, Path work) throws IOException {
        this.work = work;
        process = new YaraXProcess(install, work);
        try {
            Path description = YaraXProcess.describe(set, work);
            Map<String, @Nullable Object> said =
                    process.ask("compile", json -> json.writeStringProperty("description", description.toString()));
            compilation = time(said);
            version = String.valueOf(said.get("version"));
            for (Object rule : list(said, "rules")) {
                List<?> pair = (List<?>) rule;
                leftOut.put(String.valueOf(pair.get(0)), String.valueOf(pair.get(1)));
            }
            for (Object error : list(said, "errors")) {
                System.err.println("compare: " + NAME + ", " + set.name() + ": " + error);
            }
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    private static List<?> list(Map<String, @Nullable Object> said, String name) {
        return (List<?>) Objects.requireNonNull(said.get(name));
    }

    private static Time time(Map<String, @Nullable Object> said) {
        return new Time(number(said, "cpu"), number(said, "wall"));
    }

    private static double number(Map<String, @Nullable Object> said, String name) {
        return ((Number) Objects.requireNonNull(said.get(name))).doubleValue();
    }

    /** Returns the version of the module. */
    String version() {
        return version;
    }

    /** Writes the compiled rules. */
    void save(Path file) throws IOException {
        process.ask("save", json -> json.writeStringProperty("file", file.toString()));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Time compilation() {
        return compilation;
    }

    @Override
    public Map<String, String> leftOut() {
        return leftOut;
    }

    @SuppressWarnings("ReferenceEquality") // comparing the bytes would cost more than sending them
    private void hold(Corpus corpus) throws IOException {
        if (corpus == held) {
            return;
        }
        held = null;
        Path bytes = Files.createTempFile(work, "corpus", ".bin");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(bytes), 1 << 20)) {
                for (Corpus.Range file : corpus.files()) {
                    out.write(file.data(), file.from(), file.length());
                }
            }
            process.ask("corpus", json -> {
                json.writeStringProperty("bytes", bytes.toString());
                json.writeName("lengths");
                json.writeStartArray();
                corpus.files().forEach(file -> json.writeNumber(file.length()));
                json.writeEndArray();
            });
        } finally {
            Files.delete(bytes);
        }
        held = corpus;
    }

    @Override
    public List<Answer> answers(Corpus corpus) throws IOException {
        hold(corpus);
        process.send("answers", json -> {});
        List<Answer> result = new ArrayList<>();
        for (int i = 0; i < corpus.files().size(); i++) {
            result.add(answer(process.answer()));
        }
        return result;
    }

    private static Answer answer(Map<String, @Nullable Object> said) {
        List<String> rules = list(said, "rules").stream().map(String::valueOf).toList();
        Object stopped = said.get("stopped");
        return stopped == null ? Answer.of(rules) : Answer.stopped(rules, String.valueOf(stopped));
    }

    @Override
    public @Nullable Answer alone(String namespace, String rule, Corpus corpus, int file) throws IOException {
        hold(corpus);
        Map<String, @Nullable Object> said = process.ask("alone", json -> {
            json.writeStringProperty("namespace", namespace);
            json.writeStringProperty("rule", rule);
            json.writeNumberProperty("file", file);
        });
        return said.isEmpty() ? null : answer(said);
    }

    @Override
    public Time one(Corpus corpus, int passes) throws IOException {
        hold(corpus);
        return time(process.ask("one", json -> json.writeNumberProperty("passes", passes)));
    }

    @Override
    public Time reading(Corpus corpus, boolean digests) throws IOException {
        Path list = CommandRows.writeList(corpus, work);
        return time(process.ask("reading", json -> json.writeStringProperty("list", list.toString())));
    }

    @Override
    public Time many(Corpus corpus, int threads) throws IOException {
        hold(corpus);
        return time(process.ask("many", json -> json.writeNumberProperty("threads", threads)));
    }

    @Override
    public void close() {
        process.close();
    }
}
