package io.thor4j.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rule or indicator behind a reason, as JSON v3 shows it (reference/thor-scanner.md section 5.6). Immutable.
 *
 * @param score the sub-score, negative for a signature that speaks for the element
 * @param reference where to read more
 * @param origin who supplied it
 * @param kind what it is
 * @param date when the rule was written, as its author put it; null when unknown
 * @param tags rule tags
 * @param ruleName the rule's name; null for indicators
 * @param description what it finds; null when unknown
 * @param author who wrote it; null when unknown
 * @param id its stable id; null when it has none
 * @param falsePositives known benign matches
 */
public record Signature(
        int score,
        List<String> reference,
        Origin origin,
        SignatureKind kind,
        @Nullable String date,
        List<String> tags,
        @Nullable String ruleName,
        @Nullable String description,
        @Nullable String author,
        @Nullable String id,
        List<String> falsePositives) {
    /** Makes the signature; lists are copied. */
    public Signature {
        reference = List.copyOf(reference);
        tags = List.copyOf(tags);
        falsePositives = List.copyOf(falsePositives);
    }

    /**
     * Starts a signature.
     *
     * @param kind what it is
     * @param origin who supplied it
     * @param score its sub-score
     * @return a builder with everything else empty
     */
    public static Builder builder(SignatureKind kind, Origin origin, int score) {
        return new Builder(kind, origin, score);
    }

    /** Collects the parts of a {@link Signature}. For one thread. */
    public static final class Builder {
        private final SignatureKind kind;
        private final Origin origin;
        private final int score;
        private List<String> reference = List.of();
        private @Nullable String date;
        private List<String> tags = List.of();
        private @Nullable String ruleName;
        private @Nullable String description;
        private @Nullable String author;
        private @Nullable String id;
        private List<String> falsePositives = List.of();

        private Builder(SignatureKind kind, Origin origin, int score) {
            this.kind = kind;
            this.origin = origin;
            this.score = score;
        }

        /**
         * Sets the references.
         *
         * @param value where to read more
         * @return this
         */
        public Builder reference(List<String> value) {
            reference = List.copyOf(value);
            return this;
        }

        /**
         * Sets the rule's date.
         *
         * @param value as its author wrote it, or null
         * @return this
         */
        public Builder date(@Nullable String value) {
            date = value;
            return this;
        }

        /**
         * Sets the tags.
         *
         * @param value rule tags
         * @return this
         */
        public Builder tags(List<String> value) {
            tags = List.copyOf(value);
            return this;
        }

        /**
         * Sets the rule's name.
         *
         * @param value the name, or null
         * @return this
         */
        public Builder ruleName(@Nullable String value) {
            ruleName = value;
            return this;
        }

        /**
         * Sets the description.
         *
         * @param value what the signature finds, or null
         * @return this
         */
        public Builder description(@Nullable String value) {
            description = value;
            return this;
        }

        /**
         * Sets the author.
         *
         * @param value who wrote it, or null
         * @return this
         */
        public Builder author(@Nullable String value) {
            author = value;
            return this;
        }

        /**
         * Sets the id.
         *
         * @param value the stable id, or null
         * @return this
         */
        public Builder id(@Nullable String value) {
            id = value;
            return this;
        }

        /**
         * Sets known benign matches.
         *
         * @param value one text each
         * @return this
         */
        public Builder falsePositives(List<String> value) {
            falsePositives = List.copyOf(value);
            return this;
        }

        /** Returns the signature. */
        public Signature build() {
            return new Signature(
                    score, reference, origin, kind, date, tags, ruleName, description, author, id, falsePositives);
        }
    }
}
