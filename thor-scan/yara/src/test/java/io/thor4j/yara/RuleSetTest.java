package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules among rules: references, globals, private ones, namespaces, externals, and what is left out. */
class RuleSetTest {
    @Test
    void badRulesAreLeftOutWithThoseThatNeedThem() {
        YaraRules rules = RuleProbe.compile("""
                rule good { condition: true }
                rule bad { condition: unknown_thing }
                rule needs_bad { condition: good and bad }
                rule needs_needs_bad { condition: not needs_bad }
                rule set { condition: any of (needs_*) }
                rule other { condition: good }
                """);
        assertEquals(
                List.of("good", "other"),
                rules.rules().stream().map(YaraRule::name).toList());
        assertEquals(
                List.of("bad", "needs_bad", "needs_needs_bad", "set"),
                rules.leftOut().stream().map(LeftOutRule::name).toList());
        assertTrue(
                rules.leftOut().get(1).reason().contains("\"bad\" was left out"),
                rules.leftOut().toString());
        assertTrue(
                rules.leftOut().get(2).reason().contains("\"needs_bad\""),
                rules.leftOut().toString());
        assertTrue(
                rules.leftOut().get(3).reason().contains("needs_bad"),
                rules.leftOut().toString());
        assertEquals("good other", RuleProbe.matching(rules, "x"));
    }

    @Test
    void rulesWithSyntaxErrorsAreLeftOutToo() {
        YaraRules rules =
                RuleProbe.compile("rule bad { condition: ( } rule dep { condition: bad } rule ok { condition: true }");
        assertEquals(
                List.of("bad", "dep"),
                rules.leftOut().stream().map(LeftOutRule::name).sorted().toList());
        assertEquals("ok", RuleProbe.matching(rules, "x"));
    }

    @Test
    void aMissingModuleCostsOnlyTheRulesThatUseIt() {
        YaraRules rules = RuleProbe.compile(
                "import \"nosuch\" rule a { condition: nosuch.field == 1 } rule b { condition: true }");
        assertEquals(
                List.of("a"), rules.leftOut().stream().map(LeftOutRule::name).toList());
        assertTrue(rules.leftOut().get(0).reason().contains("unknown module \"nosuch\""));
        assertEquals("b", RuleProbe.matching(rules, "x"));
    }

    @Test
    void aGlobalRuleLeftOutIsMarked() {
        YaraRules rules = RuleProbe.compile("global rule g { condition: nothing } rule a { condition: true }");
        assertTrue(rules.leftOut().get(0).isGlobal());
        assertEquals("a", RuleProbe.matching(rules, "x"));
    }

    @Test
    void aFalseGlobalHoldsBackItsNamespaceOnly() {
        YaraRules rules = YaraRules.builder()
                .source("one", "1", "rule before { condition: true } global rule g { condition: filesize > 3 }")
                .source("two", "2", "rule before { condition: true }")
                .source("one", "3", "rule after { condition: not g }")
                .build();
        assertEquals("before", RuleProbe.matching(rules, "x"));
        assertEquals(
                "two", rules.scanner().scan(new byte[1]).matches().get(0).rule().namespace());
        assertEquals("before g before", RuleProbe.matching(rules, "xxxx"));
    }

    @Test
    void privateRulesCountAndAreNotReported() {
        YaraRules rules = RuleProbe.compileClean(
                "private rule p { strings: $a = \"abcd\" condition: $a } rule q { condition: p } rule r { condition: 1 of (p, q) }");
        assertEquals("q r", RuleProbe.matching(rules, "abcd"));
        assertEquals("", RuleProbe.matching(rules, "abc"));
    }

    @Test
    void aRuleIsFalseToItself() {
        assertEquals("a", RuleProbe.matching(RuleProbe.compileClean("rule a { condition: not a }"), ""));
    }

    @Test
    void rulesSetsCountRulesBefore() {
        YaraRules rules = RuleProbe.compileClean("""
                rule a1 { condition: true }
                rule a2 { condition: false }
                rule some { condition: any of (a*) }
                rule none_a { condition: none of (a1, a2) }
                rule half { condition: 50% of (a1, a2) }
                rule every { condition: all of (a1, some) }
                """);
        assertEquals("a1 some half every", RuleProbe.matching(rules, ""));
    }

    @Test
    void importsBelongToTheNamespace() {
        YaraRules rules = YaraRules.builder()
                .source("one", "1", "import \"math\"")
                .source("one", "2", "rule a { condition: math.abs(-1) == 1 }")
                .source("two", "3", "rule b { condition: math.abs(-1) == 1 }")
                .build();
        assertEquals(
                List.of("b"), rules.leftOut().stream().map(LeftOutRule::name).toList());
        assertEquals("a", RuleProbe.matching(rules, ""));
    }

