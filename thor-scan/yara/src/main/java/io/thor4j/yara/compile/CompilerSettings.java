package io.thor4j.yara.compile;

import io.thor4j.yara.eval.ExternalVariable;
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
 */
record CompilerSettings(
        ModuleTable modules,
        List<ExternalVariable> externals,
        Map<String, Integer> externalIndexes,
        boolean strictEscape) {

    static CompilerSettings of(ModuleTable modules, List<ExternalVariable> externals, boolean strictEscape) {
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < externals.size(); i++) {
            indexes.put(externals.get(i).name(), i);
        }
        return new CompilerSettings(modules, List.copyOf(externals), indexes, strictEscape);
    }
}
