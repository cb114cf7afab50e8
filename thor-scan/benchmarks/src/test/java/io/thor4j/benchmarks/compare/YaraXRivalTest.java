package io.thor4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.benchmarks.rules.RuleSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exchange with Node, with a module that has YARA-X's interface and a simple engine: a rule matches what contains its name. */
class YaraXRivalTest {
    @TempDir
    private Path work = Path.of("");

    private YaraXInstall install = new YaraXInstall("node", Path.of(""));

    @BeforeEach
    void installModule() throws IOException, InterruptedException {
        Assumptions.assumeTrue(hasNode(), "no node command here: the exchange with YARA-X is not tested");
        Path module = Files.createDirectories(
                work.resolve("yx").resolve("node_modules").resolve("@litko").resolve("yara-x-simple"));
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("simple-yara-x.js"))) {
            Files.copy(in, module.resolve("index.js"));
        }
        Files.writeString(
                module.resolve("package.json"),
                "{\"name\": \"simple\", \"version\": \"1.2.3\", \"main\": \"index.js\"}");
        install = new YaraXInstall("node", work.resolve("yx"));
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "--version")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return node.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Corpus corpus(String... texts) throws IOException {
        byte[] all = String.join("", texts).getBytes(StandardCharsets.UTF_8);
        List<Corpus.Range> files = new ArrayList<>();
        List<Path> paths = new ArrayList<>();
        int at = 0;
        for (String text : texts) {
            files.add(new Corpus.Range(all, at, text.length()));
            paths.add(Files.writeString(Files.createTempFile(work, "file", ".txt"), text));
            at += text.length();
        }
        return new Corpus("texts", files, paths);
    }

    private YaraXRival rival(String text) throws IOException {
        return new YaraXRival(install, RuleSet.of("some", text), work);
    }

    @Test
    void answersBelongToTheirFiles() throws IOException {
        try (YaraXRival rival = rival("rule red rule blue rule broken")) {
            List<Answer> answers = rival.answers(corpus("a red file", "", "blue and red"));
            assertEquals(
                    List.of(Set.of("default:red"), Set.of(), Set.of("default:blue", "default:red")),
                    answers.stream().map(Answer::rules).toList());
            assertEquals(Map.of("broken", "it says so"), rival.leftOut());
            assertEquals("1.2.3", rival.version());
        }
    }

    @Test
    void aScanThatFailsIsReportedAsStopped() throws IOException {
        try (YaraXRival rival = rival("rule red")) {
            Answer answer = rival.answers(corpus("crash red")).get(0);
            assertTrue(answer.isOpen("default:red"));
            assertEquals("scan timed out", answer.stopped().get(Answer.EVERYTHING));
        }
    }

    @Test
    void aRuleCanBeAskedAlone() throws IOException {
        try (YaraXRival rival = rival("rule blue { here }\nprivate rule red\n{ there {\n}\nunclosed rule }\n")) {
            Answer answer = rival.alone("default", "red", corpus("", "red and blue"), 1);
            assertEquals(Answer.of(List.of("default:red")), answer);
            assertNull(rival.alone("default", "green", corpus("", "red"), 1));
        }
    }

    @Test
    void everyWayOfTimingEnds() throws IOException {
        Corpus corpus = corpus("red", "green", "blue");
        try (YaraXRival rival = rival("rule red")) {
            for (Time time : List.of(rival.one(corpus, 3), rival.reading(corpus, false), rival.many(corpus, 2))) {
                assertTrue(time.cpu() >= 0 && time.wall() > 0, time.toString());
            }
        }
    }

    @Test
    void theCommandPrintsAsYaraDoes() throws IOException, InterruptedException {
        Corpus corpus = corpus("red", "green");
        Path list = CommandRows.writeList(corpus, work);
        Path saved = work.resolve("saved");
        RuleSet rules = RuleSet.of("some", "rule red");
        try (YaraXRival rival = new YaraXRival(install, rules, work)) {
            rival.save(saved);
        }
        Path script = YaraXProcess.script(work);
        for (String from :
                List.of(saved.toString(), YaraXProcess.describe(rules, work).toString())) {
            for (String threads : List.of("1", "2")) {
                ColdRun run = ColdRun.of(install.command(script, "scan", from, list.toString(), threads), work);
                assertEquals(0, run.exitCode(), run.error());
                assertEquals(Set.of("red " + corpus.paths().get(0)), run.lines());
            }
        }
    }

    @Test
    void aFolderWithoutTheModuleIsAnErrorThatSaysSo() {
        YaraXInstall empty = new YaraXInstall("node", work);
        IOException failure =
                assertThrows(IOException.class, () -> new YaraXRival(empty, RuleSet.of("some", "rule red"), work));
        assertTrue(
                String.valueOf(failure.getMessage()).contains("no node_modules/@litko/yara-x-* in "),
                failure.getMessage());
    }
}
