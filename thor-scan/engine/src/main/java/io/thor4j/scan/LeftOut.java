package io.thor4j.scan;

import org.jspecify.annotations.Nullable;

/**
 * Something of a rule source that is not in the compiled set. Immutable.
 *
 * @param source the file, relative to its folder, or the rule's namespace
 * @param rule the rule's name; null when it is about the whole file
 * @param reason why, one line
 */
public record LeftOut(String source, @Nullable String rule, String reason) {
    /** Returns {@code source: rule: reason}. */
    @Override
    public String toString() {
        return source + ": " + (rule == null ? "" : rule + ": ") + reason;
    }
}