    @Test
    void externalsHaveTypesAndValues() {
        YaraRules rules = YaraRules.builder()
                .define("number", 5)
                .define("ratio", 0.5)
                .define("flag", true)
                .define("name", "Foo bar")
                .source(
                        "n",
                        "s",
                        "rule a { condition: number + 1 == 6 and ratio < 1 and flag and flag == 1 and name contains \"bar\" }")
                .build();
        YaraScanner scanner = rules.scanner();
        assertEquals("a", RuleProbe.names(scanner.scan(new byte[0])));
        assertEquals("", RuleProbe.names(scanner.define("number", 6).scan(new byte[0])));
        assertEquals("a", RuleProbe.names(scanner.define("number", 5).scan(new byte[0])));
        assertEquals("", RuleProbe.names(scanner.define("name", "x").scan(new byte[0])));
        assertEquals("a", RuleProbe.matching(rules, ""), "another scanner has its own values");
        assertThrows(IllegalArgumentException.class, () -> scanner.define("other", 1));
        assertThrows(IllegalArgumentException.class, () -> scanner.define("number", "text"));
        assertThrows(
                IllegalArgumentException.class,
                () -> YaraRules.builder().define("x", 1).define("x", 2));
        assertEquals(5L, rules.externals().get("number"));
    }

    @Test
    void aRuleMayNotBeNamedLikeAnExternal() {
        YaraRules rules = YaraRules.builder()
                .define("x", 1)
                .source("n", "s", "rule x { condition: true }")
                .build();
        assertEquals("ERROR_DUPLICATED_IDENTIFIER", rules.diagnostics().get(0).code());
    }

    @Test
    void aLoopVariableHidesAnExternal() {
        YaraRules rules = YaraRules.builder()
                .define("i", 7)
                .source("n", "s", "rule a { condition: i == 7 and for all i in (1..2) : (i < 3) and i == 7 }")
                .build();
        assertEquals("a", RuleProbe.matching(rules, ""));
    }

    @Test
    void metaAndTagsAreKept() {
        YaraRule rule = RuleProbe.compileClean(
                        "rule a : t1 t2 { meta: s = \"\\xc3\\xa4\\xff\" n = -3 b = false s = \"again\" strings: $x = \"y1234\" $ = \"z1234\" condition: any of them }")
                .rules()
                .get(0);
        assertEquals(List.of("t1", "t2"), rule.tags());
        assertEquals("[s=ä\ufffd, n=-3, b=false, s=again]", rule.meta().toString());
        assertEquals(3, rule.meta().get(0).bytes().length);
        assertEquals(List.of("$x", "$"), rule.strings());
    }

    @Test
    void cleanScansShareOneResult() {
        YaraRules rules = RuleProbe.compileClean("rule a { strings: $a = \"abcd\" condition: $a }");
        YaraScanner scanner = rules.scanner();
        assertSame(scanner.scan(new byte[10]), rules.scanner().scan(new byte[5]));
        assertTrue(scanner.scan(new byte[10]).complete());
    }

