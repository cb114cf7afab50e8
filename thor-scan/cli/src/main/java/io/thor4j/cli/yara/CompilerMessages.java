package io.thor4j.cli.yara;

import io.thor4j.cli.Terminal;
import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.YaraRules;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints what the compiler has to say in the words of yara and yarac, on the error stream. Stateless. */
final class CompilerMessages {
    private CompilerMessages() {}

    /**
     * Prints errors, and warnings unless they are unwanted.
     *
     * @return whether the command may go on
     */
    static boolean print(Terminal terminal, YaraRules rules, CompilerOptions options) {
        int errors = 0;
        int warnings = 0;
        for (Diagnostic diagnostic : inOrder(rules.diagnostics())) {
            boolean error = diagnostic.severity() == Diagnostic.Severity.ERROR;
            if (error) {
                errors++;
            } else if (options.noWarnings()) {
                continue;
            } else {
                warnings++;
            }
            terminal.message(line(diagnostic, error ? "error" : "warning"));
        }
        if (errors > 0 && options.keepGoing()) {
            terminal.message("warning: " + rules.leftOut().size() + " rules left out, "
                    + rules.rules().size() + " in use");
            return !rules.rules().isEmpty();
        }
        return errors == 0 && !(options.failOnWarnings() && warnings > 0);
    }

    /** Returns the diagnostics source after source, each from its first line to its last; the compiler parses before it checks. */
    static List<Diagnostic> inOrder(List<Diagnostic> diagnostics) {
        Map<String, Integer> order = new HashMap<>();
        diagnostics.forEach(diagnostic -> order.putIfAbsent(diagnostic.source(), order.size()));
        return diagnostics.stream()
                .sorted(Comparator.comparing((Diagnostic diagnostic) -> order.getOrDefault(diagnostic.source(), 0))
                        .thenComparing(Diagnostic::line)
                        .thenComparing(Diagnostic::column))
                .toList();
    }

    private static String line(Diagnostic diagnostic, String kind) {
        String text = diagnostic.message() + (diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")");
        String place = diagnostic.source() + "(" + diagnostic.line() + ")";
        return diagnostic.rule() == null
                ? place + ": " + kind + ": " + text
                : kind + ": rule \"" + diagnostic.rule() + "\" in " + place + ": " + text;
    }
}
