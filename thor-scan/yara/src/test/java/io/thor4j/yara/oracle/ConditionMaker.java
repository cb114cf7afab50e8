package io.thor4j.yara.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes conditions over the whole grammar, without the forms that {@link KnownDifference} names. Every operation is in parentheses, so
 * that precedence is not the question here; the parser's tables have that.
 */
final class ConditionMaker {
    private final Dice dice;
    private final NumberMaker numbers;
    private final List<String> strings;
    private final List<String> unjointed;
    private final List<String> rules;
    private boolean insideForOf;

    /**
     * @param strings names of the rule's strings, without the dollar sign
     * @param unjointed those of them that have no gap
     * @param rules names of rules declared before
     */
    ConditionMaker(Dice dice, List<String> strings, List<String> unjointed, List<String> rules) {
        this.dice = dice;
        this.strings = strings;
        this.unjointed = unjointed;
        this.rules = rules;
        this.numbers = new NumberMaker(dice, strings);
    }

    /** Makes a condition that refers to all strings. */
    String make() {
        String condition = bool(3);
        if (condition.contains("them")) {
            return condition;
        }
        for (String name : strings) {
            if (!Pattern.compile("[$#@!]" + name + "\\b").matcher(condition).find()) {
                String rest = dice.of("$" + name, "#" + name + " > 1", "not $" + name);
                condition = "(" + condition + ") " + dice.of("and", "or", "or") + " " + rest;
            }
        }
        return condition;
    }

    private String bool(int depth) {
        if (depth <= 0) {
            return strings.isEmpty() ? leaf() : dice.oneIn(3) ? leaf() : stringLeaf();
        }
        return switch (dice.below(14)) {
            case 0, 1 -> "(" + bool(depth - 1) + " and " + bool(depth - 1) + ")";
            case 2, 3 -> "(" + bool(depth - 1) + " or " + bool(depth - 1) + ")";
            case 4 -> "(not " + bool(depth - 1) + ")";
            case 5 -> "(defined " + dice.of(numbers.integer(depth), numbers.real(depth), bool(depth - 1), text()) + ")";
            case 6, 7 -> comparison(depth);
            case 8 -> textTest();
            case 9 -> loop(depth);
            case 10 -> strings.isEmpty() || insideForOf ? leaf() : forOf(depth);
            case 11 -> numbers.integer(depth);
            case 12 -> ruleTest();
            default -> strings.isEmpty() ? leaf() : stringLeaf();
        };
    }

    private String leaf() {
        return switch (dice.below(7)) {
            case 0 -> "true";
            case 1 -> "false";
            case 2 -> ruleTest();
            case 3 -> textTest();
            case 4 -> dice.of("xb", "xt", "xi", "xz", "(xf > 1.0)");
            default -> comparison(1);
        };
    }

    private String comparison(int depth) {
        String operator = " " + dice.of("==", "!=", "<", "<=", ">", ">=") + " ";
        return switch (dice.below(5)) {
            case 0 -> "(" + numbers.real(depth) + operator + numbers.real(depth) + ")";
            case 1 -> "(" + numbers.integer(depth) + operator + numbers.real(depth) + ")";
            case 2 -> "(" + text() + operator + text() + ")";
            default -> "(" + numbers.integer(depth) + operator + numbers.integer(depth) + ")";
        };
    }

    private String text() {
        return switch (dice.below(10)) {
            case 0 -> "hash." + dice.of("md5", "sha1", "sha256") + "(" + numbers.range(1) + ")";
            case 1 -> "hash." + dice.of("md5", "sha1", "sha256") + "(\"ab\\x00c\")";
            case 2, 3 -> "xt";
            default -> StringMaker.quote(dice.text("abAB\0\u00ff1", dice.below(5)));
        };
    }

    private String textTest() {
        if (dice.oneIn(4)) {
            RegexMaker.Regex regex = new RegexMaker(dice).make(false);
            // KnownDifference.EMPTY_MATCHES: 4.2 says no to "" matches /^$/.
            String operand = dice.of(
                    "xt",
                    "\"abcABC1_a-x\"",
                    "\"aab.b\\x00c1\"",
                    StringMaker.quote(regex.samples().get(0) + "a"));
            return "(" + operand + " matches /" + regex.source() + "/" + (regex.nullable() ? "" : dice.of("", "i", "s"))
                    + ")";
        }
        String operator = dice.of(
                "contains", "icontains", "startswith", "istartswith", "endswith", "iendswith", "iequals", "==", "!=");
        return "(" + text() + " " + operator + " " + text() + ")";
    }

