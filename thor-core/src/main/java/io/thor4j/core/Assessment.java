package io.thor4j.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one element (JSON v3 {@code THOR assessment}). Immutable, except that the element behind it still computes facts and
 * belongs to the scanning thread.
 *
 * @param meta its origin and level
 * @param message one line for people, such as {@code Malware file found}
 * @param score the combined score, 0 to 100; more only as a sum of {@link Scoring#THOR_10_6}
 * @param subject what was judged
 * @param reasons why, in the order to show; may be cut, an issue then says so
 * @param reasonCount how many reasons there were before the cut
 * @param context other objects that help to understand the subject, such as the archive around it
 * @param issues what could not be shown in full
 * @param element the live element, for hooks that want its content; null when the assessment was not made by a scan in this process
 */
public record Assessment(
        EventMeta meta,
        String message,
        int score,
        ObservedObject subject,
        List<Reason> reasons,
        int reasonCount,
        List<ContextObject> context,
        List<Issue> issues,
        @Nullable Element element) {
    /**
     * Makes the assessment; lists are copied.
     *
     * @throws IllegalArgumentException when the score is negative
     */
    public Assessment {
        if (score < 0) {
            throw new IllegalArgumentException("score " + score + " is negative");
        }
        reasons = List.copyOf(reasons);
        context = List.copyOf(context);
        issues = List.copyOf(issues);
    }

    /** Returns how loud the assessment is. */
    public Level level() {
        return meta.level();
    }

    /**
     * Another object and how it relates to the subject.
     *
     * @param object the other object
     * @param relations its relations, the most important first; text lines use only that one
     */
    public record ContextObject(ObservedObject object, List<Relation> relations) {
        /** Makes the entry; the list is copied. */
        public ContextObject {
            relations = List.copyOf(relations);
        }

        /**
         * Names the container that the subject came out of.
         *
         * @param object the direct parent
         * @return the entry with THOR's relation {@code derives from}, {@code parent}, unique
         */
        public static ContextObject parent(ObservedObject object) {
            return new ContextObject(object, List.of(new Relation("derives from", "parent", true)));
        }
    }

    /**
     * How a context object relates to the subject.
     *
     * @param type such as {@code derives from} or {@code related to}
     * @param name such as {@code parent}; prefixes the keys of text lines
     * @param unique true when a subject has at most one object of this relation
     */
    public record Relation(String type, String name, boolean unique) {}

    /**
     * Something that the assessment does not show in full.
     *
     * @param affected JSON pointer from the event's root, such as {@code /reasons}; null when it is about the whole event
     * @param category {@code truncated} or {@code out_of_range}
     * @param description what happened
     */
    public record Issue(@Nullable String affected, String category, String description) {
        /** Category: a value was cut. */
        public static final String TRUNCATED = "truncated";

        /** Category: a value cannot be represented. */
        public static final String OUT_OF_RANGE = "out_of_range";
    }
}
