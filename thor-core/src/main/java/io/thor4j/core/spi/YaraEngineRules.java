package io.thor4j.core.spi;

import java.util.List;

/**
 * Rules that an engine compiled. Immutable; threads share it, each with its own {@link #scanner()}. What is forgotten instead of closed must
 * not leak.
 */
public interface YaraEngineRules extends AutoCloseable {
    /** Returns what the compiler made of the sources. */
    YaraCompilation compilation();

    /**
     * Returns a scanner for use by one thread.
     *
     * @throws IllegalStateException when the rules are closed
     */
    YaraEngineScanner scanner();

    /** Returns the rules that compiled, private and global ones too, in the order of declaration. */
    default List<YaraRuleInfo> rules() {
        return compilation().rules();
    }

    /** Gives up what the rules hold; scanners that are open keep working. Does nothing the second time, and nothing by default. */
    @Override
    default void close() {}
}
