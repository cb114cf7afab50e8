package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.queue.NodeJournal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** One number a minute, as the histories of thunderstorm.md section 2.7 show it. Threads share it. */
final class Histories {
    private static final DateTimeFormatter KEY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    private static final long KEPT = NodeJournal.MINUTES;

    private final Clock clock;
    private final ZoneId zone;
    private final boolean sum;
    private long first;
    private long told;
    private final NavigableMap<Long, Long> minutes = new TreeMap<>();

    /**
     * Makes a history.
     *
     * @param sum whether numbers of one minute add up; else the largest counts
     */
    Histories(Clock clock, boolean sum) {
        this.clock = clock;
        this.zone = clock.getZone();
        this.sum = sum;
        this.first = minute();
        this.told = first;
    }

    /** Adds what was before a restart. */
    synchronized void recover(Map<Long, Long> before) {
        long now = minute();
        before.forEach((minute, value) -> {
            if (minute <= now && minute > now - KEPT) {
                minutes.merge(minute, value, sum ? Long::sum : Math::max);
                first = Math.min(first, minute);
            }
        });
    }

    /** Returns the minutes that are not kept yet. */
    synchronized NavigableMap<Long, Long> news() {
        return new TreeMap<>(minutes.tailMap(told));
    }

    /** Minutes are kept; the last of them will be news again, as it goes on. */
    synchronized void kept(NavigableMap<Long, Long> news) {
        if (!news.isEmpty()) {
            told = Math.max(told, news.lastKey());
        }
    }

    private long minute() {
        return Math.floorDiv(clock.millis(), 60_000L);
    }

    synchronized void add(long value) {
        long now = minute();
        minutes.merge(now, value, sum ? Long::sum : Math::max);
        minutes.headMap(now - KEPT).clear();
    }

    /**
     * Returns the numbers by the time at which their bucket begins.
     *
     * @param aggregate minutes of a bucket, less than 1 is 1; buckets begin at multiples of it, counted in local time
     * @param limit minutes back from now, less than 1 is no limit
     */
    synchronized Map<String, Long> show(long aggregate, long limit) {
        long width = Math.max(1, Math.min(aggregate, KEPT));
        long now = minute();
        long from = Math.max(first, now - KEPT);
        if (limit > 0 && limit < KEPT) {
            from = Math.max(from, now - limit + 1);
        }
        /* The offset of today's time zone aligns buckets to the local clock. */
        long shift = zone.getRules().getOffset(Instant.ofEpochSecond(now * 60)).getTotalSeconds() / 60;
        Map<String, Long> buckets = new LinkedHashMap<>();
        for (long at = Math.floorDiv(from + shift, width) * width - shift; at <= now; at += width) {
            long value = 0;
            for (long number : minutes.subMap(Math.max(from, at), at + width).values()) {
                value = sum ? value + number : Math.max(value, number);
            }
            buckets.put(KEY.format(Instant.ofEpochSecond(at * 60).atZone(zone)), value);
        }
        return buckets;
    }
}
