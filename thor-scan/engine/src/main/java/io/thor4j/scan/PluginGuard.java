package io.thor4j.scan;

import io.thor4j.core.spi.PluginInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where code that is not the engine's is called. What it throws ends there and is counted. May be shared by threads. */
final class PluginGuard {
    private static final Logger LOG = LoggerFactory.getLogger(PluginGuard.class);

    /** Kinds of failure kept; ours, so that a plugin that makes up classes cannot fill the memory. */
    private static final int MAX_KINDS = 1_000;

    private static final int MAX_MESSAGE = 1_000;

    private final Map<List<String>, PluginFailure> failures = new LinkedHashMap<>();

    /** Something that a plugin does. */
    @FunctionalInterface
    interface Action {
        void run() throws Exception;
    }

    /** What a plugin threw once, not yet counted. */
    record Trouble(PluginInfo plugin, String role, String kind, String message) {}

    /**
     * Calls a plugin.
     *
     * @param plugin which
     * @param role what it is to do
     * @param action the call
     * @return what went wrong, null when nothing did
     */
    static @Nullable Trouble call(PluginInfo plugin, String role, Action action) {
        try {
            action.run();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return trouble(plugin, role, e);
        } catch (Throwable e) {
            /* Also errors: a plugin's endless recursion or missing class must not end the scan of other elements. */
            return trouble(plugin, role, e);
        }
    }

    private static Trouble trouble(PluginInfo plugin, String role, Throwable thrown) {
        LOG.debug("{} {} failed", role, plugin, thrown);
        String kind = thrown.getClass().getSimpleName();
        return new Trouble(plugin, role, kind.isEmpty() ? thrown.getClass().getName() : kind, message(thrown));
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            if (message == null) {
                return "";
            }
            return message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
        } catch (RuntimeException | StackOverflowError e) {
            return "";
        }
    }

    /**
     * Counts a failure.
     *
     * @return true when it is the first of its plugin, role and kind, so that it should be reported
     */
    synchronized boolean count(Trouble trouble) {
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
