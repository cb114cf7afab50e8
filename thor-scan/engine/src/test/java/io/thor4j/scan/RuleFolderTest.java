package io.thor4j.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Level;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Target;
import io.thor4j.yara.YaraRules;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFolderTest {
    @TempDir
    Path root;

    private void file(String name, String text) throws Exception {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void filesAreNamespacesAndBadRulesAreNamed() throws Exception {
        file("a.yar", "rule same { strings: $a = \"evil\" condition: $a }");
        file("sub/b.YARA", "rule same { strings: $a = \"evil\" condition: $a } rule bad { condition: nonsense }");
        file("notes.txt", "rule none { condition: true }");
        RuleFolder folder = RuleFolder.compile(root);
        assertEquals(List.of("a.yar", "sub/b.YARA"), folder.files());
        assertEquals(
                List.of("a.yar:same", "sub/b.YARA:same"),
                folder.rules().rules().stream().map(Object::toString).toList());
        assertEquals(1, folder.leftOut().size());
        assertEquals("bad", folder.leftOut().get(0).rule());
        assertEquals("sub/b.YARA", folder.leftOut().get(0).source());
    }

    @Test
    void leftOutRulesAreToldInTheScanAndItsReport() throws Exception {
        file("b.yar", "rule good { strings: $a = \"evil\" condition: $a } rule bad { condition: nonsense }");
        RecordingSink sink = new RecordingSink();
        ScanReport report = TestScans.scanner()
                .rulesFrom(root)
                .sink(sink)
                .build()
                .scan(Target.of("t", "evil".getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, sink.assessments.size());
        assertEquals(Level.WARNING, sink.withText("Rule left out").get(0).meta().level());
        assertEquals(1, report.ruleSets().get(0).leftOut().size());
        assertEquals(1, report.ruleSets().get(0).rules());
        assertEquals(64, report.ruleSets().get(0).digest().length());
    }

    @Test
    void compiledRulesAreLoaded() throws Exception {
        YaraRules rules = ThorExternals.defineIn(YaraRules.builder())
                .source("n", "n.yar", "rule named { strings: $a = \"evil\" condition: $a and filename == \"t.bin\" }")
                .build();
        Path file = root.resolve("compiled");
        try (OutputStream out = Files.newOutputStream(file)) {
            rules.save(out);
        }
        RecordingSink sink = new RecordingSink();
        ScanReport report = TestScans.scanner()
                .rulesFrom(file)
                .sink(sink)
                .build()
                .scan(Target.of("t.bin", "evil".getBytes(StandardCharsets.UTF_8)));
        assertEquals(1, report.ruleSets().get(0).rules());
        assertEquals(1, sink.assessments.size());
        byte[] damaged = Files.readAllBytes(file);
        damaged[damaged.length - 1] ^= 1;
        Files.write(file, damaged);
        assertThrows(MalformedInputException.class, () -> RuleFolder.compile(file));
    }

    @Test
    void syntaxErrorOutsideARuleIsNamedToo() throws Exception {
        file("c.yar", "rool broken { condition: true }");
        RuleFolder folder = RuleFolder.compile(root);
        assertTrue(folder.leftOut().stream().anyMatch(left -> left.source().endsWith("c.yar")), "" + folder.leftOut());
    }

    @Test
    void digestIsThatOfNamesAndContents() throws Exception {
        file("a.yar", "rule a { condition: true }");
        String first = RuleFolder.compile(root).digest();
        assertEquals(first, RuleFolder.compile(root).digest());
        file("a.yar", "rule a { condition: false }");
        String second = RuleFolder.compile(root).digest();
        assertNotEquals(first, second);
        Files.move(root.resolve("a.yar"), root.resolve("b.yar"));
        assertNotEquals(second, RuleFolder.compile(root).digest());
    }

    @Test
    void includedFileIsFoundBesideTheFile() throws Exception {
        file("main.yar", "include \"part/inc.txt\"\nrule a { condition: b }");
        file("part/inc.txt", "rule b { condition: true }");
        RuleFolder folder = RuleFolder.compile(root.resolve("main.yar"));
        assertEquals(List.of(), folder.leftOut());
        assertEquals(2, folder.rules().rules().size());
    }

    @Test
    void missingPathIsRefused() {
        assertThrows(NoSuchFileException.class, () -> RuleFolder.compile(root.resolve("none")));
    }

    @Test
    void loopOfLinksIsNamedNotFollowedForEver() throws Exception {
        file("a.yar", "rule a { condition: true }");
        Files.createSymbolicLink(root.resolve("loop"), root);
        RuleFolder folder = RuleFolder.compile(root);
        assertEquals(List.of("a.yar"), folder.files());
        assertEquals("loop", folder.leftOut().get(0).source());
    }
}
