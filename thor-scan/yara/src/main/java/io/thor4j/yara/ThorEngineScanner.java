package io.thor4j.yara;

import io.thor4j.core.ByteString;
import io.thor4j.core.spi.YaraEngineResult;
import io.thor4j.core.spi.YaraEngineScanner;
import io.thor4j.core.spi.YaraRuleMatch;
import io.thor4j.core.spi.YaraScanLimit;
import io.thor4j.core.spi.YaraStringMatch;
import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.concurrent.Executor;

/** A scanner of this module as an engine's scanner. A clean scan makes no object of its own. Belongs to one thread at a time. */
final class ThorEngineScanner implements YaraEngineScanner {
    private final YaraScanner scanner;
    private final ThorEngineRules rules;
    private boolean closed;

    ThorEngineScanner(YaraScanner scanner, ThorEngineRules rules) {
        this.scanner = scanner;
        this.rules = rules;
    }

    @Override
    public void define(String name, Object value) {
        if (value instanceof Long number) {
            scanner.define(name, number.longValue());
        } else if (value instanceof Double number) {
            scanner.define(name, number.doubleValue());
        } else if (value instanceof Boolean truth) {
            scanner.define(name, truth.booleanValue());
        } else if (value instanceof String text) {
            scanner.define(name, text);
        } else {
            throw new IllegalArgumentException("external variable " + name + " of type " + value.getClass());
        }
    }

    @Override
    public YaraEngineResult scan(byte[] data, int from, int length, Duration timeout) {
        if (closed) {
            throw new IllegalStateException("the scanner is closed");
        }
        ScanResult result = scanner.timeout(timeout).scan(data, from, length);
        if (result.matches().isEmpty() && result.complete()) {
            return YaraEngineResult.CLEAN;
        }
        return new YaraEngineResult(
                result.matches().stream()
                        .map(match -> new YaraRuleMatch(rules.info(match), new Strings(match.strings())))
                        .toList(),
                result.limits().stream()
                        .map(limit -> new YaraScanLimit(
                                YaraScanLimit.Kind.valueOf(limit.kind().name()), limit.rule(), limit.text()))
                        .toList());
    }

    @Override
    public void shareWith(Executor executor, int helpers) {
        scanner.shareWith(executor, helpers);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The matches of a rule's strings, made when they are asked for: a file can have a million. */
    private static final class Strings extends AbstractList<YaraStringMatch> implements RandomAccess {
        private final List<StringMatch> matches;

        Strings(List<StringMatch> matches) {
            this.matches = matches;
        }

        @Override
        public YaraStringMatch get(int index) {
            StringMatch match = matches.get(index);
            return new YaraStringMatch(
                    match.identifier(), match.offset(), match.length(), ByteString.of(match.data()), match.isPrivate());
        }

        @Override
        public int size() {
            return matches.size();
        }
    }
}
