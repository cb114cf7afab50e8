package io.thor4j.libyara;

import com.sun.jna.Pointer;

/**
 * Counts who uses a native rule set, and gives its memory back when nobody does: the set's owner and each of its scanners. Threads may share
 * it.
 */
final class NativeRules {
    private final LibyaraApi api;
    private final Pointer rules;
    private int users = 1;

    NativeRules(LibyaraApi api, Pointer rules) {
        this.api = api;
        this.rules = rules;
    }

    /**
     * Adds a user, who must {@link #release()} it.
     *
     * @throws IllegalStateException when the memory is given back already
     */
    synchronized Pointer acquire() {
        if (users == 0) {
            throw new IllegalStateException("the rules are closed");
        }
        users++;
        return rules;
    }

    /** Takes a user away. */
    synchronized void release() {
        users--;
        if (users == 0) {
            api.yr_rules_destroy(rules);
        }
    }
}
