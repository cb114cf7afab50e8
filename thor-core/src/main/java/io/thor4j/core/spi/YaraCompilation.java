package io.thor4j.core.spi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a compiler made of rule sources. Immutable.
 *
 * @param engine who compiled the rules and runs them, for reports: {@code thor}, {@code libyara 4.2}
 * @param rules the rules that compiled, private and global ones too, in the order of declaration
 * @param leftOut the rules that are not in the set although the sources have them
 * @param diagnostics what the compiler had to say, in the order of the sources
 * @param externals the external variables with their values: {@link Long}, {@link Double}, {@link Boolean} or {@link String}
 */
public record YaraCompilation(
        String engine,
        List<YaraRuleInfo> rules,
        List<LeftOut> leftOut,
        List<Diagnostic> diagnostics,
        Map<String, Object> externals) {
    /** Makes the answer; lists and map are copied. */
    public YaraCompilation {
        rules = List.copyOf(rules);
        leftOut = List.copyOf(leftOut);
        diagnostics = List.copyOf(diagnostics);
        externals = Map.copyOf(externals);
    }

    /**
     * A rule that is not in the set, because it does not compile or because it needs one that does not.
     *
     * @param namespace the namespace of its source
     * @param name its name
     * @param reason why, one line with position
     */
    public record LeftOut(String namespace, String name, String reason) {
        /** Returns {@code namespace:name: reason}. */
        @Override
        public String toString() {
            return namespace + ":" + name + ": " + reason;
        }
    }

    /**
     * One thing that the compiler has to say.
     *
     * @param isError true when something is left out for it, false for a warning
     * @param source the source's name
     * @param line line in the source, from 1
     * @param column column in bytes, from 1; 0 when the engine does not know
     * @param rule the rule's name, null when the place is outside any rule or the engine does not know
     * @param message what is wrong
     */
    public record Diagnostic(
            boolean isError,
            String source,
            int line,
            int column,
            @Nullable String rule,
            String message) {
        /** Returns {@code source:line:column: error: message}, one line. */
        @Override
        public String toString() {
            return source + ":" + line + (column == 0 ? "" : ":" + column) + ": " + (isError ? "error: " : "warning: ")
                    + (rule == null ? "" : "rule " + rule + ": ") + message;
        }
    }
}
