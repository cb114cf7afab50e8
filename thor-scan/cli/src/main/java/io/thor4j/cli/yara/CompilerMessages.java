package io.thor4j.cli.yara;

import io.thor4j.cli.Terminal;
import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.YaraRules;

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
        for (Diagnostic diagnostic : rules.diagnostics()) {
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
            terminal.message("warning: " + rules.leftOut().size() + " rules left out, " + rules.rules().size() + " in use");
            return !rules.rules().isEmpty();
        }
        return errors == 0 && !(options.failOnWarnings() && warnings > 0);
    }

    private static String line(Diagnostic diagnostic, String kind) {
        String text = diagnostic.message() + (diagnostic.hint() == null ? "" : " (" + diagnostic.hint() + ")");
        String place = diagnostic.source() + "(" + diagnostic.line() + ")";
        return diagnostic.rule() == null
                ? place + ": " + kind + ": " + text
                : kind + ": rule \"" + diagnostic.rule() + "\" in " + place + ": " + text;
    }
}
