package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.SyntaxTables.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.Diagnostic;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the author of a broken rule is told. */
class SyntaxErrorTest {
    static Stream<String> errors() {
        return SyntaxTables.read("errors.txt").stream();
    }

    static Stream<String> malformed() {
        return SyntaxTables.read("malformed.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void mistakeHasTheDiagnosticOfTheTable(String line) {
        int arrow = line.lastIndexOf(" => ");
        ParsedSource parsed = parse(line.substring(0, arrow).replace('¶', '\n'));
        assertEquals(1, parsed.diagnostics().size(), parsed.diagnostics()::toString);
        Diagnostic d = parsed.diagnostics().get(0);
        String hint = d.hint() == null ? "" : " (" + d.hint() + ")";
        assertEquals(
                line.substring(arrow + 4), d.line() + ":" + d.column() + " " + d.code() + " " + d.message() + hint);
        assertEquals(Diagnostic.Severity.ERROR, d.severity());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void foreignTokenOrEarlyEndIsReportedOnItsLine(String line) {
        int blank = line.indexOf(' ');
        ParsedSource parsed = parse(line.substring(blank + 1).replace('¶', '\n'));
        assertFalse(parsed.diagnostics().isEmpty());
        assertEquals(
                Integer.parseInt(line.substring(0, blank)),
                parsed.diagnostics().get(0).line());
    }

    @Test
    void literalsAndNamesHaveLibyarasLimits() {
        assertFits("rule a { strings: $a = \"%s\" condition: $a }", 8_190);
        assertFits("rule a { strings: $a = /%s/ condition: $a }", 8_190);
        assertFits("rule a { meta: m = \"%s\" condition: true }", 8_190);
        assertFits("rule %s { condition: true }", 128);
        assertFits("rule a { condition: %s }", 128);
    }

    private static void assertFits(String format, int limit) {
        assertTrue(parse(format.formatted("x".repeat(limit))).diagnostics().isEmpty(), format);
        ParsedSource tooLong = parse(format.formatted("x".repeat(limit + 1)));
        assertEquals(1, tooLong.diagnostics().size(), format);
        assertTrue(tooLong.diagnostics().get(0).message().contains("at most " + limit), format);
        assertEquals(1, tooLong.failedRules().size(), format);
    }
}
