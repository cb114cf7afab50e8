package io.thor4j.yara;

import java.util.List;

/** A rule that matched. Immutable; threads may share it. */
public final class RuleMatch {
    private final YaraRule rule;
    private final List<StringMatch> strings;

    RuleMatch(YaraRule rule, List<StringMatch> strings) {
        this.rule = rule;
        this.strings = strings;
    }

    /** Returns the rule. */
    public YaraRule rule() {
        return rule;
    }

    /**
     * Returns its strings' matches: string after string as declared, each by offset; those of private strings are among them, marked. Empty
     * when no string matched. The list is a view of packed numbers that makes its elements when they are asked for.
     */
    public List<StringMatch> strings() {
        return strings;
    }

    @Override
    public String toString() {
        return rule + " " + strings.size() + " string matches";
    }
}
