package io.thor4j.yara.eval;

import io.thor4j.yara.YaraRule;
import io.thor4j.yara.pattern.PatternSpec;
import java.util.List;

/**
 * Everything that makes a rule set, without what can be built from it: what is saved and loaded. Immutable; threads share it.
 *
 * @param namespaces the namespaces in the order of their first use
 * @param externals the external variables with their values at compile time
 * @param modules the names of the modules that rules use
 * @param rules the rules, in the order of declaration
 */
public record RuleImage(
        List<String> namespaces, List<ExternalVariable> externals, List<String> modules, List<Rule> rules) {

    /** Copies the lists. */
    public RuleImage {
        namespaces = List.copyOf(namespaces);
        externals = List.copyOf(externals);
        modules = List.copyOf(modules);
        rules = List.copyOf(rules);
    }

    /**
     * A rule.
     *
     * @param namespace index of its namespace
     * @param info what it says about itself
     * @param strings its strings, in the order of {@link YaraRule#strings()}
     * @param condition its condition
     * @param needsMatch libyara's {@code required_strings} is not 0: the condition is not evaluated unless a string matched, which can be
     *     seen in console output
     */
    public record Rule(int namespace, YaraRule info, List<StringEntry> strings, Ir condition, boolean needsMatch) {
        /** Copies the list. */
        public Rule {
            strings = List.copyOf(strings);
        }
    }

    /**
     * A string of a rule.
     *
     * @param spec what to search
     * @param fixedOffset the only offset where a match counts, -1 for everywhere
     * @param allMatches whether the condition asks for more than its presence
     */
    public record StringEntry(PatternSpec spec, long fixedOffset, boolean allMatches) {}
}
