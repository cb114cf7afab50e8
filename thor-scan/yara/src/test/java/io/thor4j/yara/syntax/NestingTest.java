package io.thor4j.yara.syntax;

import static io.thor4j.yara.syntax.SyntaxTables.parse;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Depth is bounded by limits of the parser, not by the stack: everything here runs in a thread with 512 KB of it. */
class NestingTest {
    private static final int STACK = 512 * 1024;

    @ParameterizedTest
    @ValueSource(strings = {"not ", "defined ", "-", "~"})
    void twoThousandPrefixOperatorsParse(String operator) throws InterruptedException {
        assertEquals(List.of(), inSmallStack(operator.repeat(2_000) + "1").diagnostics());
    }

    @Test
    void longRowsOfAndAndOrStayFlat() throws InterruptedException {
        ParsedSource parsed = inSmallStack("a" + " and a".repeat(100_000) + " or b".repeat(100_000));
        assertEquals(List.of(), parsed.diagnostics());
        Expr.Or or = (Expr.Or) RuleParserTest.only(parsed).condition();
        assertEquals(100_001, or.operands().size());
        assertEquals(100_001, ((Expr.And) or.operands().get(0)).operands().size());
    }

    @Test
    void thousandParenthesesParse() throws InterruptedException {
        for (String open : List.of("(", "(1 + ", "not (", "-(")) {
            String condition = open.repeat(1_000) + "1" + ")".repeat(1_000);
            assertEquals(List.of(), inSmallStack(condition).diagnostics(), open);
        }
    }

    @Test
    void twoHundredLevelsOfEachBracketParse() throws InterruptedException {
        int levels = 200;
        for (String[] pair : List.of(
                new String[] {"f(", ")"},
                new String[] {"uint8(", ")"},
                new String[] {"@a[", "]"},
                new String[] {"a[", "]"},
                new String[] {"for any i in (1) : (", ")"})) {
            ParsedSource parsed = inSmallStack(pair[0].repeat(levels) + "1" + pair[1].repeat(levels));
            assertEquals(List.of(), parsed.diagnostics(), pair[0]);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "f(",
                "uint8(",
                "@a[",
                "a[",
                "for any i in (1) : (",
                "(1 + ",
                "not ",
                "-",
                "$a at f(",
                "#a in (",
                "1 of them at (",
                "for any i in (",
                "for ("
            })
    void boundlessNestingIsOneError(String open) throws InterruptedException {
        ParsedSource parsed = inSmallStack(open.repeat(200_000) + "1");
        assertEquals(1, parsed.diagnostics().size());
        assertEquals("next", SyntaxTables.rules(parsed));
    }

    @ParameterizedTest
    @ValueSource(strings = {" + 1", ".x", "[1]", "(1)", " % 2"})
    void boundlessChainsAreOneError(String link) throws InterruptedException {
        ParsedSource parsed = inSmallStack("a" + link.repeat(200_000));
        assertEquals(1, parsed.diagnostics().size());
        assertTrue(parsed.diagnostics().get(0).message().contains("deep"));
        assertEquals("next", SyntaxTables.rules(parsed));
    }

    private static ParsedSource inSmallStack(String condition) throws InterruptedException {
        AtomicReference<Object> result = new AtomicReference<>();
        Runnable parser = () -> {
            ParsedSource parsed = parse("rule r { condition: " + condition + " }\nrule next { condition: true }");
            boolean whole = parsed.diagnostics().isEmpty();
            result.set(whole ? parse("rule r { condition: " + condition + " }") : parsed);
        };
        Thread thread = new Thread(null, parser, "small", STACK);
        thread.setUncaughtExceptionHandler((t, e) -> result.set(e));
        thread.start();
        thread.join();
        return assertParsed(result.get());
    }

    private static ParsedSource assertParsed(Object result) {
        assertTrue(result instanceof ParsedSource, () -> "failed with " + result);
        return (ParsedSource) result;
    }
}
