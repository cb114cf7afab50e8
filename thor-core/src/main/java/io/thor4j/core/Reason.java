package io.thor4j.core;

import java.util.List;

/**
 * One signature's match on an element. Immutable.
 *
 * @param summary one line for people, such as {@code YARA rule X / description}
 * @param signature what matched; its score is the sub-score of this reason
 * @param matched the matched strings in the order to show, empty when the signature has none
 */
public record Reason(String summary, Signature signature, List<MatchedString> matched) {
    /** Makes the reason; the list is copied. */
    public Reason {
        matched = List.copyOf(matched);
    }
}
