package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
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
        compile(source);
        Path rule = Files.writeString(
                folder.resolve("r.yar"), "rule found { meta: score = 65 strings: $a = \"needle\" condition: $a }");
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("hay.txt"), "hay");
        Files.writeString(data.resolve("needle.txt"), "a needle in it");
        String printed = run(rule, data);
        assertEquals(
                "files seen 2 = clean 1 + matched 1 + incomplete 0 + skipped 0 + failed 0, warnings: 1",
                printed.strip());
    }

    private void compile(Path source) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            StringWriter problems = new StringWriter();
            String path = System.getProperty("jdk.module.path", "")
                    + System.getProperty("path.separator")
                    + System.getProperty("java.class.path", "");
            List<String> options = List.of("-d", folder.toString(), "-cp", path);
            boolean compiled = compiler.getTask(problems, files, null, options, null, files.getJavaFileObjects(source))
                    .call();
            assertTrue(compiled, problems::toString);
        }
    }

    private String run(Path rule, Path data) throws Exception {
        PrintStream original = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, ReadmeTest.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            loader.loadClass("Example").getMethod("main", String[].class).invoke(null, (Object)
                    new String[] {rule.toString(), data.toString()});
        } finally {
            System.setOut(original);
        }
        return printed.toString(StandardCharsets.UTF_8);
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
