package io.thor4j.yara.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LazyDfaTest {
    private static Program program(String regex) throws PatternException {
        return Program.forward(new RegexParser(regex.getBytes(ISO_8859_1), false, false).parse());
    }

    private static int forward(LazyDfa dfa, Program program, byte[] data, int from) {
        return dfa.forward(data, 0, data.length, from, program.start, StopSignal.NONE);
    }

    /** The expectations follow from the order of preference: left before right, more before less, less before more when lazy. */
    @ParameterizedTest
    @CsvSource({
        "a+, aaab, 3",
        "a+?, aaab, 1",
        "ab|abc, abc, 2",
        "abc|ab, abc, 3",
        "(a|ab)(c|bcd), abcd, 4",
        "a.*b, axbxb, 5",
        "a.*?b, axbxb, 3",
        "x*, aaa, 0",
        "a{2}, aaa, 2",
        "a{2}, a, -1",
        "(a|)*b, aab, 3",
        "(a*)*, aa, 2",
        "a$, a, 1",
        "a$, ab, -1",
        "^ab, ab, 2",
        "a\\b, a b, 1",
        "a\\b, ab, -1",
        "a\\B, ab, 1"
    })
    void prefersAsPikesMachineDoes(String regex, String text, int length) throws PatternException {
        Program program = program(regex);
        assertEquals(length, forward(new LazyDfa(program, false, false), program, text.getBytes(ISO_8859_1), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a+",
                "a+?b",
                "a.*b",
                "(ab|a)*b",
                "a.{3,4000}b",
                "[ab]+c",
                "(a|b)+$",
                "a\\w*\\b",
                "(aa)+",
                "a.*b.*c"
            })
    void rememberedRunsEndLikeFreshOnes(String regex) throws PatternException {
        Random random = new Random(7);
        Program program = program(regex);
        for (int round = 0; round < 6; round++) {
            byte[] data = new byte[3 * Program.WINDOW];
            Arrays.fill(data, (byte) 'a');
            for (int i = random.nextInt(4) * 40; i > 0; i--) {
                data[random.nextInt(data.length)] = (byte) "ab c\n".charAt(random.nextInt(5));
            }
            LazyDfa remembering = new LazyDfa(program, false, false);
            LazyDfa fresh = new LazyDfa(program, false, false);
            for (int from = 0; from < data.length; from += 1 + random.nextInt(90)) {
                fresh.reset();
                assertEquals(
                        forward(fresh, program, data, from),
                        forward(remembering, program, data, from),
                        regex + " at " + from);
            }
        }
    }

    @Test
    void longRunCostsNoMoreThanItsStarts() throws PatternException {
        Program program = program("a+");
        LazyDfa dfa = new LazyDfa(program, false, false);
        byte[] data = new byte[200_000];
        Arrays.fill(data, (byte) 'a');
        long[] steps = {0};
        StopSignal counting = work -> {
            steps[0] += work;
            return false;
        };
        for (int from = 0; from < data.length; from++) {
            int expected = Math.min(Program.WINDOW, data.length - from);
            assertEquals(expected, dfa.forward(data, 0, data.length, from, program.start, counting));
        }
        assertTrue(dfa.transitionsTaken() < 50L * data.length, () -> dfa.transitionsTaken() + " transitions");
    }

    @Test
    void backwardRunFindsEveryBegin() throws PatternException {
        ReNode tree = new RegexParser("(x|xy|y)*".getBytes(ISO_8859_1), false, false).parse();
        Program program = Program.backward(tree);
        int[] out = new int[Program.WINDOW + 1];
        byte[] data = "aaxyxy".getBytes(ISO_8859_1);
        int count = new LazyDfa(program, true, false)
                .backward(data, 0, data.length, 6, program.start, out, StopSignal.NONE);
        assertArrayEquals(new int[] {6, 5, 4, 3, 2}, Arrays.copyOf(out, count));
    }

    @Test
    void fullCacheChangesNoResult() throws PatternException {
        // Every length of the gap is a state of its own: far more than the cache holds.
        Program program = program("a[ab]{1000}[^b]{0,500}c");
        Random random = new Random(1);
        byte[] data = new byte[20_000];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (random.nextInt(3) == 0 ? 'b' : random.nextInt(300) == 0 ? 'c' : 'a');
        }
        Matcher matcher =
                java.util.regex.Pattern.compile("a[ab]{1000}[^b]{0,500}c").matcher(new String(data, ISO_8859_1));
        LazyDfa dfa = new LazyDfa(program, false, false);
        int found = 0;
        for (int from = 0; from < data.length; from += 7) {
            int expected = matcher.region(from, data.length).lookingAt() ? matcher.end() - from : -1;
            assertEquals(expected, forward(dfa, program, data, from));
            found += expected > 0 ? 1 : 0;
        }
        assertTrue(found > 0);
    }
}
