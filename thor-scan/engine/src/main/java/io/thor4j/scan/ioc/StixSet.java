package io.thor4j.scan.ioc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** STIX indicators, found by the hash or name that they ask for where they do. Immutable, may be shared by threads. */
public final class StixSet {
    private final List<StixIndicator> all;
    private final Map<String, List<StixIndicator>> byKey;
    private final List<StixIndicator> others;

    StixSet(Collection<StixIndicator> indicators) {
        this.all = List.copyOf(indicators);
        this.byKey = new HashMap<>();
        this.others = new ArrayList<>();
        for (StixIndicator indicator : all) {
            Set<String> keys = indicator.expression().keys();
            if (keys == null) {
                others.add(indicator);
            } else {
                keys.forEach(key ->
                        byKey.computeIfAbsent(key, any -> new ArrayList<>(1)).add(indicator));
            }
        }
    }

    /** Starts a set. */
    public static StixSetBuilder builder() {
        return new StixSetBuilder();
    }

    /** Returns how many indicators there are. */
    public int size() {
        return all.size();
    }

    /** Returns the indicators that hold for an element, in their order. */
    List<StixIndicator> find(StixFacts facts) {
        Set<StixIndicator> candidates = new LinkedHashSet<>(others);
        if (!byKey.isEmpty()) {
            for (StixProperty property : StixProperty.values()) {
                if (property == StixProperty.FILE_NAME || property.kind() == StixProperty.Kind.HASH) {
                    facts.texts(property).forEach(text -> candidates.addAll(byKey.getOrDefault(text, List.of())));
                }
            }
        }
        return candidates.stream()
                .filter(indicator -> indicator.expression().test(facts))
                .toList();
    }

    /** Returns the number of indicators. */
    @Override
    public String toString() {
        return "stix " + all.size();
    }
}
