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

    /** Returns how many letters are changed, missing, added or swapped with their neighbour, regardless of case; at most the limit. */
    private static int distance(String a, String b, int limit) {
        int[][] rows = new int[3][b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            rows[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = rows[i % 3];
            int[] above = rows[(i + 2) % 3];
            int[] twoAbove = rows[(i + 1) % 3];
            row[0] = i;
            int lowest = i;
            for (int j = 1; j <= b.length(); j++) {
                int best = above[j - 1] + (same(a, i - 1, b, j - 1) ? 0 : 1);
                best = Math.min(best, Math.min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && same(a, i - 1, b, j - 2) && same(a, i - 2, b, j - 1)) {
                    best = Math.min(best, twoAbove[j - 2] + 1);
                }
                row[j] = best;
                lowest = Math.min(lowest, best);
            }
            // A swap may reach over one row, so the row's lowest can still fall by one.
            if (lowest > limit) {
                return limit;
            }
        }
        return rows[a.length() % 3][b.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
