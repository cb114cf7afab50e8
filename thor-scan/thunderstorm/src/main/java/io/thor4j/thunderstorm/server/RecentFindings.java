package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.queue.NodeJournal;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;

/**
 * The findings of the samples that matched last, for the landing page: of this node since its start, or of all nodes that share a database.
 * Bounded. Threads share it.
 */
final class RecentFindings {
    /** How many samples are asked for when nothing is said. */
    static final int DEFAULT_LIMIT = 20;

    /** How many samples are kept. */
    static final int MAX_SAMPLES = NodeJournal.FINDINGS;

    /** Characters of all that are kept, where there is more than one: a finding may have very many matches. */
    private static final long MAX_CHARACTERS = 4L << 20;

    private final Deque<String> newestFirst = new ArrayDeque<>();
    private final Clock clock;
    private long characters;

    RecentFindings(Clock clock) {
        this.clock = clock;
    }

    /**
     * Keeps what was found in a sample; nothing when nothing was.
     *
     * @param journal has it instead, when nodes share one
     */
    void add(ScanAnswer answer, NodeJournal journal) {
        if (answer.highest() == null) {
            return;
        }
        // Without the list's brackets, to be joined.
        String findings = answer.v3().substring(1, answer.v3().length() - 1);
        if (journal.isShared()) {
            journal.found(clock.millis(), findings);
        } else {
            add(findings);
        }
    }

    private synchronized void add(String findings) {
        newestFirst.addFirst(findings);
        characters += findings.length();
        while (newestFirst.size() > MAX_SAMPLES || (characters > MAX_CHARACTERS && newestFirst.size() > 1)) {
            characters -= newestFirst.removeLast().length();
        }
    }

    /** Returns the findings of the last samples as a JSON list in the form of THOR 11; a limit below 1 is taken as 1. */
    String show(long limit, NodeJournal journal) {
        int samples = (int) Math.max(1, Math.min(limit, MAX_SAMPLES));
        StringJoiner list = new StringJoiner(",", "[", "]");
        (journal.isShared() ? journal.findings(samples) : newest(samples)).forEach(list::add);
        return list.toString();
    }

    private synchronized List<String> newest(int samples) {
        return newestFirst.stream().limit(samples).toList();
    }
}
