package io.thor4j.yara.compile;

import io.thor4j.yara.eval.ExternalVariable;
import io.thor4j.yara.pattern.PatternBudget;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is the same for all rules of a set.
 *
 * @param modules the modules
 * @param externals the external variables
 * @param externalIndexes their places by name
 * @param strictEscape whether unknown escape sequences in regexes are worth a warning
 * @param sets what the sets in conditions may have of members
 * @param patterns what strings and regexes may need of memory
 */
record CompilerSettings(
        ModuleTable modules,
        List<ExternalVariable> externals,
        Map<String, Integer> externalIndexes,
        boolean strictEscape,
        SetBudget sets,
        PatternBudget patterns) {

    static CompilerSettings of(
            ModuleTable modules, List<ExternalVariable> externals, boolean strictEscape, PatternBudget patterns) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < externals.size(); i++) {
            indexes.put(externals.get(i).name(), i);
        }
        return new CompilerSettings(modules, List.copyOf(externals), indexes, strictEscape, new SetBudget(), patterns);
    }
}
