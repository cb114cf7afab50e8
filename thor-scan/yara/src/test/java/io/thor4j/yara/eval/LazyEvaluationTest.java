package io.thor4j.yara.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraModules;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.compile.CompiledRules;
import io.thor4j.yara.compile.RuleCompiler;
import io.thor4j.yara.scan.PatternSet;
import io.thor4j.yara.spi.YaraModule;
import io.thor4j.yara.store.RuleReader;
import io.thor4j.yara.store.RuleWriter;
import io.thor4j.yara.syntax.RuleParser;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Passing rules over must not be seen: the lazy evaluator against the one that runs everything. */
class LazyEvaluationTest {
    private static RuleProgram link(RuleImage image) throws Exception {
        return RuleProgram.link(image, Map.of("tests", YaraModules.tests(), "math", math()), PatternSet.builder());
    }

    private static YaraModule math() {
        return YaraModules.standard().stream()
                .filter(module -> module.name().equals("math"))
                .findFirst()
                .orElseThrow();
    }

    private static RuleImage image(String text) {
        RuleCompiler compiler =
                new RuleCompiler(Map.of("tests", YaraModules.tests(), "math", math()), List.of(), false);
        compiler.add("n", RuleParser.parse(RuleProbe.bytes(text), "s", (path, from) -> null));
        CompiledRules compiled = compiler.finish();
        assertEquals(List.of(), compiled.leftOut(), text);
        return compiled.image();
    }

    private static List<Integer> holding(RuleProgram program, byte[] data, boolean lazy) {
        RuleEvaluator evaluator =
                new RuleEvaluator(program, YaraLimits.DEFAULT, System::nanoTime, lazy ? Pruning.ALL : Pruning.NONE);
        evaluator.scan(data, 0, data.length, false, Duration.ZERO);
        List<Integer> result = new ArrayList<>();
        for (int rule = evaluator.nextHolding(0); rule >= 0; rule = evaluator.nextHolding(rule + 1)) {
            result.add(rule);
        }
        return result;
    }

    @Provide
    Arbitrary<String> conditions() {
        return bool(3);
    }

    @Provide
    Arbitrary<String> data() {
        return Arbitraries.of("aa", "bb", "cc", "dd", ".", "AB")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static Arbitrary<String> bool(int depth) {
        Arbitrary<String> leaf = Arbitraries.of(
                "$a",
                "$b",
                "true",
                "false",
                "$a at 0",
                "$b in (0..3)",
                "#a > 1",
                "#a == 0",
                "@b < 3",
                "!a[2] == 2",
                "any of them",
                "all of them",
                "none of them",
                "2 of them",
                "0 of ($a, $b)",
                "50% of them",
                "any of them in (0..2)",
                "none of them at 2",
                "filesize > 4",
                "uint8(0) == 0x61",
                "prev",
                "not defined @a",
                "tests.undefined.i == 1",
                "uint8(99) of ($a, $b)",
                "defined $a",
                "tests.constants.one == 1",
                "math.abs(#a) == 1",
                "\"x\" == \"x\"",
                "#a in (1..3) == 0",
                "(#a + #b) * 2 < 3",
                "1 \\ #a == 0",
                "@a[#a] == 0",
                "#b");
        if (depth == 0) {
            return leaf;
        }
        Supplier<Arbitrary<String>> inner = () -> bool(depth - 1);
        // A loop in a loop needs another variable.
        String variable = "i" + depth;
        Arbitrary<String> quantifier = Arbitraries.of("any", "all", "none", "1", "2", "#a", "uint8(99)", "filesize");
        return Arbitraries.oneOf(
                leaf,
                Arbitraries.lazy(inner).map(x -> "not (" + x + ")"),
                Arbitraries.lazy(inner).map(x -> "defined (" + x + ")"),
                Combinators.combine(Arbitraries.lazy(inner), Arbitraries.lazy(inner))
                        .as((x, y) -> "(" + x + ") and (" + y + ")"),
                Combinators.combine(Arbitraries.lazy(inner), Arbitraries.lazy(inner))
                        .as((x, y) -> "(" + x + ") or (" + y + ")"),
                Combinators.combine(quantifier, Arbitraries.lazy(inner))
                        .as((q, x) ->
                                "for " + q + " " + variable + " in (1..#a) : ((" + x + ") or " + variable + " > 1)"),
                quantifier.map(q -> "for " + q + " of them : ($ or # > 2 or @ == 0)"),
                quantifier.map(q -> q + " of ($a, $b)"));
    }

    @Property(tries = 500)
    void lazyAndEagerAgree(
            @ForAll("conditions") String first, @ForAll("conditions") String second, @ForAll("data") String data)
            throws Exception {
        String head = "import \"tests\" import \"math\" rule prev { strings: $x = \"dd\" condition: $x } ";
        String strings =
                " { strings: $a = \"aa\" $b = \"bb\" $c = \"cc\" condition: ($c or true) and any of (prev*) or ";
        String text = head + "rule first" + strings + "((" + first + ") and ($a or $b or true)) }"
                + " rule second" + strings.replace("$c or true", "$c").replace("prev*", "first, prev")
                + "(" + second + ") or (none of ($a, $b) and false) }";
        RuleImage image = image(text);
        RuleProgram program = link(image);
        byte[] bytes = RuleProbe.bytes(data);
        List<Integer> eager = holding(program, bytes, false);
        assertEquals(eager, holding(program, bytes, true), text);
        assertEquals(eager, holding(link(reload(image)), bytes, true), "loaded: " + text);
    }

    private static RuleImage reload(RuleImage image) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RuleWriter.write(image, link(image).patterns(), out);
        return RuleReader.read(new ByteArrayInputStream(out.toByteArray())).image();
    }

