package io.thor4j.yara.syntax;

import io.thor4j.yara.Diagnostic;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of parsing a source. Immutable; threads may share it.
 *
 * @param file imports and the rules without syntax errors, includes put in place
 * @param diagnostics errors and warnings in the order in which they were found
 * @param failedRules the rules that are left out, in order
 */
public record ParsedSource(RuleFile file, List<Diagnostic> diagnostics, List<FailedRule> failedRules) {
    /**
     * A rule that was left out.
     *
     * @param name its name, null when it could not be read
     * @param position where its name stands, or where the rule begins when it has none
     * @param strings the strings read before the error, so that their bodies can be checked all the same: libyara names the first error
     *     of a rule, which may be in one of them
     */
    public record FailedRule(@Nullable String name, Position position, List<StringDecl> strings) {}
}
