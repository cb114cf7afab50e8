package io.thor4j.yara.compile;

import io.thor4j.yara.syntax.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a namespace knows so far: its rules, the rules it lost, its imports. Used by one thread. */
final class NamespaceScope {
    private final String name;
    private final int index;

    /** Sorted, so that a wildcard is a range. */
    private final TreeMap<String, Integer> rules = new TreeMap<>();

    private final TreeMap<String, String> missing = new TreeMap<>();
    private final Set<String> imports = new HashSet<>();
    private final Set<String> missingModules = new HashSet<>();
    private final Set<String> wildcards = new HashSet<>();

    NamespaceScope(String name, int index) {
        this.name = name;
        this.index = index;
    }

    String name() {
        return name;
    }

    int index() {
        return index;
    }

    @Nullable
    Integer rule(String identifier) {
        return rules.get(identifier);
    }

    Set<String> ruleNames() {
        return rules.keySet();
    }

    void addRule(String identifier, int rule) {
        rules.put(identifier, rule);
        missing.remove(identifier);
    }

    void removeRule(String identifier) {
        rules.remove(identifier);
    }

    /** Notes that a rule was left out, so that rules which need it can say why they are. */
    void addMissing(String identifier) {
        if (!rules.containsKey(identifier)) {
            missing.put(identifier, identifier);
        }
    }

    boolean isMissing(String identifier) {
        return missing.containsKey(identifier);
    }

    /** Returns a rule that was left out and fits the wildcard, null when none does. */
    @Nullable
    String missingWith(String prefix) {
        String first = missing.ceilingKey(prefix);
        return first != null && first.startsWith(prefix) ? first : null;
    }

    /** Returns the rules that a wildcard stands for, in no useful order. */
    List<Integer> rulesWith(String prefix) {
        List<Integer> result = new ArrayList<>();
        for (Map.Entry<String, Integer> entry : rules.tailMap(prefix, true).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            result.add(entry.getValue());
        }
        return result;
    }

    void addWildcard(Expr.Name set) {
        wildcards.add(set.name());
    }

    /** Returns the wildcard of an earlier rule that would have to include a new rule, null when there is none. */
    @Nullable
    String wildcardFor(String identifier) {
        if (wildcards.isEmpty()) {
            return null;
        }
        for (int length = 0; length <= identifier.length(); length++) {
            String prefix = identifier.substring(0, length);
            if (wildcards.contains(prefix)) {
                return prefix + "*";
            }
        }
        return null;
    }

    void addImport(String module) {
        imports.add(module);
        missingModules.remove(module);
    }

    void addMissingModule(String module) {
        missingModules.add(module);
    }

    boolean imports(String module) {
        return imports.contains(module);
    }

    boolean lacksModule(String module) {
        return missingModules.contains(module);
    }

    Set<String> imports() {
        return imports;
    }
}
