package io.thor4j.yara.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.Diagnostic;
import io.thor4j.yara.LeftOutRule;
import io.thor4j.yara.RuleProbe;
import io.thor4j.yara.YaraRules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Short rule texts that stand for very much are refused rule by rule, before they fill the memory; the rules beside them stay. */
class AmplifyingRulesTest {
    private static final String OTHER = "rule other { strings: $a = \"other\" condition: $a }\n";

    private static String rules(int count, String form) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.replace("#", Integer.toString(i)))
                .collect(Collectors.joining("\n"));
    }

    private static List<String> codes(YaraRules rules) {
        return RuleProbe.errors(rules).stream().map(Diagnostic::code).distinct().toList();
    }

    /** Each text has 512 forms; 3,000 short ones in 200 KB of rules ended a JVM of 512 MB. */
    @Test
    void textsWithXorAreBounded() {
        String form = "rule r# { strings: $a = \"#" + "abcdefgh".repeat(400) + "\" xor wide ascii condition: $a }";
        YaraRules rules = RuleProbe.compile(OTHER + rules(50, form));
        assertEquals(List.of("ERROR_INSUFFICIENT_MEMORY"), codes(rules));
        assertTrue(rules.rules().size() > 20, () -> rules.toString());
        assertTrue(rules.leftOut().size() > 10, () -> rules.toString());
        assertEquals("other", RuleProbe.matching(rules, "another"));
    }

    @Test
    void repeatsAreBoundedInStringsAndConditions() {
        YaraRules rules = RuleProbe.compile(rules(500, "rule r# { strings: $a = /a#(bcd){1,1300}e/ condition: $a }")
                + rules(100, "rule s# { condition: \"a\" matches /a#(bcd){1,1300}e/ }")
                + OTHER);
        assertEquals(List.of("ERROR_INSUFFICIENT_MEMORY"), codes(rules));
        assertTrue(rules.leftOut().stream().anyMatch(rule -> rule.name().startsWith("s")));
    }

    /** Eleven bytes stand for 10,000 strings each time; 50,000 times of that in one rule ended a JVM of 512 MB. */
    @Test
    void setsOfStringsAreBounded() {
        YaraRules rules = RuleProbe.compile(OTHER + "rule r { strings: " + rules(10_000, "$ = \"abc#\"")
                + " condition: " + rules(101, "all of them or").concat(" false }"));
        assertEquals(List.of("ERROR_TOO_MANY_STRINGS"), codes(rules));
        assertEquals(1, rules.leftOut().size());
    }

    @Test
    void setsOfRulesAreBoundedOverAllRules() {
        String members = rules(5_000, "rule a# { condition: false }");
        String set = "any of (" + "a*, ".repeat(179) + "a*)";
        YaraRules rules = RuleProbe.compile(members + rules(6, "rule b# { condition: " + set + " }"));
        assertEquals(List.of("ERROR_TOO_MANY_STRINGS"), codes(rules));
        assertEquals(
                List.of("b5"), rules.leftOut().stream().map(LeftOutRule::name).toList());
    }

    /** A saved set may ask for what no compiler let pass: its regexes are counted again when it is loaded. */
    @Test
    void loadedRegexesAreCounted() throws IOException {
        byte[] few = CompiledRulesFuzzTest.file(repeatedRegex(20));
        assertEquals(20, YaraRules.load(new ByteArrayInputStream(few)).rules().size());
        byte[] many = CompiledRulesFuzzTest.file(repeatedRegex(1_000));
        MalformedInputException refused = Assertions.assertThrows(
                MalformedInputException.class, () -> YaraRules.load(new ByteArrayInputStream(many)));
        assertTrue(refused.reason().contains("too much memory"), refused::getMessage);
    }

    /** The payload of rules whose conditions have one regex each; laid out as in RuleFormat. */
    private static byte[] repeatedRegex(int count) throws IOException {
        ByteArrayOutputStream one = new ByteArrayOutputStream();
        RuleProbe.compile("rule r { condition: \"a\" matches /(bcd){1,1300}e/ }")
                .save(one);
        byte[] payload = Arrays.copyOfRange(one.toByteArray(), 24, one.size());
        // namespaces: 1, "default"; externals: 0; modules: 0; specs: 0; patterns; rules: 1, the rule.
        int before = 1 + 1 + 7 + 3;
        int patterns = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt(before);
        int head = before + Integer.BYTES + patterns;
        assertEquals(1, payload[head]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(payload, 0, head);
        for (int rest = count; ; rest >>>= 7) {
            out.write(rest > 0x7f ? rest & 0x7f | 0x80 : rest);
            if (rest <= 0x7f) {
                break;
            }
        }
        for (int i = 0; i < count; i++) {
            out.write(payload, head + 1, payload.length - head - 1);
        }
        return out.toByteArray();
    }
}
