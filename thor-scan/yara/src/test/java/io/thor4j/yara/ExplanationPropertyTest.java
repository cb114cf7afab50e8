package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What an explanation says about a rule is what a scan says, for random rules and inputs. */
class ExplanationPropertyTest {
    private static final String STRINGS = "strings: $a = \"ab\" $b = { 61 [0-2] 62 } $c = /b+a/ $d = \"ba\" xor(0-1) ";

    @Property(tries = 300)
    void theRootHasTheVerdictOfTheScan(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("import \"math\" ");
        for (int i = 0; i < 4; i++) {
            text.append(random.nextInt(6) == 0 ? "private " : random.nextInt(9) == 0 ? "global " : "");
            text.append("rule r").append(i).append(" { ").append(STRINGS).append("condition: (");
            bool(random, 4, i, 0, text);
            // Every string must be asked for.
            text.append(") and (filesize >= 0 or any of them) }\n");
        }
        YaraRules rules =
                YaraRules.builder().source("default", "random", text.toString()).build();
        assertEquals(List.of(), rules.leftOut(), text.toString());
        byte[] data = new byte[random.nextInt(12)];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) ('a' + random.nextInt(3));
        }
        check(rules, data, text.toString());
    }

    private static void check(YaraRules rules, byte[] data, String text) {
        Set<String> reported = rules.scanner().scan(data).matches().stream()
                .map(match -> match.rule().name())
                .collect(Collectors.toSet());
        YaraScanner scanner = rules.scanner();
        for (YaraRule rule : rules.rules()) {
            Explanation explanation = scanner.explain(rule, data);
            assertEquals(explanation.holds(), explanation.condition().isTrue(), text);
            assertEquals(reported.contains(rule.name()), explanation.reported(), text);
            boolean expected = explanation.holds()
                    && !rule.isPrivate()
                    && explanation.heldBackBy().isEmpty();
            boolean ownGlobal = rule.isGlobal() && !explanation.holds();
            assertEquals(expected && !ownGlobal, explanation.reported(), text);
        }
    }

    private static void bool(Random random, int depth, int rule, int loops, StringBuilder out) {
        int choice = random.nextInt(depth == 0 ? 5 : 13);
        switch (choice) {
            case 0 -> out.append(string(random));
            case 1 -> out.append(random.nextInt(4)).append(" of them");
            case 2 -> out.append(string(random)).append(" at ").append(random.nextInt(6));
            case 3 -> out.append("r").append(random.nextInt(rule + 1));
            case 4 -> number(random, 0, loops, out);
            case 5, 6 -> {
                out.append('(');
                bool(random, depth - 1, rule, loops, out);
                out.append(random.nextBoolean() ? " and " : " or ");
                bool(random, depth - 1, rule, loops, out);
                out.append(')');
            }
            case 7 -> {
                out.append(random.nextBoolean() ? "not (" : "defined (");
                bool(random, depth - 1, rule, loops, out);
                out.append(')');
            }
            case 8, 9 -> {
                number(random, depth - 1, loops, out);
                out.append(List.of(" == ", " != ", " < ", " >= ").get(random.nextInt(4)));
                number(random, depth - 1, loops, out);
            }
            case 10 -> {
                out.append("any of ($a, $c) in (").append(random.nextInt(3)).append("..filesize)");
            }
            case 11 -> {
                out.append("50% of them");
            }
            default -> loop(random, depth - 1, rule, loops, out);
        }
    }

    private static void loop(Random random, int depth, int rule, int loops, StringBuilder out) {
        if (loops == 4) {
            out.append("true");
            return;
        }
        out.append("for ").append(List.of("all", "any", "none", "2").get(random.nextInt(4)));
        out.append(" v")
                .append(loops)
                .append(" in (0..")
                .append(random.nextInt(5))
                .append(") : (");
        bool(random, depth, rule, loops + 1, out);
        out.append(')');
    }

    private static void number(Random random, int depth, int loops, StringBuilder out) {
        switch (random.nextInt(depth <= 0 ? 6 : 8)) {
            case 0 -> out.append(random.nextInt(9));
            case 1 -> out.append("filesize");
            case 2 -> out.append('#').append(string(random).substring(1));
            case 3 -> out.append("uint8(").append(random.nextInt(9)).append(')');
            case 4 ->
                out.append('@')
                        .append(string(random).substring(1))
                        .append('[')
                        .append(random.nextInt(3))
                        .append(']');
            case 5 -> out.append(loops == 0 ? "math.min(3, filesize)" : "v" + random.nextInt(loops));
            default -> {
                out.append('(');
                number(random, depth - 1, loops, out);
                out.append(List.of(" + ", " - ", " * ", " \\ ").get(random.nextInt(4)));
                out.append("(filesize + ").append(random.nextInt(3)).append("))");
            }
        }
    }

    private static String string(Random random) {
        return "$" + (char) ('a' + random.nextInt(4));
    }
}
