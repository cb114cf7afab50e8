package io.thor4j.core.spi;

import org.jspecify.annotations.Nullable;

/**
 * A plugin that was not loaded. Immutable.
 *
 * @param id its id, null when it did not get so far
 * @param className its provider class, null when not even that is known
 * @param origin the jar or folder, null when unknown
 * @param reason what went wrong
 */
public record PluginProblem(
        @Nullable String id,
        @Nullable String className,
        @Nullable String origin,
        String reason) {}
