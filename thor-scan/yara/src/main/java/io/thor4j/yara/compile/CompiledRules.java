package io.thor4j.yara.compile;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.scan.PatternSet;
import java.util.List;

/**
 * What came of compiling sources. Immutable.
 *
 * @param image the rules that compiled
 * @param diagnostics errors and warnings, source after source
 * @param leftOut the rules that did not compile
 * @param patterns remembers what the strings were compiled to; has no patterns yet
 */
public record CompiledRules(
        RuleImage image, List<Diagnostic> diagnostics, List<LeftOutRule> leftOut, PatternSet.Builder patterns) {
    /** Copies the lists. */
    public CompiledRules {
        diagnostics = List.copyOf(diagnostics);
        leftOut = List.copyOf(leftOut);
    }
}
