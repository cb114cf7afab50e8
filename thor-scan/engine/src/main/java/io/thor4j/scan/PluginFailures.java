package io.thor4j.scan;

import io.thor4j.scan.plugin.PluginTrouble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Counts what goes wrong in plugins. May be shared by threads. */
final class PluginFailures {
    /** Kinds of failure kept; ours, so that a plugin that makes up classes cannot fill the memory. */
    private static final int MAX_KINDS = 1_000;

    private final Map<List<String>, PluginFailure> failures = new LinkedHashMap<>();

    /**
     * Counts a failure.
     *
     * @return true when it is the first of its plugin, role and kind, so that it should be reported
     */
    synchronized boolean count(PluginTrouble trouble) {
        List<String> key = List.of(trouble.plugin().toString(), trouble.role(), trouble.kind());
        PluginFailure known = failures.get(key);
        if (known == null && failures.size() >= MAX_KINDS) {
            return false;
        }
        failures.put(
                key,
                new PluginFailure(
                        trouble.plugin(),
                        trouble.role(),
                        trouble.kind(),
                        known == null ? trouble.message() : known.message(),
                        known == null ? 1 : known.count() + 1));
        return known == null;
    }

    /** Returns what was counted, in the order of the first failures. */
    synchronized List<PluginFailure> failures() {
        return new ArrayList<>(failures.values());
    }
}
