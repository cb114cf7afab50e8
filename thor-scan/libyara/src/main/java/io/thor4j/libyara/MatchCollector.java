package io.thor4j.libyara;

import com.sun.jna.Pointer;
import io.thor4j.core.ByteString;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraScanLimit;
import io.thor4j.core.spi.YaraStringMatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies the matches of one scan after another out of native memory while libyara reports them. Belongs to one thread. */
final class MatchCollector implements LibyaraApi.ScanCallback {
    /** String matches that are copied in one scan; as thor's own engine has it (YaraLimits), to bound memory. */
    private static final int MAX_MATCHES = 10_000_000;

    /** CALLBACK_MSG_RULE_MATCHING and CALLBACK_MSG_TOO_MANY_MATCHES (yara/rules.h). */
    private static final int RULE_MATCHING = 1;

    private static final int TOO_MANY_MATCHES = 6;
    private static final int CONTINUE = 0;
    private static final int ABORT_WITH_ERROR = 2;

    private final RuleTable table;
    private final List<YaraRuleMatch> matches = new ArrayList<>();
    private final List<YaraScanLimit> limits = new ArrayList<>();
    private final byte[] match = new byte[Layout.MATCH_SIZE];
    private final ByteBuffer fields = ByteBuffer.wrap(match).order(ByteOrder.nativeOrder());
    private int copied;
    private @Nullable Throwable failure;

    MatchCollector(RuleTable table) {
        this.table = table;
    }

    /** Forgets the last scan. */
    void begin() {
        matches.clear();
        limits.clear();
        copied = 0;
        failure = null;
    }

    /**
     * Returns what the scan found.
     *
     * @param limit how the scan itself ended, null when it did as it should
     */
    YaraEngineResult end(@Nullable YaraScanLimit limit) {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException("reading libyara's matches failed", failure);
        }
        if (limit != null) {
            limits.add(limit);
        }
        return matches.isEmpty() && limits.isEmpty() ? YaraEngineResult.CLEAN : new YaraEngineResult(matches, limits);
    }

    /* Nothing may be thrown into native code: what goes wrong ends the scan, and is thrown behind it. */
    @Override
    public int message(Pointer context, int message, @Nullable Pointer data, @Nullable Pointer userData) {
        try {
            if (message == RULE_MATCHING && data != null) {
                RuleTable.Rule rule = table.at(data);
                matches.add(new YaraRuleMatch(rule.info(), strings(rule, context)));
            } else if (message == TOO_MANY_MATCHES && data != null) {
                tooManyMatches(data);
            }
            return CONTINUE;
        } catch (Throwable e) {
            failure = e;
            return ABORT_WITH_ERROR;
        }
    }

    private void tooManyMatches(Pointer string) {
        RuleTable.Rule rule = table.rules().get(string.getInt(Layout.STRING_RULE));
        String identifier = RuleTable.text(string.getPointer(Layout.STRING_IDENTIFIER));
        limits.add(new YaraScanLimit(
                YaraScanLimit.Kind.MATCHES_PER_STRING,
                rule.info().toString(),
                "rule " + rule.info() + ": too many matches of " + identifier + ", libyara searches it no more"));
    }

    private List<YaraStringMatch> strings(RuleTable.Rule rule, Pointer context) {
        if (rule.strings().isEmpty()) {
            return List.of();
        }
        List<YaraStringMatch> strings = new ArrayList<>();
        Pointer lists = context.getPointer(Layout.CONTEXT_MATCHES);
        for (RuleTable.RuleString string : rule.strings()) {
            long next = lists.getLong(string.index() * Layout.MATCHES_SIZE);
            while (next != 0 && copied < MAX_MATCHES) {
                new Pointer(next).read(0, match, 0, match.length);
                strings.add(copy(string.identifier()));
                next = fields.getLong(Layout.MATCH_NEXT);
                copied++;
            }
            if (next != 0) {
                limits.add(new YaraScanLimit(
                        YaraScanLimit.Kind.MATCHES_PER_STRING,
                        rule.info().toString(),
                        "more than " + MAX_MATCHES + " string matches, the others are left out"));
                break;
            }
        }
        return List.copyOf(strings);
    }

    private YaraStringMatch copy(String identifier) {
        byte[] data = new byte[Math.max(0, fields.getInt(Layout.MATCH_DATA_LENGTH))];
        if (data.length > 0) {
            new Pointer(fields.getLong(Layout.MATCH_DATA)).read(0, data, 0, data.length);
        }
        return new YaraStringMatch(
                identifier,
                fields.getLong(Layout.MATCH_BASE) + fields.getLong(Layout.MATCH_OFFSET),
                fields.getInt(Layout.MATCH_LENGTH),
                ByteString.of(data),
                match[Layout.MATCH_IS_PRIVATE] != 0);
    }
}
