package io.thor4j.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * Which plugin it is, for reports. Immutable.
 *
 * @param id its id
 * @param version its version, null when neither the provider nor its jar or module names one
 * @param origin the jar or folder its class came from, null when unknown
 */
public record PluginInfo(
        String id, @Nullable String version, @Nullable String origin) {
    /** Returns {@code id version (origin)} without what is unknown. */
    @Override
    public String toString() {
        return id + (version == null ? "" : " " + version) + (origin == null ? "" : " (" + origin + ")");
    }
}
