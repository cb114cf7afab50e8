package io.thor4j.scan.ioc;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one element when STIX patterns ask. For one thread. */
interface StixFacts {
    /** Returns the texts of a property, hashes in lower case; empty when the element has none. */
    List<String> texts(StixProperty property);

    /** Returns a number, null when the element has none. */
    @Nullable
    Long number(StixProperty property);

    /** Returns a time, null when the element has none. */
    @Nullable
    Instant time(StixProperty property);
}
