package io.thor4j.yara.syntax;

import io.thor4j.yara.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the diagnostics of one source and knows the rule they belong to. Used by one thread. */
final class DiagnosticLog {
    static final String SYNTAX_ERROR = "ERROR_SYNTAX_ERROR";
    static final String WARNING = "WARNING";

    private final String source;
    private final List<Diagnostic> diagnostics;
    private @Nullable String rule;
    private boolean failed;

    DiagnosticLog(String source, List<Diagnostic> diagnostics) {
        this.source = source;
        this.diagnostics = diagnostics;
    }

    /** Forgets the rule and its errors. */
    void leaveRule() {
        rule = null;
        failed = false;
    }

    /** Names the rule that following diagnostics belong to. */
    void enterRule(String name) {
        rule = name;
    }

    /** Returns the name of the rule being parsed, null when outside or before its name. */
    @Nullable
    String rule() {
        return rule;
    }

    /** Returns whether there was an error since {@link #leaveRule()}. */
    boolean failed() {
        return failed;
    }

    void error(Token.Problem problem) {
        failed = true;
        add(Diagnostic.Severity.ERROR, problem);
    }

    void warning(Token.Problem problem) {
        add(Diagnostic.Severity.WARNING, problem);
    }

    /** Warns of a place, unless there is already an error at it. */
    void warningUnlessReported(Token.Problem problem) {
        boolean reported = diagnostics.stream()
                .anyMatch(d -> d.line() == problem.line()
                        && d.column() == problem.column()
                        && d.source().equals(source));
        if (!reported) {
            warning(problem);
        }
    }

    private void add(Diagnostic.Severity severity, Token.Problem p) {
        diagnostics.add(new Diagnostic(severity, p.code(), source, p.line(), p.column(), rule, p.message(), p.hint()));
    }
}
