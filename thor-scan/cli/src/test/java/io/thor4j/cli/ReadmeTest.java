package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README keeps its promises: its example compiles and runs, and what it names is there. */
class ReadmeTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent().getParent();

    @TempDir
    private Path folder;

    private static String readme() throws Exception {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String example() throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertTrue(block.find(), "the README has a Java example");
        return block.group(1);
    }

    @Test
    void exampleHasTenLinesOfItsOwn() throws Exception {
        assertTrue(example()
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("import"))
                        .count()
                <= 10);
    }

    @Test
    void exampleCompilesAndFindsWhatItsRuleNames() throws Exception {
        Path source = Files.writeString(folder.resolve("Example.java"), example());
        run("javac", "-d", folder.toString(), source.toString());
        Path rule = Files.writeString(
                folder.resolve("r.yar"), "rule found { meta: score = 65 strings: $a = \"needle\" condition: $a }");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("hay.txt"), "hay");
        Files.writeString(data.resolve("needle.txt"), "a needle in it");
        String printed = run("java", "Example", rule.toString(), data.toString());
        assertEquals(
                "files seen 2 = clean 1 + matched 1 + incomplete 0 + skipped 0 + failed 0, warnings: 1",
                printed.strip());
    }

    /** Runs a tool of the JDK as a user would, and returns what it printed. */
    private String run(String tool, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
        command.add("-cp");
        command.add(folder + File.pathSeparator + System.getProperty("jdk.module.path", "") + File.pathSeparator
                + System.getProperty("java.class.path", ""));
        command.addAll(List.of(arguments));
        Path printed = folder.resolve(tool + ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        int status = process.waitFor();
        String output = Files.readString(printed);
        assertEquals(0, status, output);
        return output;
    }

    @Test
    void everyModuleOfTheTableIsAFolderAndEveryFolderIsInTheTable() throws Exception {
        Matcher row = Pattern.compile("^\\| `([a-z/-]+)` \\| `thor-", Pattern.MULTILINE)
                .matcher(readme());
        int rows = 0;
        while (row.find()) {
            rows++;
            assertTrue(Files.exists(ROOT.resolve(row.group(1)).resolve("pom.xml")), row.group(1));
        }
        long modules = Files.readString(ROOT.resolve("pom.xml"))
                        .lines()
                        .filter(line -> line.contains("<module>"))
                        .count()
                + Files.readString(ROOT.resolve("thor-scan/pom.xml"))
                        .lines()
                        .filter(line -> line.contains("<module>"))
                        .count()
                - 1;
        assertEquals(modules, rows);
    }
}
