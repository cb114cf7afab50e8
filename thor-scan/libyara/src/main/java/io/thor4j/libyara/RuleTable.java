package io.thor4j.libyara;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.thor4j.core.spi.YaraRuleInfo;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules of a set say about themselves, read out of native memory once. Immutable; threads may share it. */
final class RuleTable {
    /**
     * A rule.
     *
     * @param info what it says about itself
     * @param strings its strings, as declared
     */
    record Rule(YaraRuleInfo info, List<RuleString> strings) {}

    /**
     * A string of a rule.
     *
     * @param index its place among the strings of the set
     * @param identifier its name with the dollar sign
     */
    record RuleString(int index, String identifier) {}

    private final List<Rule> rules;
    private final long firstRule;
    private final long ruleSize;

    private RuleTable(List<Rule> rules, long firstRule, long ruleSize) {
        this.rules = List.copyOf(rules);
        this.firstRule = firstRule;
        this.ruleSize = ruleSize;
    }

    /**
     * Reads the table.
     *
     * @param api libyara
     * @param layout its structures
     * @param rules a rule set (YR_RULES)
     */
    static RuleTable read(LibyaraApi api, Layout layout, Pointer rules) {
        int count = count(api, rules);
        List<Rule> read = new ArrayList<>();
        Pointer first = rules.getPointer(Layout.RULES_TABLE);
        for (int i = 0; i < count; i++) {
            read.add(rule(layout, first.share(i * layout.ruleSize())));
        }
        return new RuleTable(read, count == 0 ? 0 : Pointer.nativeValue(first), layout.ruleSize());
    }

    /** Returns how many rules a set has. */
    static int count(LibyaraApi api, Pointer rules) {
        try (Memory stats = new Memory(Layout.STATS_SIZE)) {
            stats.clear();
            int code = api.yr_rules_get_stats(rules, stats);
            if (code != ErrorCodes.SUCCESS) {
                throw new IllegalStateException("yr_rules_get_stats: " + ErrorCodes.name(code));
            }
            return stats.getInt(0);
        }
    }

    private static Rule rule(Layout layout, Pointer rule) {
        int flags = rule.getInt(Layout.RULE_FLAGS);
        Pointer namespace = rule.getPointer(layout.ruleNamespace());
        YaraRuleInfo info = new YaraRuleInfo(
                text(namespace.getPointer(Layout.NAMESPACE_NAME)),
                text(rule.getPointer(layout.ruleIdentifier())),
                tags(rule.getPointer(layout.ruleTags())),
                meta(rule.getPointer(layout.ruleMeta())),
                (flags & Layout.RULE_IS_PRIVATE) != 0,
                (flags & Layout.RULE_IS_GLOBAL) != 0);
        return new Rule(info, strings(rule.getPointer(layout.ruleStrings())));
    }

    /* Texts behind each other, an empty one is the end. */
    private static List<String> tags(@Nullable Pointer first) {
        List<String> tags = new ArrayList<>();
        for (Pointer tag = first; tag != null && tag.getByte(0) != 0; tag = tag.share(tag.indexOf(0, (byte) 0) + 1)) {
            tags.add(text(tag));
        }
        return tags;
    }

    private static List<YaraRuleInfo.Meta> meta(@Nullable Pointer first) {
        List<YaraRuleInfo.Meta> all = new ArrayList<>();
        Pointer meta = first;
        while (meta != null) {
            int type = meta.getInt(Layout.META_TYPE);
            long number = meta.getLong(Layout.META_NUMBER);
            Object value = number;
            if (type == Layout.META_IS_TEXT) {
                value = text(meta.getPointer(Layout.META_TEXT));
            } else if (type == Layout.META_IS_TRUTH) {
                value = number != 0;
            }
            all.add(new YaraRuleInfo.Meta(text(meta.getPointer(Layout.META_IDENTIFIER)), value));
            boolean last = (meta.getInt(Layout.META_FLAGS) & Layout.META_IS_LAST) != 0;
            meta = last ? null : meta.share(Layout.META_SIZE);
        }
        return all;
    }

    private static List<RuleString> strings(@Nullable Pointer first) {
        List<RuleString> all = new ArrayList<>();
        Pointer string = first;
        while (string != null) {
            all.add(new RuleString(
                    string.getInt(Layout.STRING_INDEX), text(string.getPointer(Layout.STRING_IDENTIFIER))));
            boolean last = (string.getInt(Layout.STRING_FLAGS) & Layout.STRING_IS_LAST) != 0;
            string = last ? null : string.share(Layout.STRING_SIZE);
        }
        return all;
    }

    /** Reads a C string, bad UTF-8 replaced. */
    static String text(@Nullable Pointer text) {
        return text == null ? "" : text.getString(0, StandardCharsets.UTF_8.name());
    }

    /** Returns the rules, in the order of declaration. */
    List<Rule> rules() {
        return rules;
    }

    /** Returns the rule that a native pointer (YR_RULE) stands for. */
    Rule at(Pointer rule) {
        return rules.get(Math.toIntExact((Pointer.nativeValue(rule) - firstRule) / ruleSize));
    }
}
