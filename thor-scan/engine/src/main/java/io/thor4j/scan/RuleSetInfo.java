package io.thor4j.scan;

import io.thor4j.core.Origin;
import java.util.List;

/**
 * Which rules a scan used, for its report: "nothing found" says little without it. Immutable.
 *
 * @param name the folder or file, or {@code rules} for a set that the caller compiled
 * @param origin who supplied it
 * @param digest SHA-256 of the sources, or of the saved set when the caller compiled it; lower-case hex
 * @param rules how many rules are in the set, private ones too
 * @param leftOut what is not in it, and why
 */
public record RuleSetInfo(String name, Origin origin, String digest, int rules, List<LeftOut> leftOut) {
    /** Makes the information; the list is copied. */
    public RuleSetInfo {
        leftOut = List.copyOf(leftOut);
    }
}
