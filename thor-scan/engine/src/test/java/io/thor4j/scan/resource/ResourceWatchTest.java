package io.thor4j.scan.resource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Limit;
import io.thor4j.core.ThorLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceWatchTest {
    private long now;
    private long rested;

    private ResourceWatch watch(SystemLoad load, ThorLimits.Builder limits, Path... outputs) {
        return new ResourceWatch(load, limits.build(), List.of(outputs), () -> now, nanos -> {
            rested += nanos;
            now += nanos;
        });
    }

    private static ThorLimits.Builder limits() {
        return ThorLimits.builder().set(Limit.MIN_FREE_MEMORY, 0).set(Limit.MIN_FREE_DISK, 0);
    }

    @Test
    void restsUntilTheProcessorsAreQuietEnough() {
        TestLoad load = new TestLoad();
        load.cpu = List.of(99.0, 96.0, 95.0);
        watch(load, limits().set(Limit.CPU_LIMIT, 95)).awaitQuiet();
        assertEquals(TimeUnit.MILLISECONDS.toNanos(200), rested);
    }

    @Test
    void restsASecondAtMost() {
        TestLoad load = new TestLoad();
        load.cpu = List.of(100.0);
        ResourceWatch watch = watch(load, limits().set(Limit.CPU_LIMIT, 70));
        watch.awaitQuiet();
        assertEquals(TimeUnit.SECONDS.toNanos(1), rested);
        watch.awaitQuiet();
        assertEquals(TimeUnit.SECONDS.toNanos(2), rested);
    }

    @Test
    void doesNotRestWithoutALimitNorWithoutKnowledge() {
        TestLoad load = new TestLoad();
        load.cpu = List.of(100.0);
        watch(load, limits()).awaitQuiet();
        load.cpu = List.of(-1.0);
        watch(load, limits().set(Limit.CPU_LIMIT, 15)).awaitQuiet();
        assertEquals(0, rested);
    }

    @Test
    void shortageOfMemoryIsFoundWithinASecondAndStays() {
        TestLoad load = new TestLoad();
        load.available = 100;
        ResourceWatch watch = watch(load, limits().set(Limit.MIN_FREE_MEMORY, 100));
        assertNull(watch.shortage());
        load.available = 99;
        assertNull(watch.shortage(), "asked a moment ago");
        now += TimeUnit.SECONDS.toNanos(1);
        assertEquals("min-free-memory", watch.shortage());
        load.available = 1_000;
        now += TimeUnit.SECONDS.toNanos(1);
        assertEquals("min-free-memory", watch.shortage());
    }

    @Test
    void shortageOfDiskIsFoundWhereTheScanWrites(@TempDir Path folder) {
        ThorLimits.Builder limits = limits().set(Limit.MIN_FREE_DISK, Long.MAX_VALUE);
        assertNull(watch(new TestLoad(), limits).shortage());
        assertEquals(
                "min-free-disk",
                watch(new TestLoad(), limits, folder.resolve("log")).shortage());
        assertNull(watch(new TestLoad(), limits().set(Limit.MIN_FREE_DISK, 1), folder.resolve("log"))
                .shortage());
        assertNull(
                watch(new TestLoad(), limits, folder.resolve("no/folder/log")).shortage(),
                "nothing can be asked there");
    }

    @Test
    void whatTheSystemDoesNotTellIsNamed() {
        TestLoad load = new TestLoad();
        load.cpu = List.of(-1.0);
        load.available = -1;
        ResourceWatch watch = watch(load, limits().set(Limit.CPU_LIMIT, 95).set(Limit.MIN_FREE_MEMORY, 1));
        assertNull(watch.shortage());
        assertEquals(List.of("cpu-limit", "min-free-memory"), watch.blind());
        assertEquals(List.of(), watch(load, limits()).blind());
    }

    @Test
    void linuxTellsItsMemory() {
        assertEquals(
                2_048L * 1_024,
                JdkLoad.available(List.of("MemTotal:  9 kB", "MemAvailable:    2048 kB", "Buffers: 1 kB")));
        assertEquals(-1, JdkLoad.available(List.of("MemTotal: 9 kB", "MemAvailable: many kB")));
        assertEquals(-1, JdkLoad.available(List.of()));
    }

    @Test
    void thisMachineHasMemory() {
        SystemLoad load = SystemLoad.ofThisMachine();
        assertTrue(load.totalMemory() > 0);
        assertTrue(load.availableMemory() <= load.totalMemory());
        assertTrue(load.cpuPercent() <= 100);
    }

    /** Says what the test says. */
    private static final class TestLoad implements SystemLoad {
        private List<Double> cpu = List.of(0.0);
        private long available = Long.MAX_VALUE;

        @Override
        public double cpuPercent() {
            double first = Objects.requireNonNull(cpu.get(0));
            cpu = cpu.size() > 1 ? cpu.subList(1, cpu.size()) : cpu;
            return first;
        }

        @Override
        public long availableMemory() {
            return available;
        }

        @Override
        public long totalMemory() {
            return Long.MAX_VALUE;
        }
    }
}
