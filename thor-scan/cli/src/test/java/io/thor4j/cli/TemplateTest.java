package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options from YAML files, as THOR's {@code -t}. */
class TemplateTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void files() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("small"), "x");
        Files.write(data.resolve("large"), new byte[3_000]);
    }

    private Path template(String text) throws IOException {
        Path file = Files.createTempFile(folder, "template", ".yml");
        return Files.writeString(file, text);
    }

    @Test
    void optionsOfATemplateAreUsedUnlessTheCommandLineSaysOtherwise() throws Exception {
        Path template = template("path:\n  - " + data
                + "\nmax_file_size: 2KB\nnoprogress: False\n".replace("noprogress", "no-progress"));
        CommandRun run = CommandRun.of("scan", "-t", template.toString());
        assertTrue(run.err().contains("files seen 2 = clean 1 + matched 0 + incomplete 1"), run.err());
        /* Under another of its names. */
        CommandRun over = CommandRun.of("scan", "-t", template.toString(), "--file-size-limit", "1MB");
        assertTrue(over.err().contains("files seen 2 = clean 2"), over.err());
    }

    @Test
    void aPathOnTheCommandLineReplacesThoseOfTheTemplate() throws Exception {
        Path template = template("path: [" + data + ", " + folder.resolve("absent") + "]\nquiet: true\n");
        CommandRun run = CommandRun.of("scan", data.resolve("small").toString(), "--config=" + template);
        assertEquals("", run.err());
        assertEquals(0, run.exitCode());
    }

    @Test
    void theLastTemplateCountsMost() throws Exception {
        CommandRun run = CommandRun.of(
                "scan",
                data.toString(),
                "-t",
                template("max-file-size: 1\n").toString(),
                "-t",
                template("file-size-limit: 1MB\n").toString());
        assertTrue(run.err().contains("clean 2"), run.err());
    }

    @Test
    void thePreviewIsATemplate() throws Exception {
        CommandRun preview = CommandRun.of(
                "scan",
                data.toString(),
                "--quick",
                "--exclude",
                "*.iso",
                "--exclude",
                "a: b # c",
                "-t",
                template("scan-id: S-'x\"\n").toString(),
                "--config-preview");
        assertEquals(0, preview.exitCode(), preview.err());
        assertEquals(
                preview.out(),
                CommandRun.of(
                                "scan",
                                "--config-preview",
                                "-t",
                                template(preview.out()).toString())
                        .out());
        assertTrue(preview.out().contains("quick: true"), preview.out());
        assertTrue(preview.out().contains("a: b # c"), preview.out());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-such-option: 1|key 'no-such-option': thor scan has no option --no-such-option",
                "quick: perhaps|key 'quick': must be true or false",
                "max-file-size: [1, 2]|key 'max-file-size': needs one value, not 2",
                "path: {a: b}|key 'path': is no value or list of values",
                "template: x|key 'template': cannot stand in a template",
                "text|holds no map of options",
                "a: [|while parsing",
                "quick: true\\nfast: true|key 'fast': the option is there twice",
                "quick: true\\nquick: true|found duplicate key",
                "a: &x [1]\\nb: *x|aliases",
            })
    void badTemplatesAreNamedInOneLine(String text, String message) throws Exception {
        CommandRun run =
                CommandRun.of("scan", "-t", template(text.replace("\\n", "\n")).toString(), data.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains(message), run.err());
        assertEquals(1, run.err().strip().lines().count(), run.err());
    }

    @Test
    void anAbsentTemplateIsAUsageError() {
        CommandRun run = CommandRun.of("scan", "-t", folder.resolve("none.yml").toString(), data.toString());
        assertEquals(2, run.exitCode());
        assertTrue(run.err().contains("cannot read the template"), run.err());
    }
}
