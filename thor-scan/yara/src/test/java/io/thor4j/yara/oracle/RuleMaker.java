package io.thor4j.yara.oracle;

import java.util.ArrayList;
import java.util.List;

/** Makes rules. Rule names are {@code r0}, {@code r1}, ... within a namespace. */
final class RuleMaker {
    private final Dice dice;
    private final List<String> samples = new ArrayList<>();

    RuleMaker(Dice dice) {
        this.dice = dice;
    }

    /**
     * A made rule.
     *
     * @param name its name
     * @param strings the declarations, {@code $s0 = "..."}
     * @param text the whole rule
     */
    record Rule(String name, List<String> strings, String text) {}

    /** What the strings made so far should find. */
    List<String> samples() {
        return samples;
    }

    /** Makes the rules of one namespace, of which later ones refer to earlier ones. */
    List<Rule> namespace(int count) {
        List<Rule> rules = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Rule rule = rule("r" + i, names);
            rules.add(rule);
            names.add(rule.name);
        }
        return rules;
    }

    private Rule rule(String name, List<String> before) {
        StringMaker maker = new StringMaker(dice);
        int count = dice.oneIn(8) ? 0 : dice.between(1, 6);
        List<String> names = new ArrayList<>();
        List<String> unjointed = new ArrayList<>();
        List<String> declarations = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringSample made = maker.make();
            names.add("s" + i);
            declarations.add("$s" + i + " = " + made.body());
            samples.addAll(made.samples());
            if (!made.body().contains("[") && !made.body().contains(".{")) {
                unjointed.add("s" + i);
            }
        }
        String condition;
        if (count > 0 && dice.oneIn(2)) {
            condition = "any of them";
        } else {
            condition = new ConditionMaker(dice, names, unjointed, before).make();
        }
        StringBuilder out = new StringBuilder();
        out.append(dice.oneIn(12) ? "private " : "").append(dice.oneIn(30) ? "global " : "");
        out.append("rule ").append(name).append(" {\n");
        if (count > 0) {
            out.append("  strings:\n");
            declarations.forEach(line -> out.append("    ").append(line).append('\n'));
        }
        out.append("  condition:\n    ").append(condition).append("\n}\n");
        return new Rule(name, declarations, out.toString());
    }
}
