package io.thor4j.threatintel.taxii;

import org.jspecify.annotations.Nullable;

/**
 * A collection of a TAXII server (TAXII 2.1 section 5.2.1). Immutable.
 *
 * @param id its id
 * @param title its title; the id when it has none
 * @param alias another name in place of its id, or null
 * @param canRead whether the user may read it
 */
public record TaxiiCollection(
        String id, String title, @Nullable String alias, boolean canRead) {
    /** Tells whether it has that id, title or alias. */
    boolean isNamed(String name) {
        return name.equals(id) || name.equals(title) || name.equals(alias);
    }
}
