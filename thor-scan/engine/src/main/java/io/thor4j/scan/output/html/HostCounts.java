package io.thor4j.scan.output.html;

import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the logs of one host hold. For one thread. */
final class HostCounts {
    /** Scans of a host that are named; ours. */
    private static final int MAX_SCANS = 20;

    private final Map<Level, Long> counts = new EnumMap<>(Level.class);
    private final Set<String> scans = new LinkedHashSet<>();
    private @Nullable OffsetDateTime first;
    private @Nullable OffsetDateTime last;

    void add(EventMeta meta, Level level) {
        counts.merge(level, 1L, Long::sum);
        if (scans.size() < MAX_SCANS && !meta.scanId().isEmpty()) {
            scans.add(meta.scanId());
        }
        OffsetDateTime earliest = first;
        OffsetDateTime latest = last;
        first = earliest == null || meta.time().isBefore(earliest) ? meta.time() : earliest;
        last = latest == null || meta.time().isAfter(latest) ? meta.time() : latest;
    }

    long count(Level level) {
        return counts.getOrDefault(level, 0L);
    }

    String scans() {
        return String.join(" ", scans);
    }

    @Nullable
    OffsetDateTime first() {
        return first;
    }

    @Nullable
    OffsetDateTime last() {
        return last;
    }
}
