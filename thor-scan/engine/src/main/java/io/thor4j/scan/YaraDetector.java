package io.thor4j.scan;

import io.thor4j.core.Content;
import io.thor4j.core.Element;
import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraScanLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

/** Judges contents with one YARA rule set: the built-in detector. For one thread. */
final class YaraDetector implements Detector {
    static final String ID = "yara";

    private final YaraEngineScanner scanner;
    private final Map<String, Object> externals;
    private final YaraReasons reasons;
    private final ThorLimits limits;
    private final Clock clock;

    YaraDetector(RuleSet ruleSet, ThorLimits limits, Clock clock) {
        this.scanner = ruleSet.rules().scanner();
        this.externals = ruleSet.rules().compilation().externals();
        this.reasons = new YaraReasons(ruleSet.origin(), limits);
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Lets other threads help with large contents.
     *
     * @param executor runs helpers, now, later or never
     * @param helpers how many are asked for at most
     */
    YaraDetector shareWith(Executor executor, int helpers) {
        scanner.shareWith(executor, helpers);
        return this;
    }

    @Override
    public void detect(Element element, DetectionContext context) {
        if (!ContentCheck.isScannable(element) || !context.budget().timeLeft()) {
            return;
        }
        Content content = element.content();
        ThorExternals.set(scanner, externals, element, clock.instant());
        long allowed = limits.cap(Limit.YARA_SECONDS);
        long yaraNanos = allowed > Long.MAX_VALUE / 1_000_000_000L ? Long.MAX_VALUE : allowed * 1_000_000_000L;
        long left = context.budget().remainingNanos();
        long nanos = Math.min(yaraNanos, left);
        /* Zero would mean "no limit" to the scanner. */
        Duration timeout = nanos == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(Math.max(1, nanos));
        YaraEngineResult result = scanner.scan(content.array(), 0, content.length(), timeout);
        String module = ModuleNames.of(element.type());
        for (YaraRuleMatch match : result.matches()) {
            if (YaraReasons.appliesTo(match.rule(), module)) {
                context.report(reasons.of(match, content));
            }
        }
        for (YaraScanLimit limit : result.limits()) {
            context.budget().refuse(name(limit, left < yaraNanos));
        }
    }

    @Override
    public void close() {
        scanner.close();
    }

    private static String name(YaraScanLimit limit, boolean elementTime) {
        if (limit.kind() == YaraScanLimit.Kind.TIMEOUT) {
            return elementTime ? Limit.MAX_ELEMENT_SECONDS.key() : Limit.YARA_SECONDS.key();
        }
        String name = "yara-" + limit.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return limit.kind() == YaraScanLimit.Kind.RULE_WORK ? name + " " + limit.rule() : name;
    }
}
