package io.thor4j.benchmarks.thunderstorm;

/**
 * What a run of {@link ServiceLoad} measured. Immutable.
 *
 * @param submissions samples that were sent
 * @param results results that came, of different samples
 * @param wrong results that say something else of the sample than is known
 * @param perMinuteAndCore samples that were scanned by one core in a minute of its time, their clients waiting
 * @param ratio how many times as many samples are taken in the same time when their clients do not wait
 * @param heapBefore bytes of the server after collection, when it is warm
 * @param heapHighest the same, the most during the run
 */
public record LoadFigures(
        long submissions,
        long results,
        long wrong,
        double perMinuteAndCore,
        double ratio,
        long heapBefore,
        long heapHighest) {}
