package io.thor4j.benchmarks.thunderstorm;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run of {@link ServiceLoad} does. Immutable.
 *
 * @param samples how many are sent, half of them by clients that wait
 * @param round how many of them until the heap is looked at
 * @param connections how many clients there are
 * @param heap the server's largest heap, as {@code -Xmx} takes it
 * @param rules a rule file or folder, null for the starter rules
 * @param seed of the samples
 * @param atMost no round begins after that time
 */
public record LoadPlan(
        int samples,
        int round,
        int connections,
        String heap,
        @Nullable Path rules,
        long seed,
        Duration atMost) {
    /** Makes the plan. */
    public LoadPlan {
        if (samples < 1 || round < 2 || connections < 1) {
            throw new IllegalArgumentException(
                    "samples, round, connections: " + samples + ", " + round + ", " + connections);
        }
    }
}
