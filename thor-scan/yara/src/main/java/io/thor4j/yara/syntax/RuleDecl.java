package io.thor4j.yara.syntax;

import java.util.List;

/**
 * One rule as written.
 *
 * @param position where the rule's name stands
 * @param name its identifier
 * @param isPrivate declared private
 * @param isGlobal declared global
 * @param tags its tags, in order
 * @param meta its meta entries, in order, keys may repeat
 * @param strings its strings, in order; anonymous ones are named {@code $}
 * @param condition its condition
 */
public record RuleDecl(
        Position position,
        String name,
        boolean isPrivate,
        boolean isGlobal,
        List<Tag> tags,
        List<Meta> meta,
        List<StringDecl> strings,
        Expr condition)
        implements RuleFile.Item {

    /**
     * A tag.
     *
     * @param position where
     * @param name the tag
     */
    public record Tag(Position position, String name) {}

    /**
     * A meta entry.
     *
     * @param position where
     * @param key its key
     * @param value a {@link Long}, a {@link Boolean}, or a {@code byte[]} for text
     */
    public record Meta(Position position, String key, Object value) {}
}
