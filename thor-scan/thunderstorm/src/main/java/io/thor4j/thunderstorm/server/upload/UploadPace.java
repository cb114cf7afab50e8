package io.thor4j.thunderstorm.server.upload;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How slow a sender may be: after a while it has to have sent a number of bytes for each second since it began. Immutable, may be shared by
 * threads.
 *
 * @param bytesPerSecond on average, 0 for any pace
 * @param grace how long any pace will do
 * @param nanoClock a steady clock in nanoseconds
 */
public record UploadPace(long bytesPerSecond, Duration grace, LongSupplier nanoClock) {
    /**
     * Tells whether a sender is too slow.
     *
     * @param began when it began, by the clock
     * @param received the bytes that have come since
     */
    boolean isTooSlow(long began, long received) {
        long nanos = nanoClock.getAsLong() - began;
        return bytesPerSecond > 0 && nanos > grace.toNanos() && received / (nanos / 1e9) < bytesPerSecond;
    }
}
