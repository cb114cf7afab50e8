package io.thor4j.benchmarks.compare;

import java.util.Collection;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an engine says about one file.
 *
 * @param rules the rules that match, {@code namespace:name}, sorted
 * @param stopped what the engine gave no answer for, with the reason: rules, or {@link #EVERYTHING}
 */
record Answer(Set<String> rules, SortedMap<String, String> stopped) {
    /** Stands for all rules where an engine gave up a whole scan. */
    static final String EVERYTHING = "";

    static Answer of(Collection<String> rules) {
        return new Answer(new TreeSet<>(rules), new TreeMap<>());
    }

    static Answer stopped(Collection<String> rules, String reason) {
        Answer answer = of(rules);
        answer.stopped.put(EVERYTHING, reason);
        return answer;
    }

    /** Tells whether the engine said itself that it has no answer for a rule. */
    boolean isOpen(String rule) {
        return stopped.containsKey(EVERYTHING) || stopped.containsKey(rule);
    }
}
