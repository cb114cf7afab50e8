package io.thor4j.spiexamples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.HookProvider;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples as a jar in a plugin folder of the command {@code thor}, in a JVM that does not see their classes. */
@Timeout(300)
class CommandLineTest {
    private record Run(int exitCode, String out, String err) {}

    @TempDir
    Path folder;

    private Path plugins;
    private Path data;
    private Path rules;

    @BeforeEach
    void writeFiles() throws Exception {
        plugins = Files.createDirectory(folder.resolve("plugins"));
        ExampleJar.write(plugins.resolve("spi-examples.jar"));
        data = Files.createDirectory(folder.resolve("data"));
        rules = Files.writeString(
                folder.resolve("rules.yar"),
                "rule Evil { meta: score = 80 description = \"very bad\" strings: $a = \"evil\" condition: $a }");
        byte[] payload = "so evil".getBytes(StandardCharsets.UTF_8);
        Files.write(data.resolve("mail.parcel"), Parcels.pack("mallory@example.org", "invoice.exe", payload));
    }

    /** Two evil files and a hostile plugin: what the plugin costs, and that the report names it. */
    @ParameterizedTest
    @CsvSource({
        "throw, failed 3, NoClassDefFoundError: org/example/Gone (3 times)",
        "recurse, failed 3, StackOverflowError (3 times)",
        "hang, incomplete 3, 'Hang: no return within 1 seconds, abandoned in '",
        "allocate, suspended plugin test.hostile, 'OutOfMemoryError: '",
        "call back, failed 3, the plugin test.hostile cannot build a scanner while a scanner calls it"
    })
    void hostilePluginCostsOnlyItselfAndIsNamed(String how, String outcome, String report) throws Exception {
        Files.delete(plugins.resolve("spi-examples.jar"));
        ExampleJar.write(plugins.resolve("hostile-6.jar"), DetectorProvider.class, HostileProvider.class);
        Files.writeString(data.resolve("a"), "evil");
        Files.writeString(data.resolve("b"), "so evil");
        Run run = thor(
                "scan",
                "--rules",
                rules.toString(),
                "--plugins",
                plugins.toString(),
                "--plugin-option",
                "test.hostile:how=" + how,
                "--limit",
                "plugin-seconds=" + (how.equals("hang") ? 1 : 60),
                data.toString());
        assertEquals(1, run.exitCode, run.err);
        assertEquals(
                2, run.out.lines().filter(line -> line.contains("very bad")).count(), run.out);
        assertTrue(run.err.contains("files seen 3 = "), run.err);
        assertTrue(run.err.contains(outcome), run.err);
        assertTrue(run.err.contains("detector test.hostile 6.6.6 (file:"), run.err);
        assertTrue(run.err.contains("hostile-6.jar): "), run.err);
        assertTrue(run.err.contains(report), run.err);
    }