    @Test
    void rangesAreCheckedAndOffsetsCountFromTheirBegin() {
        YaraRules rules = RuleProbe.compileClean(
                "rule a { strings: $a = \"abcd\" condition: $a at 1 and filesize == 6 and uint8(0) == 0x2e }");
        byte[] data = RuleProbe.bytes("xxx.abcd.xxx");
        ScanResult result = rules.scanner().scan(data, 3, 6);
        assertEquals("[0x1:4:$a]", result.matches().get(0).strings().toString());
        assertThrows(IndexOutOfBoundsException.class, () -> rules.scanner().scan(data, 3, 10));
        assertThrows(IndexOutOfBoundsException.class, () -> rules.scanner().scan(data, -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> rules.scanner().scan(data, Integer.MAX_VALUE, 2));
    }

    @Test
    void matchesCarryDataKeysAndMarks() {
        YaraRules rules = RuleProbe.compileClean(
                "rule a { strings: $t = /ab+/ $h = { 63 64 65 66 } private $x = \"secret\" xor(1-255) condition: all of them }");
        byte[] secret = RuleProbe.bytes("secret");
        for (int i = 0; i < secret.length; i++) {
            secret[i] ^= 0x55;
        }
        byte[] data = RuleProbe.bytes("abbbb.cdef......");
        System.arraycopy(secret, 0, data, 10, secret.length);
        ScanResult result = rules.scanner(new YaraLimits(Duration.ZERO, 10, 10, 3, 1_000_000_000))
                .scan(data);
        List<StringMatch> strings = result.matches().get(0).strings();
        assertEquals("[0x0:5:$t, 0x6:4:$h, 0xa:6:$x]", strings.toString());
        assertEquals("abb", new String(strings.get(0).data(), StandardCharsets.ISO_8859_1));
        assertEquals(-1, strings.get(0).xorKey());
        assertTrue(strings.get(1).isHex() && strings.get(1).isPrivate());
        assertEquals(0x55, strings.get(2).xorKey());
    }

    @Test
    void overlappingMatchesShareTheirBytes() {
        YaraRules rules = RuleProbe.compileClean("rule a { strings: $a = /a.{0,6}/s condition: $a }");
        byte[] data = RuleProbe.bytes("..abcdaefgh....................aXYZ");
        for (StringMatch match : rules.scanner().scan(data).matches().get(0).strings()) {
            byte[] expected = new byte[match.length()];
            System.arraycopy(data, (int) match.offset(), expected, 0, expected.length);
            assertArrayEquals(expected, match.data(), match.toString());
        }
    }

    @Test
    void aStringWithTooManyMatchesIsReported() {
        YaraRules rules = RuleProbe.compileClean("rule a { strings: $a = \"ab\" condition: #a > 2 }");
        YaraLimits limits = new YaraLimits(Duration.ZERO, 3, 100, 10, 1_000_000_000);
        ScanResult result = rules.scanner(limits).scan(RuleProbe.bytes("ab".repeat(50)));
        assertEquals("a", RuleProbe.names(result));
        assertEquals(false, result.complete());
        assertEquals(
                LimitReached.Kind.MATCHES_PER_STRING, result.limits().get(0).kind());
        assertEquals("$a", result.limits().get(0).string());
        assertEquals("default:a", result.limits().get(0).rule());
    }

    @Test
    void aLiteralAskedForAtOneOffsetIsFoundOnlyThere() {
        YaraRules fixed = RuleProbe.compileClean("rule a { strings: $a = \"abcd\" condition: $a at (32 >> 3) }");
        assertEquals(
                "[0x4:4:$a]",
                fixed.scanner()
                        .scan(RuleProbe.bytes("abcdabcd"))
                        .matches()
                        .get(0)
                        .strings()
                        .toString());
        YaraRules lifted = RuleProbe.compileClean("rule a { strings: $a = \"abcd\" condition: $a at 4 and #a == 2 }");
        assertEquals(
                2,
                lifted.scanner()
                        .scan(RuleProbe.bytes("abcdabcd"))
                        .matches()
                        .get(0)
                        .strings()
                        .size());
        YaraRules two =
                RuleProbe.compileClean("rule a { strings: $a = \"abcd\" condition: $a at 4 or $a at filesize }");
        assertEquals(
                2,
                two.scanner()
                        .scan(RuleProbe.bytes("abcdabcd"))
                        .matches()
                        .get(0)
                        .strings()
                        .size());
    }

    @Test
    void fastModeKeepsOneMatchOfStringsAskedForPresence() {
        YaraRules rules =
                RuleProbe.compileClean("rule a { strings: $a = \"abcd\" $b = \"efgh\" condition: $a and #b > 1 }");
        byte[] data = RuleProbe.bytes("abcd.abcd.efgh.efgh");
        assertEquals(4, rules.scanner().scan(data).matches().get(0).strings().size());
        assertEquals(
                3,
                rules.scanner()
                        .fastMode(true)
                        .scan(data)
                        .matches()
                        .get(0)
                        .strings()
                        .size());
    }

    @Test
    void consoleLinesFollowLibyarasRuleForRequiredStrings() {
        String rules = "import \"console\" rule a { strings: $a = \"zzzz\" condition: console.log(\"a\") and $a }"
                + " rule b { strings: $a = \"zzzz\" condition: console.log(\"b\") and not $a }"
                + " rule c { condition: false and console.log(\"c\") } rule d { condition: console.log(\"d\") and false }";
        YaraRules compiled = RuleProbe.compileClean(rules);
        assertEquals(
                List.of("b", "d"), compiled.scanner().scan(RuleProbe.bytes("x")).console());
        assertEquals(
                List.of("a", "b", "d"),
                compiled.scanner().scan(RuleProbe.bytes("zzzz")).console());
    }

    @Test
    void compilesLargeSourcesInLinearTime() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("rule r").append(i).append(" { strings: $a = \"string").append(i);
            text.append("\" condition: $a and filesize > ").append(i).append(" }\n");
        }
        assertEquals(20_000, RuleProbe.compileClean(text.toString()).rules().size());
    }

    @Test
    void dumpsModulesWhenAsked() {
        YaraRules rules = RuleProbe.compileClean(
                "import \"tests\" rule a { condition: tests.constants.one == 2 and tests.length(\"a\") == 1 }");
        assertEquals(List.of(), rules.scanner().scan(new byte[1]).moduleDumps());
        assertTrue(rules.scanner()
                .dumpModules(true)
                .scan(new byte[1])
                .moduleDumps()
                .get(0)
                .startsWith("tests\n"));
    }
}
