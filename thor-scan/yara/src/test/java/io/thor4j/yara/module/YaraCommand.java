package io.thor4j.yara.module;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.YaraModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The installed {@code yara} command of version 4.2 as an oracle for what modules find. */
public final class YaraCommand {
    /**
     * Lines that differ from 4.2 on purpose: constants that it documents but lacks, and macho.magic, which 4.5 gives as it stands in the
     * file.
     */
    private static final Pattern DIFFERENT = Pattern.compile("\t+(PT_LOPROC|PT_HIPROC|LC_\\w+|magic) = .*");

    private YaraCommand() {}

    /** Finds the command, skips the test when there is none. */
    public static YaraCommand find() throws InterruptedException {
        String version = "";
        try {
            version = run("yara", "--version").strip();
        } catch (IOException e) {
            version = "none";
        }
        boolean usable = version.startsWith("4.2.");
        if (!usable) {
            System.out.println("skipped: wants the yara command 4.2, found " + version);
        }
        Assumptions.assumeTrue(usable, "skipped: no yara command 4.2");
        return new YaraCommand();
    }

    /**
     * Compares the dumps of files with those of one run of the command.
     *
     * @param files their bytes by a name for the report
     */
    public void assertSameDumps(YaraModule module, Map<String, byte[]> files) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("thor-");
        try {
            List<Path> paths = new ArrayList<>();
            for (byte[] data : files.values()) {
                paths.add(Files.write(directory.resolve("file-" + paths.size()), data));
            }
            Path rule = directory.resolve("rule");
            Files.writeString(rule, "import \"" + module.name() + "\" rule t { condition: true }");
            Path list = directory.resolve("list");
            Files.write(list, paths.stream().map(Path::toString).toList());
            String output = run("yara", "-D", "-p", "1", "--scan-list", rule.toString(), list.toString());
            int begin = 0;
            int number = 0;
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                // Each dump is followed by the line of the rule that matches.
                String end = "t " + paths.get(number) + "\n";
                int next = output.indexOf(end, begin);
                assertTrue(next >= 0, "no dump of " + file.getKey());
                byte[] data = file.getValue();
                ModuleInput input = new ModuleInput(data, 0, data.length, null, line -> {}, () -> false);
                String actual = ModuleDump.of(module.name(), module.parse(input), () -> false);
                assertEquals(lines(output.substring(begin, next)), lines(actual), file.getKey());
                begin = next + end.length();
                number++;
            }
        } finally {
            deleteAll(directory);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private static String lines(String dump) {
        List<String> lines =
                dump.lines().filter(line -> !DIFFERENT.matcher(line).matches()).toList();
        return String.join("\n", lines);
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return output;
    }
}
