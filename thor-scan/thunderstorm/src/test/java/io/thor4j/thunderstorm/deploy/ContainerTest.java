package io.thor4j.thunderstorm.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The container file says what can be built, and its entry point gives the service what the variables say. */
class ContainerTest {
    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "RUN", "COPY", "USER", "WORKDIR", "VOLUME", "EXPOSE", "ENTRYPOINT");

    @TempDir
    Path folder;

    /* Instructions with their words; a backslash at a line's end goes on. */
    private static List<List<String>> instructions() throws IOException {
        List<List<String>> instructions = new ArrayList<>();
        String text = Files.readString(DeployScripts.folder().resolve("Containerfile"))
                .replace("\\\n", " ");
        for (String line : text.split("\n", -1)) {
            if (!line.isBlank() && !line.startsWith("#")) {
                instructions.add(List.of(line.strip().split(" +", -1)));
            }
        }
        return instructions;
    }

    @Test
    void everyInstructionIsOneAndEveryCopiedPathIsInTheTree() throws IOException {
        Path tree = DeployScripts.folder().getParent().getParent().getParent();
        List<String> made = new ArrayList<>();
        int copies = 0;
        assertEquals("FROM", instructions().get(0).get(0));
        for (List<String> words : instructions()) {
            assertTrue(INSTRUCTIONS.contains(words.get(0)), words.toString());
            if (words.get(0).equals("COPY")) {
                List<String> paths = words.stream()
                        .skip(1)
                        .filter(word -> !word.startsWith("--"))
                        .toList();
                assertEquals(2, paths.size(), words.toString());
                String from = paths.get(0);
                if (from.equals("thor-scan/cli/target/thor/lib/")) {
                    /* The build makes it, after these tests; the command line's build says where. */
                    String build = Files.readString(tree.resolve("thor-scan/cli/pom.xml"));
                    assertTrue(build.contains("<layout>${project.basedir}/target/thor</layout>"), build);
                    assertTrue(build.contains("<outputDirectory>${layout}/lib</outputDirectory>"), build);
                } else {
                    assertTrue(Files.isRegularFile(tree.resolve(from)), from);
                    assertTrue(words.contains("--chmod=755"), "a program: " + words);
                }
                made.add(paths.get(1));
                copies++;
            }
        }
        assertEquals(3, copies);
        List<String> last = instructions().get(instructions().size() - 1);
        assertEquals(List.of("ENTRYPOINT", "[\"/usr/local/bin/thunderstorm\"]"), last);
        assertTrue(made.contains("/usr/local/bin/thunderstorm"), made.toString());
        assertTrue(made.contains("/opt/thor-thunderstorm/bin/thor"), made.toString());
    }

    private List<String> started(Map<String, String> variables, String... words) throws Exception {
        boolean shell = Files.isExecutable(Path.of("/bin/sh"));
        if (!shell) {
            System.out.println("SKIPPED ContainerTest: no /bin/sh");
        }
        assumeTrue(shell);
        Path thor = Files.writeString(folder.resolve("thor"), "for word; do printf '%s\\n' \"$word\"; done\n");
        String script = Files.readString(DeployScripts.folder().resolve("container-entrypoint.sh"))
                .replace("/opt/thor-thunderstorm/bin/thor", "sh " + thor)
                .replace("config=/etc/thunderstorm/thunderstorm.yml", "config=" + folder.resolve("thunderstorm.yml"));
        Path copy = Files.writeString(folder.resolve("entrypoint.sh"), script);
        List<String> all = new ArrayList<>(List.of("sh", copy.toString()));
        all.addAll(List.of(words));
        DeployScripts.Run run = DeployScripts.run(folder, variables, "", all.toArray(new String[0]));
        assertEquals(0, run.exitCode(), run.output());
        return List.of(run.output().strip().split("\n", -1));
    }

    private static void assertPair(List<String> words, String option, String value) {
        int at = words.indexOf(option);
        assertTrue(at >= 0 && words.get(at + 1).equals(value), option + " " + value + " in " + words);
    }

    @Test
    void variablesBecomeOptions() throws Exception {
        List<String> usual = started(Map.of(), "--rules", "a b");
        assertEquals("thunderstorm", usual.get(0));
        assertPair(usual, "--server-host", "0.0.0.0");
        assertPair(usual, "--store-samples-score", "200");
        assertPair(usual, "--rules", "a b");
        assertTrue(usual.contains("--allow-unauthenticated"), usual.toString());
        Map<String, String> variables = new HashMap<>(Map.of(
                "PORT", "9000",
                "TLS_CERT", "/c.pem",
                "TLS_KEY", "/k.pem",
                "PURE_YARA", "true",
                "STORE_SAMPLES", "malicious",
                "STORE_SAMPLES_SCORE", "70",
                "VFS_ENABLED", "true",
                "TOKENS", "/tokens",
                "THUNDERSTORM_ARGS", "--threads 4"));
        variables.putAll(Map.of(
                "SIGNATURE_UPDATE_INTERVAL", "24",
                "FORCE_MAX_FILE_SIZE", "true",
                "LOG_ENABLED", "true",
                "QUEUE_WARN_SIZE", "7",
                "RESULT_CACHE_SIZE", "8",
                "THOR_ARGS", "--max-file-size 5MB"));
        List<String> words = started(variables);
        assertPair(words, "--server-port", "9000");
        assertPair(words, "--server-cert", "/c.pem");
        assertPair(words, "--server-key", "/k.pem");
        assertPair(words, "--server-store-samples", "malicious");
        assertPair(words, "--store-samples-score", "70");
        assertPair(words, "--vfs-dir", "/var/lib/thunderstorm/vfs");
        assertPair(words, "--tokens", "/tokens");
        assertPair(words, "--threads", "4");
        assertPair(words, "--signature-update-interval", "24");
        assertPair(words, "--logfile", "/var/log/thunderstorm/thunderstorm.log");
        assertPair(words, "--queue-warn-size", "7");
        assertPair(words, "--server-result-cache-size", "8");
        assertPair(words, "--max-file-size", "5MB");
        assertTrue(words.containsAll(List.of("--pure-yara", "--force-max-file-size", "--appendlog")), words.toString());
        assertTrue(!words.contains("--allow-unauthenticated"), words.toString());
        Files.writeString(folder.resolve("thunderstorm.yml"), "server-port: 1\n");
        List<String> configured = started(variables);
        assertEquals(
                List.of("thunderstorm", "-t", folder.resolve("thunderstorm.yml").toString()), configured.subList(0, 3));
        assertTrue(!configured.contains("--server-port"), configured.toString());
    }
}
