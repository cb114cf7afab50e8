package io.thor4j.benchmarks;

import io.thor4j.core.Secret;
import io.thor4j.threatintel.feed.FeedSync;
import io.thor4j.threatintel.feed.ThreatConnectFeed;
import io.thor4j.threatintel.store.ExpiryPolicy;
import io.thor4j.threatintel.store.IndicatorStore;
import io.thor4j.threatintel.threatconnect.ThreatConnectClient;
import io.thor4j.threatintel.threatconnect.ThreatConnectCredentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Records a simulated year of a large feed: indicators appear, change, are deactivated, deleted, made again, given to another owner, marked
 * as false positives, and expire, also while a run reads them. After every step the store's active set is compared with what it should be,
 * indicator by indicator: owner, id and version of each, none twice, none missing. Used by one thread.
 */
public final class FeedYear {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration URL_LIFETIME = Duration.ofDays(200);
    private static final int YEAR_SECONDS = 365 * 24 * 3600;
    private static final double MIB = 1024 * 1024;

    private final int indicators;
    private final Consumer<String> out;
    private final LongSupplier size;
    private final FeedPlatform platform;
    private final IndicatorStore store;
    private final FeedSync sync;
    private final long without;
    private long highest;
    private long compared;
    private long compareNanos;

    private FeedYear(String url, int indicators, LongSupplier size, Consumer<String> out) {
        this.indicators = indicators;
        this.out = out;
        this.size = size;
        platform = new FeedPlatform(indicators, START, (int) URL_LIFETIME.toSeconds());
        without = live();
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return platform.now();
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }
        };
        ThreatConnectClient client = ThreatConnectClient.builder(
                        URI.create("https://platform.invalid"),
                        ThreatConnectCredentials.hmac("1", Secret.of("year")),
                        platform)
                .clock(clock)
                .build();
        store = IndicatorStore.open(url, new ExpiryPolicy(Map.of("URL", URL_LIFETIME), null, false), clock);
        sync = new FeedSync(new ThreatConnectFeed("tc", client, List.of(), "", null, true), store, any -> {});
    }

    /**
     * Runs the year.
     *
     * @param url the store's database, which is empty
     * @param indicators how many there are
     * @param steps how many times the feed is read and compared, over the year
     * @param size tells how many bytes the store has
     * @param out takes the lines of the record
     * @throws IllegalStateException when the store does not hold what it should
     */
    public static void run(String url, int indicators, int steps, LongSupplier size, Consumer<String> out) {
        FeedYear year = new FeedYear(url, indicators, size, out);
        try (IndicatorStore open = year.store) {
            Objects.requireNonNull(open);
            year.begin();
            year.steps(steps);
        }
    }

    /* An import: three thousand a second, which is more than a page. */
    private void begin() {
        int first = indicators - indicators / 20;
        for (int item = 0; item < first; item++) {
            if (item % 3000 == 0) {
                platform.advance(1);
            }
            platform.put(item);
        }
        platform.advance(3600);
        long start = System.nanoTime();
        sync.run();
        double seconds = seconds(System.nanoTime() - start);
        compare("the first run");
        out.accept(String.format(
                Locale.ROOT,
                "%d indicators: first run in %.1f s, %.0f rows/s, store %.0f MiB, heap after collection %.1f MiB",
                first,
                seconds,
                first / seconds,
                size.getAsLong() / MIB,
                (live() - without) / MIB));
    }

    private void steps(int steps) {
        int appear = indicators - indicators / 20;
        long readNanos = 0;
        long rows = 0;
        long began = platform.changes();
        for (int step = 1; step <= steps; step++) {
            // One of four changes in a year.
            int changes = Math.max(10, indicators / 4 / steps);
            int until = indicators - indicators / 20 + (int) ((long) indicators / 20 * step / steps);
            int batches = Math.max(1, changes / 100);
            for (int batch = 0; batch < batches; batch++) {
                platform.advance(Math.max(1, YEAR_SECONDS / steps / batches));
                for (int i = 0; i < changes / batches; i++) {
                    platform.changeOne(appear);
                }
                int more = appear + (until - appear) * (batch + 1) / batches;
                for (; appear < more; appear++) {
                    platform.put(appear);
                }
            }
            platform.changeDuringAnswers(20);
            long start = System.nanoTime();
            rows += (step == steps / 2 ? sync.reconcile() : sync.run()).indicators();
            platform.changeDuringAnswers(0);
            rows += sync.run().indicators();
            readNanos += System.nanoTime() - start;
            compare("step " + step);
            highest = Math.max(highest, live() - without);
        }
        out.accept(String.format(
                Locale.ROOT,
                "  %d steps of a year, one of them a full run: %d changes, %d rows read in %.1f s, %.0f rows/s",
                steps,
                platform.changes() - began,
                rows,
                seconds(readNanos),
                rows / seconds(readNanos)));
        out.accept(String.format(
                Locale.ROOT,
                "  active set equal after each of %d runs: %d rows compared in %.1f s, %.0f rows/s",
                steps + 1,
                compared,
                seconds(compareNanos),
                compared / seconds(compareNanos)));
        out.accept(String.format(
                Locale.ROOT,
                "  in the end %d active, store %.0f MiB, heap after collection at most %.1f MiB",
                platform.activeCount(),
                size.getAsLong() / MIB,
                highest / MIB));
    }

    private void compare(String when) {
        long start = System.nanoTime();
        BitSet seen = new BitSet(indicators);
        store.forEachActive(stored -> {
            var indicator = stored.indicator();
            int item = FeedPlatform.number(indicator.type(), indicator.value());
            String wrong = seen.get(item)
                    ? "it is there twice"
                    : platform.wrong(
                            item, indicator.owner(), String.valueOf(indicator.sourceId()), indicator.modified());
            if (wrong != null || !FeedPlatform.type(item).equals(indicator.type())) {
                throw new IllegalStateException("after " + when + ": " + indicator.key() + ": " + wrong);
            }
            seen.set(item);
        });
        int found = seen.cardinality();
        if (found != platform.activeCount() || found != store.activeCount()) {
            throw new IllegalStateException(
                    "after " + when + ": " + found + " active ones of " + platform.activeCount());
        }
        compared += found;
        compareNanos += System.nanoTime() - start;
    }

    private static double seconds(long nanos) {
        return Math.max(nanos, TimeUnit.MILLISECONDS.toNanos(1)) / 1e9;
    }

    private static long live() {
        for (int i = 0; i < 2; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
