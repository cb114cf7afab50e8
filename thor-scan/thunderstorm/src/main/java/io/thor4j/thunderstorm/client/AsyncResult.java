package io.thor4j.thunderstorm.client;

import org.jspecify.annotations.Nullable;

/**
 * What a server knows of a sample that was sent without waiting. Immutable.
 *
 * @param state how far it is
 * @param text the server's own word for it
 * @param result what it found, null before the sample is {@link SampleState#COMPLETE}
 */
public record AsyncResult(
        SampleState state, String text, @Nullable CheckResult result) {}
