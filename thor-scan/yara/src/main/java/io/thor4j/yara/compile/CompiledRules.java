package io.thor4j.yara.compile;

import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.syntax.Position;
import java.util.List;

/**
 * What came of compiling sources. Immutable.
 *
 * @param image the rules that compiled
 * @param diagnostics errors and warnings, source after source
 * @param leftOut the rules that did not compile
 * @param patterns remembers what the strings were compiled to; has no patterns yet
 * @param stringPositions where the strings of each rule of the image stand
 */
public record CompiledRules(
        RuleImage image,
        List<Diagnostic> diagnostics,
        List<LeftOutRule> leftOut,
        PatternSet.Builder patterns,
        List<List<Position>> stringPositions) {
    /** Copies the lists. */
    public CompiledRules {
        diagnostics = List.copyOf(diagnostics);
        leftOut = List.copyOf(leftOut);
        stringPositions = List.copyOf(stringPositions);
    }
}
