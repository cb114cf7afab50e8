package io.thor4j.thunderstorm.collector;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts while a collection runs. Threads share it. */
final class CollectionTally {
    private long seen;
    private long sent;
    private long sentBefore;
    private long skipped;
    private long failed;
    private long suspicious;
    private long bytes;
    private int unreachable;
    private final Map<String, Long> reasons = new HashMap<>();

    synchronized void seen() {
        seen++;
    }

    synchronized void sent(long size) {
        sent++;
        bytes += size;
        unreachable = 0;
    }

    synchronized void sentBefore() {
        sentBefore++;
    }

    synchronized void skipped(String reason) {
        skipped++;
        reasons.merge(reason, 1L, Long::sum);
    }

    synchronized void failed(String reason) {
        failed++;
        reasons.merge(reason, 1L, Long::sum);
    }

    synchronized void suspicious() {
        suspicious++;
    }

    /** Returns how many files in a row did not reach the server, this one counted. */
    synchronized int unreachable() {
        return ++unreachable;
    }

    /** Returns the counts as the collectors' markers name them (thunderstorm.md section 6). */
    synchronized Map<String, Long> stats(Duration elapsed) {
        Map<String, Long> stats = new LinkedHashMap<>();
        stats.put("scanned", seen);
        stats.put("submitted", sent);
        stats.put("skipped", skipped + sentBefore);
        stats.put("failed", failed);
        stats.put("elapsed_seconds", elapsed.toSeconds());
        return stats;
    }

    synchronized CollectionReport report(Duration elapsed, @Nullable String interruption) {
        return new CollectionReport(
                seen, sent, sentBefore, skipped, failed, suspicious, bytes, elapsed, reasons, interruption);
    }
}
