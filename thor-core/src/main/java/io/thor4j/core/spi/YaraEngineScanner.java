package io.thor4j.core.spi;

import java.time.Duration;
import java.util.concurrent.Executor;

/** Scans one byte range after another. Belongs to one thread at a time; reuse it, its memory is kept between scans. */
public interface YaraEngineScanner extends AutoCloseable {
    /**
     * Gives an external variable another value, until it gets the next one.
     *
     * @param name its name
     * @param value a {@link Long}, {@link Double}, {@link Boolean} or {@link String}, as the sources defined it
     * @throws IllegalArgumentException when the rules do not define it, or as another type
     */
    void define(String name, Object value);

    /**
     * Scans a range of bytes; offsets in the result count from its begin.
     *
     * @param data holds the range, not changed and not kept
     * @param from begin of the range
     * @param length bytes of the range
     * @param timeout the longest the scan may take, zero for no limit. An engine that measures coarser rounds up
     * @return {@link YaraEngineResult#CLEAN} when nothing was found and no limit was reached
     * @throws IndexOutOfBoundsException when the range is not inside the array
     * @throws IllegalArgumentException when the timeout is negative
     * @throws IllegalStateException when the scanner is closed
     */
    YaraEngineResult scan(byte[] data, int from, int length, Duration timeout);

    /**
     * Lets other threads help with the scan of large contents; results stay the same. Does nothing by default.
     *
     * @param executor runs helpers, now, later or never: the scan waits for none that has not begun
     * @param helpers how many threads are asked for help at most
     */
    default void shareWith(Executor executor, int helpers) {}

    /** Gives up what the scanner holds; does nothing the second time, and nothing by default. */
    @Override
    default void close() {}
}
