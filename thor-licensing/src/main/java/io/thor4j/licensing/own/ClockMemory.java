package io.thor4j.licensing.own;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers the latest time at which a licence was valid, over restarts. Implementations may be shared by threads. */
public interface ClockMemory {
    /**
     * Returns the latest time that was remembered.
     *
     * @return the time, null when none was yet
     * @throws io.thor4j.core.MalformedInputException when the memory was altered
     * @throws IOException when it cannot be read
     */
    @Nullable
    Instant latest() throws IOException;

    /**
     * Remembers a time, unless a later one is.
     *
     * @param now the time
     * @throws IOException when it cannot be written; what was remembered before then stays
     */
    void remember(Instant now) throws IOException;
}
