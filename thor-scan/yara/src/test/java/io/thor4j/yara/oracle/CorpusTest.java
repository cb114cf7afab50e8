package io.thor4j.yara.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.YaraLimits;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Module fields and rule matches of real files are those of the yara command, but for the named differences of its version. More folders
 * with files come from the property {@code thor.corpus}, separated as paths are.
 */
@EnabledIf("isInstalled")
class CorpusTest {
    private static final int BATCH = 400;

    /** Takes what differs, five lines for each field. */
    private static final Path REPORT = Path.of("target", "corpus-differences.txt");

    @TempDir
    private Path work;

    static boolean isInstalled() {
        String version = CorpusCommand.version();
        boolean known = CorpusDifference.isKnown(version);
        if (!known) {
            System.out.println("SKIPPED CorpusTest: wants the yara command 4.2.3 or 4.5, found "
                    + (version.isEmpty() ? "none" : version));
        }
        return known;
    }

    @Test
    void aFewHundredFilesAnswerAsTheCommandSays() throws IOException {
        int compared = compare(
                List.of(
                        Path.of("/usr/bin"),
                        Path.of("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows"),
                        Path.of("/usr/lib/mono"),
                        Path.of("/usr/share/doc")),
                Map.of(
                        SampleKind.ELF, 60,
                        SampleKind.PE, 60,
                        SampleKind.DOTNET, 10,
                        SampleKind.MACHO, 10,
                        SampleKind.CLASS, 20,
                        SampleKind.DEX, 5,
                        SampleKind.ARCHIVE, 20,
                        SampleKind.TEXT, 40,
                        SampleKind.OTHER, 20),
                4_000,
                20);
        assertTrue(compared >= 20, compared + " files are no corpus");
    }

    @Test
    @Tag("soak")
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void fiveThousandFilesAnswerAsTheCommandSays() throws IOException {
        int compared = compare(
                List.of(
                        Path.of("/usr"),
                        Path.of("/lib"),
                        Path.of("/boot"),
                        Path.of("/opt"),
                        Path.of(System.getProperty("user.home"))),
                Map.of(
                        SampleKind.ELF, 2000,
                        SampleKind.PE, 1600,
                        SampleKind.DOTNET, 600,
                        SampleKind.MACHO, 200,
                        SampleKind.CLASS, 800,
                        SampleKind.DEX, 50,
                        SampleKind.ARCHIVE, 600,
                        SampleKind.TEXT, 900,
                        SampleKind.OTHER, 600),
                150_000,
                1_000);
        assertTrue(compared >= 5_000, "only " + compared + " files");
    }

    private int compare(List<Path> roots, Map<SampleKind, Integer> howMany, int maxSeen, int members)
            throws IOException {
        List<Path> all = new ArrayList<>(roots);
        for (String root : System.getProperty("thor.corpus", "").split(File.pathSeparator, -1)) {
            if (!root.isBlank()) {
                all.add(Path.of(root));
            }
        }
        Path jars = Path.of(System.getProperty("user.home"), ".m2", "repository");
        Corpus corpus =
                Corpus.find(all, List.of(jars), Files.createDirectory(work.resolve("members")), maxSeen, members);
        long begin = System.nanoTime();
        System.out.println("found " + corpus.sizes());
        List<Corpus.Sample> samples = corpus.pick(howMany);
        // Batches with all kinds in them take about the same time.
        Collections.shuffle(samples, new Random(1));
        Map<SampleKind, Integer> kinds = new EnumMap<>(SampleKind.class);
        samples.forEach(sample -> kinds.merge(sample.kind(), 1, Integer::sum));

        CorpusRules rules = CorpusRules.in(work, System.getProperty("thor.shared", ""));
        System.out.println(rules.sources().size() + " rule files");
        YaraLimits patient = YaraLimits.DEFAULT.withTimeout(Duration.ofMinutes(5));
        CorpusComparison comparison = new CorpusComparison(rules.compile().scanner(patient), CorpusCommand.version());
        CorpusCommand command = new CorpusCommand(CorpusRules.MODULES, CorpusRules.EXTERNALS, rules.sources(), work);
        Map<String, Integer> unanswered = new TreeMap<>();
        for (int from = 0; from < samples.size(); from += BATCH) {
            List<Path> batch = samples.subList(from, Math.min(samples.size(), from + BATCH)).stream()
                    .map(Corpus.Sample::path)
                    .toList();
            command.scan(batch, comparison::compare)
                    .values()
                    .forEach(reason -> unanswered.merge(reason, 1, Integer::sum));
            Files.createDirectories(REPORT.getParent());
            Files.write(REPORT, comparison.differences());
            if (samples.size() > BATCH) {
                System.out.println(comparison + ", " + comparison.differences().size() + " differ");
            }
        }
        System.out.println("corpus " + kinds + ": " + comparison + "; differences of version "
                + CorpusCommand.version() + ": "
                + comparison.accounted() + "; files that the command gave up: " + unanswered
                + "; " + Duration.ofNanos(System.nanoTime() - begin).toSeconds() + " s");
        assertEquals(
                Map.of(),
                comparison.unaccounted(),
                String.join("\n", comparison.differences().stream().limit(40).toList()));
        return samples.size()
                - unanswered.values().stream().mapToInt(Integer::intValue).sum();
    }
}
