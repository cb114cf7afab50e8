package io.thor4j.yara.syntax;

import java.util.List;

/**
 * The syntax tree of one source with its includes put in place: imports and rules in the order in which they stand.
 *
 * @param items imports and rules
 */
public record RuleFile(List<Item> items) {
    /** An import or a rule. */
    public sealed interface Item permits Import, RuleDecl {
        /** Returns where it begins. */
        Position position();
    }

    /**
     * {@code import "name"}.
     *
     * @param position where
     * @param module the module's name
     */
    public record Import(Position position, String module) implements Item {}
}
