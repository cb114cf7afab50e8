package io.thor4j.core.spi;

import java.util.List;

/**
 * What a compiled rule says about itself. Immutable.
 *
 * @param namespace the namespace its source was added with
 * @param name its name, unique in the namespace
 * @param tags its tags, in order
 * @param meta its meta entries, in order; keys may repeat
 * @param isPrivate whether results leave it out
 * @param isGlobal whether no rule of its namespace is reported unless it matches
 */
public record YaraRuleInfo(
        String namespace, String name, List<String> tags, List<Meta> meta, boolean isPrivate, boolean isGlobal) {
    /** Makes the information; the lists are copied. */
    public YaraRuleInfo {
        tags = List.copyOf(tags);
        meta = List.copyOf(meta);
    }

    /**
     * One meta entry.
     *
     * @param key its key
     * @param value a {@link Long}, a {@link Boolean}, or a {@link String} (text read as UTF-8, bad bytes replaced by U+FFFD)
     */
    public record Meta(String key, Object value) {}

    /** Returns {@code namespace:name}. */
    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
