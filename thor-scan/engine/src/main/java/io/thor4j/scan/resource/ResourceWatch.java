package io.thor4j.scan.resource;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches processors, memory and disks during one scan (reference/thor-scanner.md section 4.6). The limits are {@link Limit#CPU_LIMIT},
 * {@link Limit#MIN_FREE_MEMORY} and {@link Limit#MIN_FREE_DISK}; asked about at most ten times and once a second. May be shared by threads.
 */
public final class ResourceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    private static final long CPU_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FLOOR_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    /** Rests before one element at most: other programs may keep the processors busy for ever, and the scan must still come to its end. */
    private static final int MAX_RESTS = 10;

    private final SystemLoad load;
    private final double cpuLimit;
    private final long minMemory;
    private final long minDisk;
    private final List<Path> outputs;
    private final LongSupplier nanoClock;
    private final LongConsumer rest;
    private final Object lock = new Object();
    private long cpuAsked;
    private boolean cpuKnown;
    private double cpu;
    private long floorsAsked;
    private boolean floorsKnown;
    private volatile @Nullable String shortage;

    /**
     * Makes a watch.
     *
     * @param load the machine
     * @param limits the floors and the ceiling
     * @param outputs files that the scan writes
     * @param nanoClock a steady clock
     * @param rest lets the calling thread rest for so many nanoseconds
     */
    public ResourceWatch(
            SystemLoad load, ThorLimits limits, List<Path> outputs, LongSupplier nanoClock, LongConsumer rest) {
        this.load = load;
        this.cpuLimit = limits.get(Limit.CPU_LIMIT);
        this.minMemory = limits.get(Limit.MIN_FREE_MEMORY);
        this.minDisk = limits.get(Limit.MIN_FREE_DISK);
        this.outputs = List.copyOf(outputs);
        this.nanoClock = nanoClock;
        this.rest = rest;
    }

    /** Rests while the processors are busier than they may be, a second at most. Called before each element. */
    public void awaitQuiet() {
        if (cpuLimit > 0) {
            for (int rests = 0; rests < MAX_RESTS && cpu() > cpuLimit; rests++) {
                rest.accept(CPU_INTERVAL);
            }
        }
    }

    private double cpu() {
        synchronized (lock) {
            long now = nanoClock.getAsLong();
            if (!cpuKnown || now - cpuAsked >= CPU_INTERVAL) {
                cpu = load.cpuPercent();
                cpuAsked = now;
                cpuKnown = true;
            }
            return cpu;
        }
    }

    /**
     * Returns the limit that was undercut; once there is one, it stays.
     *
     * @return {@code min-free-memory}, {@code min-free-disk} or null
     */
    public @Nullable String shortage() {
        if (shortage == null && (minMemory > 0 || minDisk > 0)) {
            synchronized (lock) {
                long now = nanoClock.getAsLong();
                if (!floorsKnown || now - floorsAsked >= FLOOR_INTERVAL) {
                    floorsAsked = now;
                    floorsKnown = true;
                    shortage = ask();
                }
            }
        }
        return shortage;
    }

    private @Nullable String ask() {
        long available = minMemory > 0 ? load.availableMemory() : -1;
        if (available >= 0 && available < minMemory) {
            return Limit.MIN_FREE_MEMORY.key();
        }
        if (minDisk > 0) {
            for (Path output : outputs) {
                try {
                    Path folder = output.toAbsolutePath().getParent();
                    if (folder != null && Files.getFileStore(folder).getUsableSpace() < minDisk) {
                        return Limit.MIN_FREE_DISK.key();
                    }
                } catch (IOException | SecurityException e) {
                    LOG.debug("cannot ask about the disk of {}", output, e);
                }
            }
        }
        return null;
    }

    /** Returns the limits that are set but cannot be watched here, because the system does not tell. */
    public List<String> blind() {
        List<String> limits = new ArrayList<>();
        if (cpuLimit > 0 && load.cpuPercent() < 0) {
            limits.add(Limit.CPU_LIMIT.key());
        }
        if (minMemory > 0 && load.availableMemory() < 0) {
            limits.add(Limit.MIN_FREE_MEMORY.key());
        }
        return limits;
    }
}
