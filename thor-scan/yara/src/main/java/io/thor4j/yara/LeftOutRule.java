package io.thor4j.yara;

/**
 * A rule that is not in the compiled set, because it does not compile or because it needs one that does not. Immutable; threads may share
 * it.
 *
 * @param namespace the namespace of its source
 * @param name its name
 * @param isGlobal whether it was a global rule: without it the other rules of the namespace are reported more freely than their author meant
 * @param reason why, one line with position
 */
public record LeftOutRule(String namespace, String name, boolean isGlobal, String reason) {
    /** Returns {@code namespace:name: reason}. */
    @Override
    public String toString() {
        return namespace + ":" + name + ": " + reason;
    }
}
