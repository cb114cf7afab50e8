package io.thor4j.yara.store;

import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.pattern.Pattern;
import java.util.List;

/**
 * What a file of compiled rules holds. Immutable.
 *
 * @param image the rules
 * @param patterns what their strings were compiled to, each once
 */
public record StoredRules(RuleImage image, List<Pattern> patterns) {
    /** Copies the list. */
    public StoredRules {
        patterns = List.copyOf(patterns);
    }
}
