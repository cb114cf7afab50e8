package io.thor4j.yara.eval;

/** What a scan may leave out because it cannot change the answer; results are the same, tests compare. */
public enum Pruning {
    /** Nothing: all strings are searched and every condition is evaluated. */
    NONE,
    /** Rules that cannot hold for the kind of file, and rules that no match has touched. */
    GATES,
    /** Those, and strings that say nothing because the triggers of their rule are not there. */
    ALL
}
