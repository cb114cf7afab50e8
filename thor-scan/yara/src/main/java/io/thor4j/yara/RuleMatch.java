package io.thor4j.yara;

import java.util.List;

/**
 * A rule that matched. Immutable; threads may share it.
 *
 * @param rule the rule
 * @param strings its strings' matches: string after string as declared, each by offset; private strings are in it, marked. Empty for a
 *     rule that needs no string
 */
public record RuleMatch(YaraRule rule, List<StringMatch> strings) {
    /** Copies the list. */
    public RuleMatch {
        strings = List.copyOf(strings);
    }
}
