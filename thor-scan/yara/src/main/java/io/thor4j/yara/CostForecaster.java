package io.thor4j.yara;

import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.eval.RuleProgram;
import io.thor4j.yara.pattern.Pattern;
import io.thor4j.yara.pattern.PatternCost;
import io.thor4j.yara.syntax.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Forecasts what the strings of a rule set cost. Stateless. */
final class CostForecaster {
    private static final double MEGABYTE = 1 << 20;

    /** Above this many candidates in a megabyte a string of known bytes is worth a note: about one candidate in a kilobyte. */
    private static final double MANY = 1_000;

    private CostForecaster() {}

    /**
     * Returns the strings of all rules, the dearest first, equal ones in the order of declaration.
     *
     * @param program the rules
     * @param positions where each rule's strings stand, empty when it is not known
     */
    static List<CostForecast> of(RuleProgram program, List<List<Position>> positions) {
        List<CostForecast> result = new ArrayList<>();
        List<RuleImage.Rule> rules = program.image().rules();
        for (int rule = 0; rule < rules.size(); rule++) {
            int[] patterns = program.patternsOf(rule);
            for (int string = 0; string < patterns.length; string++) {
                Position at = positions.isEmpty() ? null : positions.get(rule).get(string);
                result.add(one(program, rules.get(rule), string, patterns[string], at));
            }
        }
        result.sort(
                Comparator.comparingDouble(CostForecast::candidatesPerMegabyte).reversed());
        return List.copyOf(result);
    }

    private static CostForecast one(
            RuleProgram program, RuleImage.Rule rule, int string, int number, @Nullable Position at) {
        Pattern pattern = program.patterns().pattern(number);
        PatternCost cost = PatternCost.of(pattern);
        long fixed = program.patterns().fixedOffset(number);
        double candidates = fixed >= 0 ? 0 : cost.frequency() * MEGABYTE;
        List<String> grams = new ArrayList<>();
        for (byte[] gram : cost.grams()) {
            grams.add(HexFormat.ofDelimiter(" ").formatHex(gram));
        }
        return new CostForecast(
                rule.info(),
                rule.info().strings().get(string),
                at == null ? null : at.source(),
                at == null ? 0 : at.line(),
                at == null ? 0 : at.column(),
                grams,
                cost.gramCount(),
                candidates,
                fixed < 0 && cost.everyPosition(),
                notes(pattern, cost, fixed, candidates));
    }

    private static List<String> notes(Pattern pattern, PatternCost cost, long fixed, double candidates) {
        if (fixed >= 0) {
            return List.of("looked for at offset " + fixed + " only");
        }
        List<String> notes = new ArrayList<>();
        if (cost.everyPosition()) {
            notes.add("tried at every position: no known byte stands in all matches");
        } else if (candidates > MANY) {
            notes.add("common bytes");
        }
        pattern.warnings().stream().distinct().forEach(notes::add);
        if (pattern.spec().xor() && cost.gramCount() > 1) {
            notes.add("xor searches " + cost.gramCount() + " byte runs");
        }
        return notes;
    }
}
