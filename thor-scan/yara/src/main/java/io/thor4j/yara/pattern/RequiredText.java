package io.thor4j.yara.pattern;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds texts of which one stands in every match of a pattern, so that a search can look for them first. Texts are folded by
 * {@link TextRegex#fold}. Stateless.
 */
final class RequiredText {
    /* More texts, or longer ones, are not followed: they no longer help. */
    private static final int MAX_TEXTS = 32;
    private static final int MAX_LENGTH = 64;

    /**
     * What is known of a part of a pattern.
     *
     * @param exact all texts that it matches, folded, in Latin-1; null when they are too many
     * @param needed texts of which one stands in every match; null when there are none
     */
    private record Known(
            @Nullable Set<String> exact, @Nullable Set<String> needed) {
        private static final Known NOTHING = new Known(null, null);
        private static final Known EMPTY = new Known(Set.of(""), null);

        @Nullable
        Set<String> best() {
            return better(exact, needed);
        }
    }

    private RequiredText() {}

    /** Returns the texts in bytes; empty when nothing is needed for a match. */
    static List<byte[]> of(ReNode node) {
        Set<String> best = walk(node).best();
        List<byte[]> texts = new ArrayList<>();
        if (best != null && shortest(best) > 0) {
            best.forEach(text -> texts.add(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        return texts;
    }

    private static Known walk(ReNode node) {
        if (node instanceof ReNode.Leaf leaf) {
            return leaf(leaf.set);
        } else if (node instanceof ReNode.Concat concat) {
            return row(concat.parts());
        } else if (node instanceof ReNode.Alternation alternation) {
            return choice(alternation.choices());
        } else if (node instanceof ReNode.Repeat repeat) {
            return repeat(repeat);
        }
        return Known.EMPTY;
    }

    private static Known leaf(ByteSet set) {
        if (set.size() > 8) {
            return Known.NOTHING;
        }
        Set<String> texts = new LinkedHashSet<>();
        for (int value = 0; value < 256; value++) {
            if (set.contains(value)) {
                texts.add(String.valueOf((char) (TextRegex.fold((byte) value) & 0xff)));
            }
        }
        return new Known(texts, null);
    }

    private static Known row(List<ReNode> parts) {
        Set<String> run = Set.of("");
        Set<String> best = null;
        boolean whole = true;
        for (ReNode part : parts) {
            Known known = walk(part);
            Set<String> longer = known.exact() == null ? null : cross(run, known.exact());
            if (longer != null) {
                run = longer;
                continue;
            }
            whole = false;
            best = better(best, better(run, known.best()));
            run = known.exact() == null ? Set.of("") : known.exact();
        }
        return whole ? new Known(run, null) : new Known(null, better(best, run));
    }

    private static @Nullable Set<String> cross(Set<String> left, Set<String> right) {
        if (left.size() * right.size() > MAX_TEXTS) {
            return null;
        }
        Set<String> all = new LinkedHashSet<>();
        for (String begin : left) {
            for (String end : right) {
                if (begin.length() + end.length() > MAX_LENGTH) {
                    return null;
                }
                all.add(begin + end);
            }
        }
        return all;
    }

    private static Known choice(List<ReNode> choices) {
        Set<String> exact = new LinkedHashSet<>();
        Set<String> needed = new LinkedHashSet<>();
        boolean allExact = true;
        boolean allNeeded = true;
        for (ReNode choice : choices) {
            Known known = walk(choice);
            Set<String> best = known.best();
            allExact &= known.exact() != null;
            allNeeded &= best != null;
            if (known.exact() != null) {
                exact.addAll(known.exact());
            }
            if (best != null) {
                needed.addAll(best);
            }
        }
        boolean fewExact = allExact && exact.size() <= MAX_TEXTS;
        boolean fewNeeded = allNeeded && needed.size() <= 4 * MAX_TEXTS;
        return new Known(fewExact ? exact : null, fewNeeded ? needed : null);
    }

    private static Known repeat(ReNode.Repeat repeat) {
        Known body = walk(repeat.body());
        if (repeat.min() == 0) {
            return Known.NOTHING;
        }
        Set<String> run = Set.of("");
        for (int i = 0; i < repeat.min() && run != null && body.exact() != null; i++) {
            run = cross(run, body.exact());
        }
        if (run == null || body.exact() == null) {
            return new Known(null, body.best());
        }
        return repeat.min() == repeat.max() ? new Known(run, null) : new Known(null, run);
    }

    /* The longer the shortest text the better; of equals the fewer. */
    private static @Nullable Set<String> better(@Nullable Set<String> one, @Nullable Set<String> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int first = Math.min(shortest(one), 12);
        int second = Math.min(shortest(other), 12);
        if (first != second) {
            return first > second ? one : other;
        }
        return one.size() <= other.size() ? one : other;
    }

    private static int shortest(Set<String> texts) {
        return texts.stream().mapToInt(String::length).min().orElse(0);
    }
}
