package io.thor4j.thunderstorm.server;

import io.thor4j.thunderstorm.server.result.ScanAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.StringJoiner;

/** The findings of the samples that matched last, of this node since its start, for the landing page. Bounded. Threads share it. */
final class RecentFindings {
    /** How many samples are asked for when nothing is said. */
    static final int DEFAULT_LIMIT = 20;

    /** How many samples are kept. */
    static final int MAX_SAMPLES = 100;

    /** Characters of all that are kept, where there is more than one: a finding may have very many matches. */
    private static final long MAX_CHARACTERS = 4L << 20;

    private final Deque<String> newestFirst = new ArrayDeque<>();
    private long characters;

    /** Keeps what was found in a sample; nothing when nothing was. */
    synchronized void add(ScanAnswer answer) {
        if (answer.highest() == null) {
            return;
        }
        // Without the list's brackets, to be joined.
        String findings = answer.v3().substring(1, answer.v3().length() - 1);
        newestFirst.addFirst(findings);
        characters += findings.length();
        while (newestFirst.size() > MAX_SAMPLES || (characters > MAX_CHARACTERS && newestFirst.size() > 1)) {
            characters -= newestFirst.removeLast().length();
        }
    }

    /** Returns the findings of the last samples as a JSON list in the form of THOR 11; a limit below 1 is taken as 1. */
    synchronized String show(long limit) {
        StringJoiner list = new StringJoiner(",", "[", "]");
        newestFirst.stream().limit(Math.max(1, limit)).forEach(list::add);
        return list.toString();
    }
}
