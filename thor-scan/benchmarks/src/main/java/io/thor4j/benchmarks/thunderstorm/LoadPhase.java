package io.thor4j.benchmarks.thunderstorm;

import java.util.Arrays;
import java.util.Locale;

/** What requests of one sort took. For one thread. */
final class LoadPhase {
    private long[] nanos = new long[1024];
    private int count;
    private double wall;
    private double cpu;

    /**
     * Adds requests.
     *
     * @param latencies of each, in nanoseconds
     * @param wallSeconds from the first to the end of the last
     */
    void add(long[] latencies, double wallSeconds) {
        if (count + latencies.length > nanos.length) {
            nanos = Arrays.copyOf(nanos, Math.max(nanos.length * 2, count + latencies.length));
        }
        System.arraycopy(latencies, 0, nanos, count, latencies.length);
        count += latencies.length;
        wall += wallSeconds;
    }

    /** Adds what the server needed for them, in seconds of CPU time. */
    void addCpu(double seconds) {
        cpu += seconds;
    }

    int count() {
        return count;
    }

    double perSecond() {
        return wall == 0 ? 0 : count / wall;
    }

    /** Returns how many samples one core scans in a minute: by CPU time, as the machine may be busy with other things. */
    double perMinuteAndCore() {
        return cpu == 0 ? 0 : count * 60 / cpu;
    }

    double wall() {
        return wall;
    }

    double cpuMillis() {
        return count == 0 ? 0 : cpu * 1000 / count;
    }

    /** Returns the latencies: the middle and the 99th of 100. */
    String latencies() {
        if (count == 0) {
            return "no request";
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT, "p50 %.1f ms, p99 %.1f ms", sorted[count / 2] / 1e6, sorted[(int) (count * 0.99)] / 1e6);
    }
}
