package io.thor4j.yara.syntax;

/** Leaves the rule that is being parsed; caught by {@link RuleParser}, never seen outside the package. */
final class SyntaxError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Token.Problem problem;

    SyntaxError(Token.Problem problem) {
        // Used as a jump: neither suppression nor a stack trace.
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    Token.Problem problem() {
        return problem;
    }
}
