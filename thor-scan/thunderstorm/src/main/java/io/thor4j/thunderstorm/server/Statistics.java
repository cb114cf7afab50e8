package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.queue.NodeJournal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What the service counts since it began. Threads share it. */
final class Statistics {
    private static final long MILLI = 1_000_000;

    private final LongSupplier nanoClock;
    private final long began;
    private final LongAdder scanned = new LongAdder();
    private final LongAdder scanNanos = new LongAdder();
    private final LongAdder waitNanos = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder denied = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder malicious = new LongAdder();
    private final LongAdder quotaWaits = new LongAdder();
    private final LongAdder quotaNanos = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final Histories samples;
    private final Histories queue;
    private final Histories refusals;

    Statistics(Clock clock, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.began = nanoClock.getAsLong();
        this.samples = new Histories(clock, true);
        this.queue = new Histories(clock, false);
        this.refusals = new Histories(clock, true);
    }

    /** Goes on with the histories of before a restart. */
    void recover(NodeJournal journal) {
        histories().forEach((name, history) -> history.recover(journal.minutes(name)));
    }

    /** Keeps what is new in the histories. */
    CompletableFuture<Boolean> keep(NodeJournal journal) {
        Map<String, NavigableMap<Long, Long>> news = new LinkedHashMap<>();
        histories().forEach((name, history) -> news.put(name, history.news()));
        return journal.keep(news).thenApply(kept -> {
            histories().forEach((name, history) -> history.kept(Objects.requireNonNull(news.get(name))));
            return kept;
        });
    }

    private Map<String, Histories> histories() {
        return Map.of("samples", samples, "queue", queue, "denied", refusals);
    }

    long now() {
        return nanoClock.getAsLong();
    }

    /** A sample was taken. */
    void accepted(long size) {
        accepted.increment();
        bytes.add(size);
    }

    /** A request was refused for lack of room, quota or right. */
    void denied() {
        denied.increment();
        refusals.add(1);
    }

    /** A sample was scanned. */
    void scanned(long waited, long scan, boolean failure, boolean bad) {
        scanned.increment();
        samples.add(1);
        waitNanos.add(waited);
        scanNanos.add(scan);
        if (failure) {
            failed.increment();
        }
        if (bad) {
            malicious.increment();
        }
    }

    void quotaWaited(long nanos) {
        quotaWaits.increment();
        quotaNanos.add(nanos);
    }

    void queueLength(long length) {
        queue.add(length);
    }

    Histories samples() {
        return samples;
    }

    Histories queue() {
        return queue;
    }

    Histories refusals() {
        return refusals;
    }

    /** Returns the keys of both generations (thunderstorm.md section 2.5); all are numbers. */
    Map<String, Object> status(long queued) {
        long count = scanned.sum();
        long refused = denied.sum();
        long all = refused + accepted.sum();
        Map<String, Object> keys = new LinkedHashMap<>();
        /* Clients take a service of zero seconds for none. */
        keys.put("uptime_seconds", Math.max(1, (now() - began) / (1_000 * MILLI)));
        keys.put("scanned_samples", count);
        keys.put("queued_async_requests", queued);
        keys.put("avg_scan_time_milliseconds", average(scanNanos.sum(), count));
        keys.put("avg_wait_time_milliseconds", average(waitNanos.sum(), count));
        keys.put("avg_total_time_milliseconds", average(scanNanos.sum() + waitNanos.sum(), count));
        keys.put("denied_requests", refused);
        keys.put("denied_request_proportion", all == 0 ? 0.0 : (double) refused / all);
        keys.put("quota_waits", quotaWaits.sum());
        keys.put("quota_wait_time_milliseconds", quotaNanos.sum() / MILLI);
        return keys;
    }

    private static long average(long nanos, long count) {
        return count == 0 ? 0 : nanos / count / MILLI;
    }

    /** Returns the counters for Prometheus. */
    Map<String, Number> counters() {
        Map<String, Number> counters = new LinkedHashMap<>();
        counters.put("samples_accepted_total", accepted.sum());
        counters.put("samples_scanned_total", scanned.sum());
        counters.put("samples_failed_total", failed.sum());
        counters.put("samples_malicious_total", malicious.sum());
        counters.put("sample_bytes_total", bytes.sum());
        counters.put("requests_denied_total", denied.sum());
        counters.put("quota_waits_total", quotaWaits.sum());
        counters.put("scan_seconds_total", scanNanos.sum() / 1e9);
        counters.put("wait_seconds_total", waitNanos.sum() / 1e9);
        return counters;
    }
}
