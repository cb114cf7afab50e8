package io.thor4j.core;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts elements and how they ended, so that nothing gets lost between "seen" and "clean". May be shared by threads. */
public final class CoverageLedger {
    /** Distinct reasons kept for each outcome; further ones are counted together. Keeps hostile input from filling memory. */
    static final int MAX_REASONS = 1_000;

    static final String OTHER = "(other reasons)";

    private final Object lock = new Object();
    private final Map<Outcome.Kind, Long> outcomes = new EnumMap<>(Outcome.Kind.class);
    private final Map<Outcome.Kind, Map<String, Long>> reasons = new EnumMap<>(Outcome.Kind.class);
    private long seen;

    /** Makes an empty ledger. */
    public CoverageLedger() {}

    /**
     * Adds the counts of an earlier part of the same scan.
     *
     * @param earlier its ledger
     */
    public void add(Snapshot earlier) {
        synchronized (lock) {
            seen += earlier.elementsSeen();
            earlier.outcomes().forEach((kind, count) -> outcomes.merge(kind, count, Long::sum));
            earlier.reasons().forEach((kind, counts) -> {
                Map<String, Long> known = reasons.computeIfAbsent(kind, any -> new TreeMap<>());
                counts.forEach((reason, count) -> known.merge(reason, count, Long::sum));
            });
        }
    }

    /** Counts an element that was met. */
    public void seen() {
        synchronized (lock) {
            seen++;
        }
    }

    /**
     * Counts the end of an element that was counted by {@link #seen()} before.
     *
     * @param outcome how it ended
     */
    public void ended(Outcome outcome) {
        synchronized (lock) {
            outcomes.merge(outcome.kind(), 1L, Long::sum);
            if (!outcome.details().isEmpty()) {
                Map<String, Long> counts = reasons.computeIfAbsent(outcome.kind(), kind -> new TreeMap<>());
                for (String detail : outcome.details()) {
                    boolean known = counts.containsKey(detail) || counts.size() < MAX_REASONS;
                    counts.merge(known ? detail : OTHER, 1L, Long::sum);
                }
            }
        }
    }

    /** Returns the counts of this moment, consistent with each other. */
    public Snapshot snapshot() {
        synchronized (lock) {
            Map<Outcome.Kind, Long> totals = new EnumMap<>(Outcome.Kind.class);
            Map<Outcome.Kind, Map<String, Long>> details = new EnumMap<>(Outcome.Kind.class);
            for (Outcome.Kind kind : Outcome.Kind.values()) {
                totals.put(kind, outcomes.getOrDefault(kind, 0L));
                details.put(kind, Collections.unmodifiableMap(new TreeMap<>(reasons.getOrDefault(kind, Map.of()))));
            }
            return new Snapshot(seen, Collections.unmodifiableMap(totals), Collections.unmodifiableMap(details));
        }
    }

    /**
     * The ledger at one moment. Immutable.
     *
     * @param elementsSeen elements met
     * @param outcomes how many ended in each way; every kind has an entry
     * @param reasons for each kind, how often each limit or reason was named; an element that hit two limits counts in both
     */
    public record Snapshot(
            long elementsSeen, Map<Outcome.Kind, Long> outcomes, Map<Outcome.Kind, Map<String, Long>> reasons) {
        /**
         * Returns how many elements ended in one way.
         *
         * @param kind the end
         * @return the count
         */
        public long count(Outcome.Kind kind) {
            return outcomes.getOrDefault(kind, 0L);
        }

        /** Returns the sum of all outcomes. */
        public long elementsEnded() {
            return outcomes.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Tells whether every element that was seen has exactly one outcome; false while a scan runs. */
        public boolean balanced() {
            return elementsSeen == elementsEnded();
        }

        /** Returns one line for people: {@code 3 elements: 1 clean, 0 matched, 1 incomplete (max-file-size 1), ...}. */
        public String summary() {
            String parts = outcomes.entrySet().stream()
                    .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT)
                            + reasonText(entry.getKey()))
                    .collect(Collectors.joining(", "));
            String open = balanced() ? "" : ", " + (elementsSeen - elementsEnded()) + " without an outcome";
            return elementsSeen + " elements: " + parts + open;
        }

        private String reasonText(Outcome.Kind kind) {
            Map<String, Long> counts = reasons.getOrDefault(kind, Map.of());
            return counts.isEmpty()
                    ? ""
                    : counts.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ", " (", ")"));
        }
    }
}
