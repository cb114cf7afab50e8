package io.thor4j.core.walk;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a walk stands: the entries on the way from its start to an element. All elements of a walk are ordered by their places. Immutable.
 *
 * @param parent the folder's place, null for the start's own entries
 * @param entry the entry, as its folder lists it
 */
public record Place(@Nullable Place parent, Path entry) {
    /** Returns the entries from the start on. */
    public List<Path> entries() {
        Deque<Path> entries = new ArrayDeque<>();
        for (Place place = this; place != null; place = place.parent) {
            entries.addFirst(place.entry);
        }
        return List.copyOf(entries);
    }
}
