package io.thor4j.scan.ioc;

import java.util.ArrayList;
import java.util.List;

/** Collects STIX indicators; {@link IocFileReader#readStix} fills it. For one thread. */
public final class StixSetBuilder {
    private final List<StixIndicator> indicators = new ArrayList<>();

    StixSetBuilder() {}

    void add(StixIndicator indicator) {
        indicators.add(indicator);
    }

    /** Returns the set. */
    public StixSet build() {
        return new StixSet(indicators);
    }
}
