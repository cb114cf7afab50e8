package io.thor4j.scan.ioc;

import io.thor4j.yara.pattern.TextRegex;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A part of a STIX pattern. Immutable, may be shared by threads. */
sealed interface StixExpression {
    /** Tells whether it holds; a property that the element does not have makes any comparison false. */
    boolean test(StixFacts facts);

    /**
     * Returns texts of which one must be a hash or the name of an element for which this holds, so that indicators are found by them; null
     * when there are none.
     */
    @Nullable
    Set<String> keys();

    /** All parts hold. */
    record And(List<StixExpression> parts) implements StixExpression {
        @Override
        public boolean test(StixFacts facts) {
            return parts.stream().allMatch(part -> part.test(facts));
        }

        @Override
        public @Nullable Set<String> keys() {
            Set<String> fewest = null;
            for (StixExpression part : parts) {
                Set<String> keys = part.keys();
                if (keys != null && (fewest == null || keys.size() < fewest.size())) {
                    fewest = keys;
                }
            }
            return fewest;
        }
    }

    /** One part holds. */
    record Or(List<StixExpression> parts) implements StixExpression {
        @Override
        public boolean test(StixFacts facts) {
            return parts.stream().anyMatch(part -> part.test(facts));
        }

        @Override
        public @Nullable Set<String> keys() {
            Set<String> all = new HashSet<>();
            for (StixExpression part : parts) {
                Set<String> keys = part.keys();
                if (keys == null) {
                    return null;
                }
                all.addAll(keys);
            }
            return all;
        }
    }

    /**
     * A text or hash is one of some.
     *
     * @param property what is compared
     * @param values what it is compared with; hashes in lower case
     * @param negated whether it must be none of them
     */
    record Equal(StixProperty property, Set<String> values, boolean negated) implements StixExpression {
        @Override
        public boolean test(StixFacts facts) {
            List<String> texts = facts.texts(property);
            return !texts.isEmpty() && texts.stream().anyMatch(values::contains) != negated;
        }

        @Override
        public @Nullable Set<String> keys() {
            boolean indexed = property == StixProperty.FILE_NAME || property.kind() == StixProperty.Kind.HASH;
            return indexed && !negated ? values : null;
        }
    }

    /**
     * A text is found by a pattern.
     *
     * @param property what is searched
     * @param regex what for
     * @param negated whether it must not be found
     */
    record Like(StixProperty property, TextRegex regex, boolean negated) implements StixExpression {
        @Override
        public boolean test(StixFacts facts) {
            List<String> texts = facts.texts(property);
            return !texts.isEmpty() && texts.stream().anyMatch(text -> regex.found(TextRegex.utf8(text))) != negated;
        }

        @Override
        public @Nullable Set<String> keys() {
            return null;
        }
    }

    /** The six ways to compare what has an order. */
    enum Order {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case UNEQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }

    /** A number has an order to another. */
    record NumberCheck(StixProperty property, Order order, long value) implements StixExpression {
        @Override
        public boolean test(StixFacts facts) {
            Long number = facts.number(property);
            return number != null && order.holds(Long.compare(number, value));
        }

        @Override
        public @Nullable Set<String> keys() {
            return null;
        }
    }

    /** A time has an order to another. */
    record TimeCheck(StixProperty property, Order order, Instant value) implements StixExpression {
        @Override
        public boolean test(StixFacts facts) {
            Instant time = facts.time(property);
            return time != null && order.holds(time.compareTo(value));
        }

        @Override
        public @Nullable Set<String> keys() {
            return null;
        }
    }
}
