package io.thor4j.yara.syntax;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.thor4j.yara.IncludeResolver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludeTest {
    @Test
    void includedRulesStandInPlace() {
        ParsedSource parsed = parse(
                Map.of("b", "import \"pe\" rule b { condition: true }"),
                "rule a { condition: true } include \"b\" rule c { condition: b }");
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals("(rule a true)\n(import pe)\n(rule b true)\n(rule c b)", TreeDump.dump(parsed.file()));
        assertEquals("b", parsed.file().items().get(2).position().source());
        assertEquals("root", parsed.file().items().get(3).position().source());
    }

    @Test
    void errorsNameTheIncludedSource() {
        ParsedSource parsed = parse(Map.of("b", "\nrule b { condition: }"), "include \"b\" rule c { condition: true }");
        assertEquals("b", parsed.diagnostics().get(0).source());
        assertEquals(2, parsed.diagnostics().get(0).line());
        assertEquals("c", SyntaxTables.rules(parsed));
        assertEquals("b", SyntaxTables.failed(parsed));
    }

    @Test
    void sameSourceMayBeIncludedTwice() {
        ParsedSource parsed = parse(Map.of("b", "import \"pe\""), "include \"b\"\ninclude \"b\"");
        assertEquals("(import pe)\n(import pe)", TreeDump.dump(parsed.file()));
    }

    @Test
    void missingIncludeIsAnErrorAndTheRestIsParsed() {
        ParsedSource parsed = parse(Map.of(), "include \"no\" rule a { condition: true }");
        assertEquals(
                "[root:1:1: error: the included file \"no\" cannot be found or read]",
                parsed.diagnostics().toString());
        assertEquals("ERROR_SYNTAX_ERROR", parsed.diagnostics().get(0).code());
        assertEquals("a", SyntaxTables.rules(parsed));
    }

    @Test
    void circleIsAnErrorAndTheRestIsParsed() {
        ParsedSource parsed = parse(
                Map.of(
                        "a",
                        "include \"b\" rule a { condition: true }",
                        "b",
                        "include \"a\" rule b { condition: true }"),
                "include \"a\"");
        assertEquals(
                "[b:1:1: error: circular include of \"a\"]",
                parsed.diagnostics().toString());
        assertEquals("b a", SyntaxTables.rules(parsed));
    }

    @Test
    void sixteenLevelsAreAllowedAndSeventeenAreNot() {
        IncludeResolver counting = (path, from) -> {
            int level = Integer.parseInt(path);
            String next = "rule r" + level + " { condition: true } include \"" + (level + 1) + "\"";
            return new IncludeResolver.Included(path, next.getBytes(UTF_8));
        };
        ParsedSource parsed = RuleParser.parse("include \"1\"".getBytes(UTF_8), "root", counting);
        assertEquals(16, parsed.file().items().size());
        assertEquals(
                "includes are nested more than 16 deep",
                parsed.diagnostics().get(0).message());
        assertEquals(1, parsed.diagnostics().size());
    }

    @Test
    void includesThatDoubleAtEveryLevelEnd() {
        IncludeResolver doubling = (path, from) -> {
            int level = Integer.parseInt(path) + 1;
            String text = ("include \"" + level + "\" ").repeat(2);
            return new IncludeResolver.Included(path, text.getBytes(UTF_8));
        };
        ParsedSource parsed = RuleParser.parse("include \"1\"".getBytes(UTF_8), "root", doubling);
        assertEquals(
                1,
                parsed.diagnostics().stream()
                        .filter(d -> d.message().contains("10000 includes"))
                        .count());
    }

    @Test
    void includeInsideARuleIsAnError() {
        ParsedSource parsed = parse(
                Map.of("b", "rule b { condition: true }"),
                "rule a { condition: true\ninclude \"b\"\nrule c { condition: true }");
        assertEquals("b c", SyntaxTables.rules(parsed));
        assertEquals("a", SyntaxTables.failed(parsed));
    }

    @Test
    void includeNeedsABlankAndItsPathOnTheLine() {
        for (String text : List.of("include\"b\"", "include\n\"b\"", "include b", "include \"b", "include")) {
            ParsedSource parsed =
                    parse(Map.of("b", "rule b { condition: true }"), text + "\nrule a { condition: true }");
            assertEquals(1, parsed.diagnostics().size(), text);
            assertEquals("a", SyntaxTables.rules(parsed), text);
        }
    }

    @Test
    void filesAreFoundBesideTheIncludingFile(@TempDir Path dir) throws IOException {
        Files.createDirectories(dir.resolve("sub"));
        Files.writeString(dir.resolve("sub/b.yar"), "include \"../c.yar\" rule b { condition: c }");
        Files.writeString(dir.resolve("c.yar"), "rule c { condition: true }");
        Path root = Files.writeString(
                dir.resolve("a.yar"), "include \"./sub/b.yar\" include \"" + dir.resolve("c.yar") + "\"");
        ParsedSource parsed = RuleParser.parse(Files.readAllBytes(root), root.toString(), IncludeResolver.files());
        assertEquals(List.of(), parsed.diagnostics());
        assertEquals("c b c", SyntaxTables.rules(parsed));
    }

    @Test
    void fileThatIncludesItselfIsACircle(@TempDir Path dir) throws IOException {
        Path root = Files.writeString(dir.resolve("a.yar"), "include \"./a.yar\" rule a { condition: true }");
        ParsedSource parsed = RuleParser.parse(Files.readAllBytes(root), root.toString(), IncludeResolver.files());
        assertEquals(
                "circular include of \"" + root + "\"",
                parsed.diagnostics().get(0).message());
        assertEquals("a", SyntaxTables.rules(parsed));
    }

    @Test
    void resolversFindNothingWithoutThrowing() {
        assertNull(IncludeResolver.none().resolve("a", "b"));
        assertNull(IncludeResolver.files().resolve("no/such/file", null));
        assertNull(IncludeResolver.files().resolve("a\0b", "<text>"));
        assertNull(IncludeResolver.files().resolve("", "a\0b"));
    }

    private static ParsedSource parse(Map<String, String> sources, String root) {
        IncludeResolver resolver = (path, from) -> {
            String text = sources.get(path);
            return text == null ? null : new IncludeResolver.Included(path, text.getBytes(UTF_8));
        };
        return RuleParser.parse(root.getBytes(UTF_8), "root", resolver);
    }
}
