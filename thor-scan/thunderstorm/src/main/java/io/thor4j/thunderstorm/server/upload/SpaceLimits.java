package io.thor4j.thunderstorm.server.upload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Keeps samples from filling the disk: a reserve that stays free, and a bound for all that waits. Threads share it. */
public final class SpaceLimits {
    /** Bytes between two looks at the disk, and the nanoseconds: what arrives in between fits any sensible reserve. */
    private static final long STEP = 8 << 20;

    private static final long PAUSE = 200_000_000;

    private final Path folder;
    private final long reserve;
    private final long quota;
    private final LongSupplier nanoClock;
    private final AtomicLong used = new AtomicLong();
    private long lookedAt;
    private long since = STEP;
    private boolean low;

    /**
     * Makes the limits.
     *
     * @param folder where samples are put
     * @param reserve bytes that stay free on its disk
     * @param quota bytes of all samples together, 0 for no bound
     * @param nanoClock a steady clock in nanoseconds
     */
    public SpaceLimits(Path folder, long reserve, long quota, LongSupplier nanoClock) {
        this.folder = folder;
        this.reserve = reserve;
        this.quota = quota;
        this.nanoClock = nanoClock;
    }

    /**
     * Takes room.
     *
     * @param bytes how many
     * @throws UploadException when there is none
     * @throws IOException when the disk does not tell
     */
    public void take(long bytes) throws IOException {
        if (isLow(bytes)) {
            throw full();
        }
        if (quota > 0 && used.addAndGet(bytes) > quota) {
            used.addAndGet(-bytes);
            throw full();
        } else if (quota == 0) {
            used.addAndGet(bytes);
        }
    }

    /** Returns what is said when there is no room. */
    public static UploadException full() {
        return new UploadException(503, "no room for more samples, try again later");
    }

    /**
     * Counts room that was taken before this process began.
     *
     * @param bytes how many
     */
    public void found(long bytes) {
        used.addAndGet(bytes);
    }

    /**
     * Gives room back.
     *
     * @param bytes how many
     */
    public void give(long bytes) {
        used.addAndGet(-bytes);
    }

    /** Returns the bytes of all samples. */
    public long used() {
        return used.get();
    }

    /** Tells whether no sample would be taken now. */
    public boolean isFull() {
        try {
            return isLow(STEP) || (quota > 0 && used.get() >= quota);
        } catch (IOException e) {
            return true;
        }
    }

    private synchronized boolean isLow(long bytes) throws IOException {
        since += bytes;
        long now = nanoClock.getAsLong();
        if (low || since >= STEP || now - lookedAt > PAUSE) {
            since = 0;
            lookedAt = now;
            low = Files.getFileStore(folder).getUsableSpace() < reserve;
        }
        return low;
    }
}