    @Test
    void rulesThatNeedStringsAreNotEvaluatedWithoutMatches() throws Exception {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            text.append("rule r").append(i).append(" { strings: $a = \"needle").append(i);
            text.append("\" condition: filesize > 0 and #a > 0 and for all i in (1..#a) : (@a[i] >= 0) } ");
        }
        RuleProgram program = link(image(text.toString()));
        byte[] data = RuleProbe.bytes("..needle77..");
        RuleEvaluator lazy = new RuleEvaluator(program, YaraLimits.DEFAULT, System::nanoTime, Pruning.ALL);
        assertTrue(lazy.scan(data, 0, data.length, false, Duration.ZERO));
        // needle7 is in needle77
        assertEquals(2, lazy.evaluatedRules());
        RuleEvaluator eager = new RuleEvaluator(program, YaraLimits.DEFAULT, System::nanoTime, Pruning.NONE);
        assertTrue(eager.scan(data, 0, data.length, false, Duration.ZERO));
        assertEquals(100, eager.evaluatedRules());
    }

    @Test
    void knowsWhatCannotHoldWithoutMatches() {
        assertFalse(mayHold("$a"));
        assertFalse(mayHold("$a and filesize > 3"));
        assertFalse(mayHold("#a > 0"));
        assertFalse(mayHold("#a + #a >= 1"));
        assertFalse(mayHold("@a < 100"));
        assertFalse(mayHold("for any i in (1..#a) : (@a[i] > 3)"));
        assertFalse(mayHold("for all of them : ($ at 0)"));
        assertFalse(mayHold("any of them in (0..10) or 50% of them"));
        assertFalse(mayHold("uint16(0) == 0x5a4d and 1 of them"));
        assertTrue(mayHold("not $a"));
        assertTrue(mayHold("#a == 0"));
        assertTrue(mayHold("not defined @a"));
        assertTrue(mayHold("$a or filesize > 3"));
        assertTrue(mayHold("none of them"));
        assertTrue(mayHold("filesize of them"));
        assertTrue(mayHold("for none of them : ($)"));
        assertTrue(mayHold("#a < filesize"));
    }

    private static boolean mayHold(String condition) {
        RuleImage image = image("rule t { strings: $a = \"abcd\" condition: " + condition + " }");
        return ConditionAnalysis.mayHoldUntouched(image.rules().get(0).condition());
    }

    @Test
    void cheapTestsComeFirstUnlessTheConsoleWouldShowIt() {
        Ir condition = image(
                        "import \"tests\" rule t { strings: $a = \"abcd\" condition: tests.constants.one == tests.length(\"a\") and $a and filesize < 3 }")
                .rules()
                .get(0)
                .condition();
        String sorted = ConjunctOrder.cheapFirst(condition).toString();
        assertTrue(sorted.startsWith("(AND (LT_INT (FILESIZE) (INT 3)) (FOUND) (EQ_INT "), sorted);
        YaraRules rules = RuleProbe.compileClean(
                "import \"console\" rule t { condition: console.log(\"seen\") and filesize > 3 }");
        assertEquals(List.of("seen"), rules.scanner().scan(new byte[1]).console());
    }
}
