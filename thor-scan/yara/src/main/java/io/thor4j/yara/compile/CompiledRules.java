package io.thor4j.yara.compile;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.eval.RuleImage;
import java.util.List;

/**
 * What came of compiling sources. Immutable.
 *
 * @param image the rules that compiled
 * @param diagnostics errors and warnings, source after source
 * @param leftOut the rules that did not compile
 */
public record CompiledRules(RuleImage image, List<Diagnostic> diagnostics, List<LeftOutRule> leftOut) {
    /** Copies the lists. */
    public CompiledRules {
        diagnostics = List.copyOf(diagnostics);
        leftOut = List.copyOf(leftOut);
    }
}
