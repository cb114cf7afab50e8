package io.thor4j.yara.compile;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Guesses what a misspelt name was meant to be. */
final class Suggestion {
    /** Names that are compared; a rule set may have very many, and a hint is not worth more. */
    private static final int MAX_CANDIDATES = 2_000;

    /** Longer names are not compared. */
    private static final int MAX_LENGTH = 64;

    private Suggestion() {}

    /** Returns {@code did you mean "x"?} for the nearest candidate, null when none is near. */
    static @Nullable String didYouMean(String name, Collection<String> candidates) {
        String best = nearest(name, candidates);
        return best == null ? null : "did you mean \"" + best + "\"?";
    }

    /** Returns the candidate that differs least, null when none differs by at most a third of the name. */
    static @Nullable String nearest(String name, Collection<String> candidates) {
        if (name.length() > MAX_LENGTH) {
            return null;
        }
        int limit = Math.max(1, name.length() / 3) + 1;
        String best = null;
        int seen = 0;
        for (String candidate : candidates) {
            if (++seen > MAX_CANDIDATES) {
                break;
            }
            if (candidate.length() <= MAX_LENGTH && Math.abs(candidate.length() - name.length()) < limit) {
                int distance = distance(name, candidate, limit);
                if (distance < limit) {
                    limit = distance;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Returns the Levenshtein distance regardless of case, or the limit when it is at least that. */
    private static int distance(String a, String b, int limit) {
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            int lowest = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int changed = previous[j - 1] + (same ? 0 : 1);
                current[j] = Math.min(changed, Math.min(previous[j], current[j - 1]) + 1);
                lowest = Math.min(lowest, current[j]);
            }
            if (lowest >= limit) {
                return limit;
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[b.length()];
    }
}
