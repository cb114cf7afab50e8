package io.thor4j.threatintel.feed;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a store is to hold. For each indicator: until when it is active, {@link Instant#MIN} when it is not. After an undisturbed run that is
 * what the platform shows. A run while the platform changes, or that failed, may have seen any version that the platform showed since the
 * last undisturbed one; what is seen in the store then rules out the others.
 */
final class StoreModel {
    private final Map<String, Set<Instant>> held = new TreeMap<>();
    private final Map<String, Set<Instant>> shown = new TreeMap<>();
    private final Set<String> pinned = new HashSet<>();
    private final Set<String> marked = new HashSet<>();
    private boolean running;

    /** The platform shows this now; what it does not name is not active there. */
    void happened(Map<String, Instant> visible) {
        Set<String> names = new TreeSet<>(shown.keySet());
        names.addAll(visible.keySet());
        for (String name : names) {
            Instant until = visible.getOrDefault(name, Instant.MIN);
            shown.computeIfAbsent(name, any -> new HashSet<>(Set.of(Instant.MIN)))
                    .add(until);
        }
        if (running) {
            disturbed();
        }
    }

    /** A run that may see any version begins. */
    void disturbed() {
        running = true;
        shown.forEach((name, versions) -> held.computeIfAbsent(name, any -> new HashSet<>(Set.of(Instant.MIN)))
                .addAll(versions));
    }

    /** A run saw what the platform shows. */
    void synced(Map<String, Instant> visible) {
        running = false;
        Set<String> names = new TreeSet<>(shown.keySet());
        names.addAll(held.keySet());
        shown.clear();
        held.clear();
        for (String name : names) {
            Instant until = visible.getOrDefault(name, Instant.MIN);
            held.put(name, new HashSet<>(Set.of(until)));
            shown.put(name, new HashSet<>(Set.of(until)));
        }
    }

    void pin(String name) {
        pinned.add(name);
    }

    void unpin(String name) {
        pinned.remove(name);
    }

    void mark(String name) {
        marked.add(name);
    }

    void unmark(String name) {
        marked.remove(name);
    }

    /** Returns what is active for certain. */
    Set<String> active(Instant now) {
        return active(now, Set.of());
    }

    /** Returns what is to be active; where several versions may be held, what was found is right, and tells which they are. */
    Set<String> active(Instant now, Set<String> found) {
        running = false;
        Set<String> active = new TreeSet<>(pinned);
        held.forEach((name, versions) -> {
            if (pinned.contains(name) || marked.contains(name)) {
                return;
            }
            boolean any = versions.stream().anyMatch(now::isBefore);
            boolean all = versions.stream().allMatch(now::isBefore);
            if (any != all) {
                boolean there = found.contains(name);
                versions.removeIf(until -> now.isBefore(until) != there);
                if (there) {
                    active.add(name);
                }
            } else if (any) {
                active.add(name);
            }
        });
        return active;
    }

    @Override
    public String toString() {
        return "held " + held + " pinned " + pinned + " marked " + marked;
    }
}
