package io.thor4j.core.spi;

import java.util.List;

/**
 * What one scan found. Immutable.
 *
 * @param matches the rules that matched, in the order of declaration, without private ones and those that a global rule holds back
 * @param limits why it is not the whole truth; empty for a complete scan. An incomplete result without matches does not mean clean
 */
public record YaraEngineResult(List<YaraRuleMatch> matches, List<YaraScanLimit> limits) {
    /** Nothing found in a complete scan. */
    public static final YaraEngineResult CLEAN = new YaraEngineResult(List.of(), List.of());

    /** Makes the result; the lists are copied. */
    public YaraEngineResult {
        matches = List.copyOf(matches);
        limits = List.copyOf(limits);
    }
}
