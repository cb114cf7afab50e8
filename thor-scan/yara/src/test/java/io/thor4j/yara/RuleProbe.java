package io.thor4j.yara;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What tests do again and again: compile a text, scan a text, look at the outcome. */
public final class RuleProbe {
    private RuleProbe() {}

    /** Compiles a text of rules, with the module {@code tests}. */
    public static YaraRules compile(String rules) {
        return YaraRules.builder()
                .module(YaraModules.tests())
                .source(YaraRules.DEFAULT_NAMESPACE, "test.yar", rules)
                .build();
    }

    /** Compiles a text of rules that has no error. */
    public static YaraRules compileClean(String rules) {
        YaraRules result = compile(rules);
        if (!result.leftOut().isEmpty() || !errors(result).isEmpty()) {
            throw new AssertionError(rules + " -> " + result.diagnostics());
        }
        return result;
    }

    /** Returns the names of the rules that match, in order, with spaces between. */
    public static String matching(YaraRules rules, String data) {
        return names(rules.scanner().scan(bytes(data)));
    }

    /** Returns the names of the rules that matched, in order, with spaces between. */
    public static String names(ScanResult result) {
        return String.join(
                " ", result.matches().stream().map(match -> match.rule().name()).toList());
    }

    /** Tells whether a condition without strings holds. */
    public static boolean holds(String condition, String data) {
        String rule = "import \"tests\" rule t { condition: " + condition + " }";
        return matching(compileClean(rule), data).equals("t");
    }

    /** Returns the errors. */
    public static List<Diagnostic> errors(YaraRules rules) {
        return rules.diagnostics().stream()
                .filter(d -> d.severity() == Diagnostic.Severity.ERROR)
                .toList();
    }

    /** Returns the messages of the warnings. */
    public static List<String> warnings(YaraRules rules) {
        return rules.diagnostics().stream()
                .filter(d -> d.severity() == Diagnostic.Severity.WARNING)
                .map(Diagnostic::message)
                .toList();
    }

    /** Returns the bytes of a text, one for each character. */
    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns everything that a result says, for comparing. */
    public static String describe(ScanResult result) {
        StringBuilder out = new StringBuilder();
        for (RuleMatch match : result.matches()) {
            out.append(match.rule()).append(match.strings()).append('\n');
        }
        return out.append(result.limits()).append(result.console()).toString();
    }
}
