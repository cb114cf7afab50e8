package io.thor4j.libyara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTextTest {
    /** Text with ~ for line ends, and the names and texts of its rules. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "rule a { condition: true } ! a=rule a { condition: true }",
                "private global rule a { x } rule b{} ! a=private global rule a { x };b=rule b{}",
                "rule a { strings: $a = { 61 } condition: $a } rule b {} ! a=rule a { strings: $a = { 61 } condition: $a };b=rule b {}",
                "rule a { strings: $a = \"} rule x {\" } rule b {} ! a=rule a { strings: $a = \"} rule x {\" };b=rule b {}",
                "rule a { strings: $a = \"\\\"}\" } ! a=rule a { strings: $a = \"\\\"}\" }",
                "rule a { strings: $a = /}\\/rule x {/ } rule b {} ! a=rule a { strings: $a = /}\\/rule x {/ };b=rule b {}",
                "// rule x { ~ rule a { } ! a=rule a { }",
                "/* rule x { */ rule a { } ! a=rule a { }",
                "rule a { condition: true ~ rule b { } ! a=rule a { condition: true ~ ;b=rule b { }",
                "rule a { condition: 6 / 2 == 3 } rule b {} ! a=rule a { condition: 6 / 2 == 3 };b=rule b {}",
                "import \"pe\" ! ''",
                "rule ! =rule",
                "rule a { strings: $rule = \"x\" condition: $rule } ! a=rule a { strings: $rule = \"x\" condition: $rule }",
                "rule a { \"never closed } ~ rule b {} ! a=rule a { \"never closed } ~ ;b=rule b {}",
            })
    void rulesAreFound(String text, String expected) {
        String source = text.replace('~', '\n');
        StringBuilder found = new StringBuilder();
        for (SourceText.Span span : new SourceText(source).spans()) {
            found.append(found.isEmpty() ? "" : ";")
                    .append(span.name())
                    .append('=')
                    .append(source, span.from(), span.to());
        }
        assertEquals(expected, found.toString().replace('\n', '~').stripTrailing());
    }

    @Test
    void cutRuleLeavesTheLinesOfTheOthers() {
        SourceText text = new SourceText("rule a {\n x\n}\nrule b {}\nrule c {}\n");
        assertEquals("a", text.cut("a", 2));
        assertEquals("c", text.cut(null, 5));
        assertEquals(
                "\n\n\nrule b {}\n\n", new String(text.bytes(), StandardCharsets.UTF_8).replaceAll("(?m)^ +$", ""));
        assertNull(text.cut(null, 1));
        assertNull(text.cut("a", 1));
    }

    @Test
    void ofRulesWithOneNameTheOneBeforeTheErrorIsCut() {
        SourceText text = new SourceText("rule a {}\nrule a {}\nrule a {}\n");
        assertEquals("a", text.cut("a", 2));
        assertEquals("rule a {}\n         \nrule a {}\n", new String(text.bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void lineWithoutARuleIsCutAlone() {
        SourceText text = new SourceText("import \"x\"\nrule a {}\n");
        assertEquals("", text.cut(null, 1));
        assertEquals("          \nrule a {}\n", new String(text.bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void nulIsFoundByLine() {
        assertEquals(0, new SourceText("a\nb").lineOfNul());
        assertEquals(2, new SourceText("a\nb\0c").lineOfNul());
    }
}
