package io.thor4j.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * What every provider has: an id. Providers have a public constructor without parameters, are made once when plugins are loaded, and may
 * be used by several threads.
 */
public interface PluginProvider {
    /** Returns the unique and stable id: one or more of {@code a-z 0-9 . -}, such as {@code org.example.macro-words}. */
    String id();

    /** Returns the version to show in logs, null to show that of the jar's manifest. */
    default @Nullable String version() {
        return null;
    }

    /**
     * Returns the lowest version of thor that the plugin works with, such as {@code 0.2}; null, the default, for any. An older thor leaves
     * the plugin out and says why.
     */
    default @Nullable String requiredThor() {
        return null;
    }
}
