package io.thor4j.threatintel.ecs;

import java.util.Objects;

/**
 * How events are mapped. Immutable.
 *
 * @param compatibility whose result is wanted
 * @param preserveOriginal whether the text that an event came as is kept in {@code event.original}
 */
public record EcsOptions(Compatibility compatibility, boolean preserveOriginal) {
    /** Whose result is wanted. */
    public enum Compatibility {
        /** Elastic's integrations, with their known defects: for dashboards and rules that were written for them. */
        ELASTIC,
        /** Ours: nothing is lost, severity and risk score, all rules, techniques, a typed field for every type. */
        THOR
    }

    /** Ours, without the original texts. */
    public static final EcsOptions DEFAULT = new EcsOptions(Compatibility.THOR, false);

    /** Checks what must be there. */
    public EcsOptions {
        Objects.requireNonNull(compatibility, "compatibility");
    }

    boolean elastic() {
        return compatibility == Compatibility.ELASTIC;
    }
}
