package io.thor4j.yara.scan;

import io.thor4j.yara.YaraLimits;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The searchers of threads that helped, kept for the next that helps: as many as helped at one time. May be shared by threads. */
final class SpareSearchers {
    private record Spare(PatternSearcher searcher, YaraLimits limits) {}

    private final ConcurrentLinkedQueue<Spare> spares = new ConcurrentLinkedQueue<>();

    /** Returns a searcher of these limits, for the calling thread until it is given back. */
    PatternSearcher take(PatternSet patterns, YaraLimits limits) {
        Spare spare = spares.poll();
        return spare != null && spare.limits.equals(limits) ? spare.searcher : new PatternSearcher(patterns, limits);
    }

    void giveBack(PatternSearcher searcher, YaraLimits limits) {
        spares.add(new Spare(searcher, limits));
    }
}
