package io.thor4j.yara.compile;

import io.thor4j.yara.eval.RuleImage;
import io.thor4j.yara.syntax.Expr;
import io.thor4j.yara.syntax.Position;
import io.thor4j.yara.syntax.StringDecl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The strings of the rule being compiled, and how its condition uses each. Used by one thread. */
final class StringTable {
    /** Strings in a rule (libyara libyara.h:82). */
    private static final int MAX_STRINGS = 10_000;

    /** No constant offset has been asked for yet. */
    private static final long NOT_ASKED = -2;

    /** Asked for elsewhere too, so every match counts. */
    private static final long EVERYWHERE = -1;

    private final List<StringDecl> strings;
    private final Map<String, Integer> byName = new HashMap<>();
    private final boolean[] referenced;
    private final boolean[] allMatches;
    private final long[] fixedOffset;

    StringTable(String rule, Position rulePosition, List<StringDecl> strings) throws RuleError {
        if (strings.size() > MAX_STRINGS) {
            throw new RuleError(
                    rulePosition,
                    ErrorCode.TOO_MANY_STRINGS,
                    "too many strings in rule \"" + rule + "\" (limit: " + MAX_STRINGS + ")");
        }
        this.strings = strings;
        referenced = new boolean[strings.size()];
        allMatches = new boolean[strings.size()];
        fixedOffset = new long[strings.size()];
        for (int i = 0; i < fixedOffset.length; i++) {
            fixedOffset[i] = NOT_ASKED;
            StringDecl string = strings.get(i);
            boolean anonymous = string.identifier().equals("$");
            if (!anonymous && byName.putIfAbsent(string.identifier(), i) != null) {
                throw new RuleError(
                        string.position(),
                        ErrorCode.DUPLICATED_STRING_IDENTIFIER,
                        "duplicated string identifier \"" + string.identifier() + "\"");
            }
        }
    }

    int size() {
        return strings.size();
    }

    /** Returns the index of a string that is asked for by name. */
    int find(String identifier, Position position) throws RuleError {
        Integer index = byName.get(identifier);
        if (index == null) {
            throw new RuleError(
                    position,
                    ErrorCode.UNDEFINED_STRING,
                    "undefined string \"" + identifier + "\"",
                    Suggestion.didYouMean(identifier, byName.keySet()));
        }
        referenced[index] = true;
        return index;
    }

    /** Returns the strings that a set stands for, repeated ones repeatedly. */
    int[] expand(List<Expr.Name> names) throws RuleError {
        List<Integer> members = new ArrayList<>();
        for (Expr.Name name : names) {
            int before = members.size();
            if (!name.prefix() && !name.name().equals("$")) {
                members.add(find(name.name(), name.position()));
            } else {
                addAll(name, members);
            }
            if (members.size() == before) {
                String shown = name.name() + (name.prefix() ? "*" : "");
                throw new RuleError(name.position(), ErrorCode.UNDEFINED_STRING, "undefined string \"" + shown + "\"");
            }
        }
        return members.stream().mapToInt(Integer::intValue).toArray();
    }

    private void addAll(Expr.Name name, List<Integer> members) {
        for (int i = 0; i < strings.size(); i++) {
            String identifier = strings.get(i).identifier();
            if (name.prefix() ? identifier.startsWith(name.name()) : identifier.equals(name.name())) {
                members.add(i);
            }
        }
    }

    /** Notes that the members of a set are used by it, which lifts a fixed offset. */
    void useInSet(int[] members, boolean placed) {
        for (int member : members) {
            referenced[member] = true;
            fixedOffset[member] = EVERYWHERE;
            allMatches[member] |= placed;
        }
    }

    /** Notes {@code $a}: any match will do. */
    void useAnywhere(int string) {
        fixedOffset[string] = EVERYWHERE;
    }

    /** Notes a use that needs every match. */
    void useAll(int string) {
        fixedOffset[string] = EVERYWHERE;
        allMatches[string] = true;
    }

    /** Notes {@code $a at constant}. */
    void useAt(int string, long offset) {
        allMatches[string] = true;
        if (fixedOffset[string] == NOT_ASKED && offset >= 0) {
            fixedOffset[string] = offset;
        } else if (fixedOffset[string] != offset) {
            fixedOffset[string] = EVERYWHERE;
        }
    }

    /** Notes {@code $ at}, {@code #}... in a for-of loop: all strings of the rule keep all their matches (libyara parser.c:1197). */
    void useAllInLoop() {
        for (int i = 0; i < strings.size(); i++) {
            useAll(i);
        }
    }

    /** Notes {@code $} in a for-of loop, which lifts the fixed offset of all strings of the rule, not only the loop's (libyara parser.c:1197). */
    void useAnywhereInLoop() {
        for (int i = 0; i < strings.size(); i++) {
            useAnywhere(i);
        }
    }

    /** Reports the first string that the condition never refers to; those named {@code $_...} may be idle. */
    void checkReferences() throws RuleError {
        for (int i = 0; i < strings.size(); i++) {
            StringDecl string = strings.get(i);
            if (!referenced[i] && !string.identifier().startsWith("$_")) {
                throw new RuleError(
                        string.position(),
                        ErrorCode.UNREFERENCED_STRING,
                        "unreferenced string \"" + string.identifier() + "\"",
                        "use it in the condition, remove it, or let its name begin with $_");
            }
        }
    }

    /** Returns the strings as the condition needs them. */
    List<RuleImage.StringEntry> entries() {
        List<RuleImage.StringEntry> result = new ArrayList<>();
        for (int i = 0; i < strings.size(); i++) {
            // Only a literal is bound to its offset; the pattern set knows which are (libyara parser.c:544).
            long fixed = Math.max(fixedOffset[i], EVERYWHERE);
            result.add(new RuleImage.StringEntry(strings.get(i).spec(), fixed, allMatches[i]));
        }
        return result;
    }
}
