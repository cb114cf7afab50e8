package io.thor4j.core;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * How an element ended. Every element gets exactly one, and a limit is never reported as clean: an element that matched and hit a limit is
 * {@link Kind#INCOMPLETE} (its findings are in its assessment anyway). Immutable.
 *
 * @param kind which of the five ends
 * @param details names of the limits ({@link Limit#key()}) when incomplete, one short fixed text when skipped or failed, else empty.
 *     The texts are counted by the ledger, so they must not hold paths or numbers
 */
public record Outcome(Kind kind, List<String> details) {
    /** Everything was looked at, nothing matched. */
    public static final Outcome CLEAN = new Outcome(Kind.CLEAN, List.of());

    /** Everything was looked at, something matched. */
    public static final Outcome MATCHED = new Outcome(Kind.MATCHED, List.of());

    /**
     * Makes the outcome.
     *
     * @throws IllegalArgumentException when details are missing or not expected for the kind
     */
    public Outcome {
        details = List.copyOf(details);
        if (details.isEmpty() != (kind == Kind.CLEAN || kind == Kind.MATCHED)) {
            throw new IllegalArgumentException(kind + " with details " + details);
        }
    }

    /** The five ends of an element. */
    public enum Kind {
        /** Looked at in full, no reason found. */
        CLEAN,
        /** Looked at in full, at least one reason found. */
        MATCHED,
        /** A limit ended the work early. */
        INCOMPLETE,
        /** Left out on purpose. */
        SKIPPED,
        /** An error kept it from being looked at. */
        FAILED
    }

    /**
     * An element that hit limits.
     *
     * @param limits their names, at least one
     * @return the outcome, names sorted, each once
     */
    public static Outcome incomplete(Collection<String> limits) {
        return new Outcome(Kind.INCOMPLETE, List.copyOf(new TreeSet<>(limits)));
    }

    /**
     * An element that was left out on purpose.
     *
     * @param reason why, such as {@code excluded by pattern}
     * @return the outcome
     */
    public static Outcome skipped(String reason) {
        return new Outcome(Kind.SKIPPED, List.of(reason));
    }

    /**
     * An element that could not be looked at.
     *
     * @param reason why, such as {@code access denied}
     * @return the outcome
     */
    public static Outcome failed(String reason) {
        return new Outcome(Kind.FAILED, List.of(reason));
    }

    /**
     * The end of an element that was scanned without an error.
     *
     * @param matched whether there are reasons
     * @param limits the limits that were hit
     * @return incomplete when any limit was hit, else matched or clean
     */
    public static Outcome scanned(boolean matched, Collection<String> limits) {
        if (!limits.isEmpty()) {
            return incomplete(limits);
        }
        return matched ? MATCHED : CLEAN;
    }
}