    private static String path() throws Exception {
        String classes = ExampleJar.classes().toString();
        List<String> path = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            path.addAll(Arrays.asList(System.getProperty(property, "").split(File.pathSeparator, -1)));
        }
        /* Neither the examples nor these tests: what the command finds of them, it finds in the jars. */
        path.removeIf(entry -> entry.isEmpty()
                || entry.equals(classes)
                || entry.equals(classes.replaceAll("classes$", "test-classes")));
        return String.join(File.pathSeparator, path);
    }

    private Run thor(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Dfile.encoding=UTF-8",
                "-cp",
                path(),
                "io.thor4j.cli.ThorCommand"));
        command.addAll(Arrays.asList(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Run(process.waitFor(), Files.readString(out), Files.readString(err));
    }

    @Test
    void parserPluginIsShownByTheCommand() throws Exception {
        Path json = folder.resolve("log.json");
        Run run = thor(
                "scan",
                "--rules",
                rules.toString(),
                "--plugins",
                plugins.toString(),
                "--json",
                json.toString(),
                data.toString());
        assertEquals(1, run.exitCode, run.err);
        assertTrue(run.out.contains("mail.parcel" + File.separator + "invoice.exe"), run.out);
        assertTrue(run.out.contains("PARCEL"), run.out);
        assertTrue(run.out.contains("mallory@example.org"), run.out);
        assertTrue(
                run.err.contains("thor: files seen 3 = clean 1 + matched 2 + incomplete 0 + skipped 0 + failed 0"),
                run.err);
        String log = Files.readString(json);
        assertTrue(log.contains("\"structured data from plugin\""), log);
        assertTrue(log.contains("Parcel opened"), log);
        assertTrue(log.contains("example.parcel"), log);
        assertTrue(log.contains("spi-examples.jar"), "the plugins are named with their jar");
    }

    @Test
    void withoutTheFolderTheParcelStaysClosed() throws Exception {
        Run run = thor("scan", "--rules", rules.toString(), data.toString());
        assertEquals(0, run.exitCode, run.err);
        assertTrue(run.err.contains("thor: files seen 1 = clean 1 "), run.err);
    }

    @Test
    void pluginOfTheReadmeCompilesAndWorks() throws Exception {
        Matcher block = Pattern.compile("```java\n(.*?NoteProvider.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "README.md")).replaceAll("(?s)^.*?## Write a plugin", ""));
        assertTrue(block.find(), "the README has a plugin");
        Path source = Files.writeString(folder.resolve("NoteProvider.java"), block.group(1));
        Path classes = Files.createDirectory(folder.resolve("classes"));
        Process javac = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "javac").toString(),
                        "-cp",
                        path(),
                        "-d",
                        classes.toString(),
                        source.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, javac.waitFor(), said);
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve(HookProvider.class.getName()), "NoteProvider");
        Files.delete(plugins.resolve("spi-examples.jar"));
        ExampleJar.write(plugins.resolve("note.jar"), classes);
        Files.writeString(data.resolve("a.note"), "NOTE: evil");
        Run run = thor("scan", "--rules", rules.toString(), "--plugins", plugins.toString(), data.toString());
        assertEquals(1, run.exitCode, run.err);
        assertTrue(run.out.contains("a.note" + File.separator + "text"), run.out);
        assertTrue(run.out.contains("UNPACK_SOURCE: NOTE"), run.out);
    }

    @Test
    void webhookPluginPostsWhatTheCommandFinds() throws Exception {
        try (Webhook service = new Webhook(204, true)) {
            Run run = thor(
                    "scan",
                    "--rules",
                    rules.toString(),
                    "--plugins",
                    plugins.toString(),
                    "--plugin-option",
                    "example.webhook:url=" + service.url(),
                    data.toString());
            assertEquals(1, run.exitCode, run.err);
            assertEquals(2, service.bodies.size());
            assertTrue(
                    service.bodies.stream().anyMatch(body -> body.contains("invoice.exe")), service.bodies::toString);
        }
    }

    @Test
    void findingsThatWereNotDeliveredAreToldAndChangeTheExitCode() throws Exception {
        try (Webhook service = new Webhook(500, true)) {
            Run run = thor(
                    "scan",
                    "--rules",
                    rules.toString(),
                    "--plugins",
                    plugins.toString(),
                    "--plugin-option",
                    "example.webhook:url=" + service.url(),
                    data.toString());
            assertEquals(3, run.exitCode, run.err);
            assertTrue(run.err.contains("2 findings were not delivered, the last problem: HTTP status 500"), run.err);
        }
    }

    @Test
    void optionsOfNobodyAndBadOnesAreTold() throws Exception {
        Run typo = thor(
                "scan", "--plugins", plugins.toString(), "--plugin-option", "example.webhok:url=x", data.toString());
        assertTrue(typo.err.contains("no plugin 'example.webhok' took part"), typo.err);
        Run bad = thor("scan", "--plugin-option", "nonsense", data.toString());
        assertEquals(2, bad.exitCode);
        assertTrue(bad.err.contains("--plugin-option is ID:NAME=VALUE"), bad.err);
        Run both = thor("scan", "--plugins", plugins.toString(), "--no-plugins", data.toString());
        assertEquals(2, both.exitCode);
    }
}