    private String ruleTest() {
        if (rules.isEmpty()) {
            return dice.of("true", "false");
        }
        if (dice.oneIn(3)) {
            return "(" + quantifier(6) + " of (" + dice.of(rules) + "," + dice.of(rules) + "," + dice.of(rules) + "))";
        }
        return dice.of(rules);
    }

    private String stringLeaf() {
        String name = dice.of(strings);
        return switch (dice.below(9)) {
            // KnownDifference.AT_UNDEFINED: only defined offsets behind "at".
            case 0 -> "($" + name + " at " + offsetFor(name) + ")";
            // KnownDifference.FIXED_CHAIN
            case 1 -> unjointed.contains(name) ? "($" + name + " at " + dice.below(40) + ")" : "$" + name;
            case 2 -> "($" + name + " in (" + numbers.bounds() + "))";
            case 3 -> "(#" + name + " " + dice.of("==", ">", "<") + " " + dice.below(6) + ")";
            case 4 -> "(" + quantifier(7) + " of " + set() + ")";
            case 5 -> "(" + quantifier(6) + " of " + set() + " in (" + numbers.bounds() + "))";
            default -> "$" + name;
        };
    }

    /** Returns an offset; not a constant one for a chain and not a negative constant, see {@link KnownDifference#FIXED_CHAIN}. */
    private String offsetFor(String name) {
        String offset = numbers.defined(1);
        return unjointed.contains(name) && !offset.contains("-") ? offset : "(" + offset + " + 0 * filesize)";
    }

    /**
     * Returns a quantifier; {@link KnownDifference#ZERO_QUANTIFIER} and NEGATIVE_QUANTIFIER keep it above 0.
     *
     * @param kinds 5 for loops, 6 with {@code none}, 7 with percentages
     */
    private String quantifier(int kinds) {
        return switch (dice.below(kinds)) {
            case 0 -> "all";
            case 5 -> "none";
            case 2 -> String.valueOf(dice.between(1, 4));
            case 3 -> strings.isEmpty() ? "2" : "(1 + #" + dice.of(strings) + ")";
            case 6 -> dice.between(1, 100) + "%";
            default -> "any";
        };
    }

    private String set() {
        if (dice.oneIn(2)) {
            return "them";
        }
        List<String> names = new ArrayList<>();
        for (int i = dice.between(1, 4); i > 0; i--) {
            names.add("$" + dice.of(strings));
        }
        return "(" + String.join(", ", names) + ")";
    }

    private String forOf(int depth) {
        String head = "for " + quantifier(5) + " of " + set() + " : (";
        insideForOf = true;
        String body = switch (dice.below(7)) {
            case 0 -> "$";
            case 1 -> "$ at " + numbers.defined(1);
            case 2 -> "$ in (" + numbers.bounds() + ")";
            case 3 -> "# " + dice.of("==", ">", "<=") + " " + dice.between(0, 4);
            case 4 -> "@ > " + numbers.integer(1);
            case 5 -> "!" + (dice.oneIn(2) ? "[2]" : "") + " == " + dice.between(1, 6);
            default -> "@[" + dice.between(1, 3) + "] < 100";
        };
        if (dice.oneIn(2)) {
            body = "(" + body + ") " + dice.of("and", "or") + " " + bool(Math.min(1, depth - 1));
        }
        insideForOf = false;
        // KnownDifference.INTEGER_BODY
        return head + "(" + body + ") and true)";
    }

    private String loop(int depth) {
        if (!numbers.canLoop()) {
            return leaf();
        }
        StringBuilder out = new StringBuilder("for ").append(quantifier(5)).append(' ');
        String domain = numbers.loopDomain();
        String variable = numbers.enter();
        out.append(variable).append(" in (").append(domain).append(") : (");
        String body = switch (strings.isEmpty() ? 3 : dice.below(5)) {
            case 0 -> "$" + dice.of(strings) + " at " + variable;
            case 1 -> "@" + dice.of(strings) + "[" + variable + "] > " + numbers.integer(1);
            case 2 -> "$" + dice.of(strings) + " in (" + variable + ".." + variable + " + 20)";
            case 3 -> "uint8(" + variable + ") == " + dice.of("0x61", "0x62", variable);
            default -> bool(depth - 1);
        };
        numbers.leave();
        return out.append('(').append(body).append(") and true)").toString();
    }
}
