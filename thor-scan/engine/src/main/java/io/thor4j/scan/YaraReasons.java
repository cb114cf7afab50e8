package io.thor4j.scan;

import io.thor4j.core.ByteString;
import io.thor4j.core.Content;
import io.thor4j.core.Limit;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.YaraRuleInfo;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraStringMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns a matched YARA rule into a reason (thor-scanner.md section 3.3). Immutable, may be shared by threads. */
final class YaraReasons {
    /** THOR's score of a rule that names none, or none that is an integer. */
    static final int DEFAULT_SCORE = 75;

    private final Origin origin;
    private final int context;
    private final long maxMatches;

    YaraReasons(Origin origin, ThorLimits limits) {
        this.origin = origin;
        this.context = (int) Math.min(limits.get(Limit.STRING_CONTEXT), 1 << 20);
        this.maxMatches = limits.cap(Limit.MAX_MATCHES);
    }

    /**
     * Makes the reason.
     *
     * @param match the rule and its strings
     * @param content what was scanned
     * @return the reason, its strings without private ones and cut at the limit {@code max-matches}
     */
    Reason of(YaraRuleMatch match, Content content) {
        YaraRuleInfo rule = match.rule();
        Signature signature = signature(rule, origin);
        String description = signature.description();
        String summary = "YARA rule " + rule.name() + (description == null ? "" : " / " + description);
        return new Reason(summary, signature, strings(match.strings(), content));
    }

    /** Returns what a match of a rule reports as its signature. */
    static Signature signature(YaraRuleInfo rule, Origin origin) {
        return Signature.builder(SignatureKind.YARA_RULE, origin, score(rule))
                .ruleName(rule.name())
                .description(text(rule, "description"))
                .author(text(rule, "author"))
                .reference(texts(rule, "reference"))
                .date(text(rule, "date"))
                .id(text(rule, "id"))
                .tags(rule.tags())
                .build();
    }

    /**
     * Returns the score of a rule: its meta {@code score}, 75 when it has none or the value is no integer. {@code falsepositive = 1} turns
     * a positive score into its negative, as THOR 10 subtracts it.
     */
    static int score(YaraRuleInfo rule) {
        int score = DEFAULT_SCORE;
        for (YaraRuleInfo.Meta meta : rule.meta()) {
            if (meta.key().equals("score") && meta.value() instanceof Long value) {
                score = (int) Math.max(-100, Math.min(100, value));
            }
        }
        return score > 0 && isFalsePositive(rule) ? -score : score;
    }

    private static boolean isFalsePositive(YaraRuleInfo rule) {
        return rule.meta().stream().anyMatch(meta -> meta.key().equals("falsepositive") && isOn(meta));
    }

    private static boolean isOn(YaraRuleInfo.Meta meta) {
        return meta.value().equals(1L) || meta.value().equals(true);
    }

    /**
     * Tells whether a rule may judge elements of a module: its meta {@code limit} is absent or names it, and {@code nodeepdive = 1} keeps
     * it out of windows.
     */
    static boolean appliesTo(YaraRuleInfo rule, String module) {
        for (YaraRuleInfo.Meta meta : rule.meta()) {
            if (meta.key().equals("nodeepdive") && isOn(meta) && module.equals(ModuleNames.DEEP_DIVE)) {
                return false;
            }
            if (meta.key().equals("limit")
                    && meta.value() instanceof String name
                    && !name.toLowerCase(Locale.ROOT).equals(module.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String text(YaraRuleInfo rule, String key) {
        List<String> all = texts(rule, key);
        return all.isEmpty() ? null : all.get(0);
    }

    /* Dates and ids are sometimes written as numbers. */
    private static List<String> texts(YaraRuleInfo rule, String key) {
        return rule.meta().stream()
                .filter(meta -> meta.key().equals(key))
                .map(meta -> meta.value().toString())
                .toList();
    }

    private List<MatchedString> strings(List<YaraStringMatch> matches, Content content) {
        List<MatchedString> strings = new ArrayList<>();
        for (YaraStringMatch match : matches) {
            if (strings.size() >= maxMatches) {
                break;
            }
            if (!match.isPrivate()) {
                strings.add(MatchedString.at(match.data(), around(match, content), match.offset()));
            }
        }
        return strings;
    }

    private @Nullable ByteString around(YaraStringMatch match, Content content) {
        if (context == 0) {
            return null;
        }
        long begin = Math.max(0, match.offset() - context);
        long end = Math.min(content.length(), match.offset() + match.data().length() + context);
        return begin >= end ? null : ByteString.of(content.array(), (int) begin, (int) (end - begin));
    }
}
