package io.thor4j.yara;

import java.util.List;

/**
 * What a compiled rule says about itself. Immutable; threads may share it.
 *
 * @param namespace the namespace its source was added with
 * @param name its name, unique in the namespace
 * @param tags its tags, in order
 * @param meta its meta entries, in order; keys may repeat
 * @param isPrivate whether results leave it out
 * @param isGlobal whether no rule of its namespace is reported unless it matches
 * @param strings the identifiers of its strings with the dollar sign, in order; {@code $} for anonymous ones
 */
public record YaraRule(
        String namespace,
        String name,
        List<String> tags,
        List<YaraMeta> meta,
        boolean isPrivate,
        boolean isGlobal,
        List<String> strings) {

    /** Copies the lists. */
    public YaraRule {
        tags = List.copyOf(tags);
        meta = List.copyOf(meta);
        strings = List.copyOf(strings);
    }

    /** Returns {@code namespace:name}. */
    @Override
    public String toString() {
        return namespace + ":" + name;
    }
}
