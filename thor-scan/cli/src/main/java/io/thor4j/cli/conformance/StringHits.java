package io.thor4j.cli.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where each string of each rule was found, as records and engine are compared: rule, then string identifier, then {@code [offset,
 * length]} by offset. Strings without matches are not in it. Anonymous strings share one entry {@code $}: the records number them, the
 * engine does not.
 */
record StringHits(Map<String, Map<String, List<Hit>>> byRule) {
    /** One match. */
    record Hit(long offset, long length) {
        @Override
        public String toString() {
            return "[" + offset + "," + length + "]";
        }
    }

    /** Collects hits. Used by one thread. */
    static final class Collector {
        private final Map<String, Map<String, List<Hit>>> byRule = new TreeMap<>();

        void rule(String rule) {
            byRule.computeIfAbsent(rule, r -> new TreeMap<>());
        }

        void hit(String rule, String identifier, long offset, long length) {
            String name = identifier.startsWith("$#") ? "$" : identifier;
            byRule.computeIfAbsent(rule, r -> new TreeMap<>())
                    .computeIfAbsent(name, s -> new ArrayList<>())
                    .add(new Hit(offset, length));
        }

        StringHits build() {
            for (Map<String, List<Hit>> strings : byRule.values()) {
                strings.values()
                        .forEach(hits ->
                                hits.sort(Comparator.comparingLong(Hit::offset).thenComparingLong(Hit::length)));
            }
            return new StringHits(byRule);
        }
    }

    /** Reads {@code {"rule": {"$a": [[offset, length], ...]}}}. */
    static StringHits read(JsonObject recorded) {
        Collector collector = new Collector();
        for (Map.Entry<String, Object> rule : recorded.fields().entrySet()) {
            if (!(rule.getValue() instanceof Map<?, ?> strings)) {
                throw new BadCaseException("matches of rule " + rule.getKey() + " are not an object");
            }
            collector.rule(rule.getKey());
            strings.forEach((identifier, hits) -> readHits(collector, rule.getKey(), String.valueOf(identifier), hits));
        }
        return collector.build();
    }

    private static void readHits(Collector collector, String rule, String identifier, Object hits) {
        if (!(hits instanceof List<?> list)) {
            throw new BadCaseException("matches of " + identifier + " are not a list");
        }
        for (Object hit : list) {
            if (hit instanceof List<?> pair
                    && pair.size() == 2
                    && pair.get(0) instanceof Long offset
                    && pair.get(1) instanceof Long length) {
                collector.hit(rule, identifier, offset, length);
            } else {
                throw new BadCaseException("a match of " + identifier + " is not [offset, length]");
            }
        }
    }

    /** Returns only rules that have hits. */
    Map<String, Map<String, List<Hit>>> nonEmpty() {
        Map<String, Map<String, List<Hit>>> kept = new TreeMap<>(byRule);
        kept.values().removeIf(Map::isEmpty);
        return kept;
    }

    /** Returns these hits with at most as many of each string as {@code other} has: for records that list only the first ones. */
    StringHits cutLike(StringHits other) {
        Map<String, Map<String, List<Hit>>> cut = new TreeMap<>();
        byRule.forEach((rule, strings) -> {
            Map<String, List<Hit>> cutStrings = new TreeMap<>();
            strings.forEach((identifier, hits) -> {
                List<Hit> reference = other.byRule.getOrDefault(rule, Map.of()).getOrDefault(identifier, List.of());
                cutStrings.put(
                        identifier,
                        reference.isEmpty() ? hits : hits.subList(0, Math.min(hits.size(), reference.size())));
            });
            cut.put(rule, cutStrings);
        });
        return new StringHits(cut);
    }
}
