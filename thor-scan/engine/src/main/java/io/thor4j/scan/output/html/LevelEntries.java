package io.thor4j.scan.output.html;

import java.util.ArrayList;
import java.util.List;

/** The entries of one level, as many as are shown. For one thread. */
final class LevelEntries {
    /** Characters of all entries of a level that are kept; ours: five levels of them fit a heap of 512 MB well. */
    private static final int MAX_CHARS = 12 << 20;

    private final int most;
    private final List<String> entries = new ArrayList<>();
    private long count;
    private int chars;

    LevelEntries(int most) {
        this.most = most;
    }

    /** Counts an event, and tells whether there is room to show it. */
    boolean next() {
        count++;
        return entries.size() < most && chars < MAX_CHARS;
    }

    void add(String entry) {
        entries.add(entry);
        chars += entry.length();
    }

    List<String> entries() {
        return entries;
    }

    long count() {
        return count;
    }
}
