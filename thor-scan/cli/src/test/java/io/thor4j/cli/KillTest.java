package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Kills the process in the middle of a scan, as {@code kill -9} does, and lets another one go on. */
class KillTest {
    private static final Pattern PATH = Pattern.compile("\"path\":\"[^\"]*/(f[0-9]+)\"");

    @TempDir
    private Path folder;

    @Test
    void everyFileHasOneOutcomeOverAllRuns() throws Exception {
        killAndResume(3_000, List.of(700, 1_100));
    }

    @Test
    @Tag("soak")
    void everyFileOfFiftyThousandHasOneOutcomeOverAllRuns() throws Exception {
        killAndResume(50_000, List.of(3_000, 12_345, 1, 20_000));
    }

    private void killAndResume(int files, List<Integer> kills) throws Exception {
        Path rules = folder.resolve("rules.yar");
        Files.writeString(rules, "rule e { strings: $a = \"evil\" condition: $a }");
        for (int i = 0; i < files; i++) {
            Path file = folder.resolve("data/d" + i / 100 + "/f" + i);
            if (i % 100 == 0) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, i % 10 == 9 ? "good" : "evil");
        }
        Path log = folder.resolve("log.json");
        Path state = folder.resolve("state");
        Path csv = folder.resolve("files.csv");
        Path ecs = folder.resolve("ecs.json");
        List<String> args = List.of(
                "scan",
                "--rules",
                rules.toString(),
                "--threads",
                "2",
                "--json",
                log.toString(),
                "--text",
                "-",
                "--csv",
                csv.toString(),
                "--output",
                "ecs:" + ecs,
                "--state-file",
                state.toString(),
                "--resume",
                folder.resolve("data").toString());
        Path err = folder.resolve("err.txt");
        int found = 0;
        for (int lines : kills) {
            Process process = ThorProcess.start(err, List.of("-Xmx256m"), args);
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                /* The process waits for its pipe to be read: it cannot come to its end before it is killed. */
                for (int seen = 0; seen < lines; ) {
                    String line = out.readLine();
                    assertNotNull(line, () -> "ended too early: " + read(err));
                    seen += line.contains(" file found ") ? 1 : 0;
                }
                process.destroyForcibly();
                process.waitFor();
            }
            assertTrue(Files.exists(state), "killed in the middle");
            found = Math.max(found, findings(log).size());
        }
        assertTrue(found > 0);
        Process last = ThorProcess.start(err, List.of("-Xmx256m"), args);
        int rest = 0;
        try (BufferedReader out = last.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                rest += line.contains(" file found ") ? 1 : 0;
            }
        }
        assertEquals(ExitCodes.FINDINGS, last.waitFor(), read(err));
        assertTrue(rest < files * 9 / 10, "the last run did not begin anew: " + rest);
        String coverage = "thor: files seen " + files + " = clean " + files / 10 + " + matched " + files * 9 / 10
                + " + incomplete 0 + skipped 0 + failed 0\n";
        assertTrue(read(err).contains(coverage), read(err));
        assertFalse(Files.exists(state), "nothing is left to go on with");

        Map<String, Integer> findings = findings(log);
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < files; i++) {
            if (i % 10 != 9) {
                expected.add("f" + i);
            }
        }
        assertEquals(expected, findings.keySet());
        assertEquals(Set.of(1), new TreeSet<>(findings.values()), "no finding stands in the log twice");
        checkJson(log);
        checkJson(ecs);
        List<String> rows = Files.readAllLines(csv);
        assertEquals(expected.size(), rows.size(), "the document has the findings of all runs");
        assertEquals(expected.size(), Set.copyOf(rows).size());
        assertEquals(
                expected.size(),
                Files.readAllLines(ecs).stream()
                        .filter(line -> line.contains(" file found\""))
                        .count());
        System.out.printf(
                "kill -9 %d times in a scan of %d files: the last run reported %d of %d findings%n",
                kills.size(), files, rest, expected.size());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Map<String, Integer> findings(Path log) throws IOException {
        Map<String, Integer> findings = new TreeMap<>();
        for (String line : Files.readAllLines(log)) {
            Matcher path = PATH.matcher(line);
            if (line.contains("\"THOR assessment\"") && path.find()) {
                findings.merge(path.group(1), 1, Integer::sum);
            }
        }
        return findings;
    }

    /* Every line is one whole object: none is torn, none is glued to another. */
    private static void checkJson(Path log) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        assertTrue(Files.readString(log).endsWith("\n"));
        JsonFactory json = new JsonFactory();
        for (String line : lines) {
            try (JsonParser parser = json.createParser(ObjectReadContext.empty(), line)) {
                parser.nextToken();
                parser.skipChildren();
                assertEquals(null, parser.nextToken(), line);
            }
        }
    }
}
