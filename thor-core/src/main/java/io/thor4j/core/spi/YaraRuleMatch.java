package io.thor4j.core.spi;

import java.util.List;

/**
 * A rule that matched. Immutable.
 *
 * @param rule the rule
 * @param strings its strings' matches: string after string as declared, each by offset; those of private strings too, marked, where the
 *     engine keeps them. Not copied: an engine may hand in a view that makes its elements when they are asked for
 */
public record YaraRuleMatch(YaraRuleInfo rule, List<YaraStringMatch> strings) {
    /** Returns the rule and how many string matches it has. */
    @Override
    public String toString() {
        return rule + " " + strings.size() + " string matches";
    }
}
