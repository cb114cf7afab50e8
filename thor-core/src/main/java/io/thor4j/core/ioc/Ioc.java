package io.thor4j.core.ioc;

import java.util.List;

/**
 * One indicator of compromise. Immutable.
 *
 * @param kind what it is compared with
 * @param pattern its value; for hashes and hosts always compared as a whole, whatever the pattern says
 * @param note score, description, source
 * @param falsePositives what must not be found in a text that matches, for it to count
 */
public record Ioc(IocKind kind, IocPattern pattern, IocNote note, List<IocPattern> falsePositives) {
    /** Makes the indicator; the list is copied. */
    public Ioc {
        falsePositives = List.copyOf(falsePositives);
    }

    /** Returns the text of the pattern. */
    public String value() {
        return pattern.text();
    }
}
