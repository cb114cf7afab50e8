package io.thor4j.yara.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The dialect of indicator files; java.util.regex, which reads what both know alike, is the oracle. */
class TextRegexTest {
    private static boolean found(String regex, String text) throws PatternException {
        return TextRegex.compile(regex, false, false).found(TextRegex.utf8(text));
    }

    @Provide
    Arbitrary<String> regexes() {
        Arbitrary<String> atom = Arbitraries.of(
                "a",
                "b",
                "c",
                "A",
                "/",
                "\\\\",
                ".",
                "[ab]",
                "[^a]",
                "[^b\\\\]",
                "\\d",
                "\\w",
                "\\.",
                "\u00e9",
                "[\u00e0-\u00ff]",
                "[^\u00e9]",
                "\ud83d\ude00",
                "^",
                "$",
                "\\b",
                "(?:",
                "(",
                "(?i)",
                "(?i:",
                ")",
                "|",
                "\\x62",
                "\\Qa.\\E");
        Arbitrary<String> quantifier =
                Arbitraries.of("", "", "", "*", "+", "?", "{2}", "{1,3}", "{0,1}", "{2,}", "+?", "*?");
        return Arbitraries.create(() -> "")
                .flatMap(x -> atom.flatMap(a -> quantifier.map(q -> a + q))
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(8))
                .map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "B",
                        "c",
                        "A",
                        "/",
                        "\\",
                        ".",
                        "1",
                        "_",
                        " ",
                        "\u00e9",
                        "\u00c9",
                        "\u00ff",
                        "\ud83d\ude00")
                .list()
                .ofMaxSize(8)
                .map(list -> String.join("", list));
    }

    @Property(tries = 4_000)
    void whatJavaFindsIsFoundAtTheSamePlace(@ForAll("regexes") String regex, @ForAll("texts") String text)
            throws Exception {
        TextRegex ours;
        Pattern java;
        try {
            ours = TextRegex.compile(regex, false, false);
            // Case of letters beyond ASCII counts not in Go either.
            java = Pattern.compile(regex.replace("(?i", "(?iu"));
        } catch (PatternException | java.util.regex.PatternSyntaxException e) {
            return;
        }
        Matcher matcher = java.matcher(text);
        boolean expected = matcher.find();
        // A match of nothing at the end of a text that is not empty is not tried, and \b is one of ASCII.
        if ((expected && matcher.start() == text.length() && !text.isEmpty())
                || regex.contains("\\b") && !text.chars().allMatch(c -> c < 0x80)) {
            return;
        }
        byte[] utf8 = TextRegex.utf8(text);
        assertEquals(expected, ours.found(utf8), regex + " in " + text);
        if (expected) {
            long place = ours.find(utf8);
            assertEquals(
                    text.substring(0, matcher.start()).getBytes(StandardCharsets.UTF_8).length,
                    (int) (place >>> 32),
                    regex + " in " + text);
        }
    }

    @Property(tries = 4_000)
    void oneOfTheRequiredTextsStandsInEveryMatch(@ForAll("regexes") String regex, @ForAll("texts") String text) {
        TextRegex ours;
        try {
            ours = TextRegex.compile(regex, false, true);
        } catch (PatternException e) {
            return;
        }
        byte[] utf8 = TextRegex.utf8(text);
        if (!ours.found(utf8) || ours.required().isEmpty()) {
            return;
        }
        byte[] folded = utf8.clone();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = TextRegex.fold(folded[i]);
        }
        String searched = new String(folded, StandardCharsets.ISO_8859_1);
        assertTrue(
                ours.required().stream()
                        .anyMatch(needed -> searched.contains(new String(needed, StandardCharsets.ISO_8859_1))),
                regex + " in " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "a\\/b, a/b, true",
        "[[:digit:]]x, 7x, true",
        "[[:^digit:]]x, 7x, false",
        "\\x{e9}, \u00e9, true",
        "(?P<n>ab)c, abc, true",
        "(?<n>ab)c, abc, true",
        "'a{,2}', 'a{,2}', true",
        "x{, 'x{', true",
        "\\Aab\\z, ab, true",
        "\\Aab\\z, abc, false",
        "(?s).x, '\nx', true",
        ".x, '\nx', false",
        "(|a)b, b, true",
        "a|, zzz, true",
    })
    void formsOfTheDialectAreKnown(String regex, String text, boolean expected) throws Exception {
        assertEquals(expected, found(regex, text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "[a",
                "[]",
                "a**",
                "*",
                "+a",
                "(?=a)",
                "(?!a)",
                "(?<=a)b",
                "(?<!a)b",
                "(a)\\1",
                "\\p{L}",
                "\\M",
                "a\\",
                "[b-a]",
                "(?m)a",
                "(?z)a",
                "a{2,1}",
                "a{1001}",
                "\\x{110000}",
                "\\xg1",
                "[[:nope:]]",
                "(?P<>a)",
                "(?i",
                "[^\\x00-\\x{10FFFF}]"
            })
    void whatIsMalformedOrNotLinearIsRefused(String regex) {
        assertThrows(PatternException.class, () -> TextRegex.compile(regex, false, false));
    }

    @Test
    void deepNestingAndHugeRepeatsAreRefused() {
        assertThrows(
                PatternException.class, () -> TextRegex.compile("(".repeat(5_000) + ")".repeat(5_000), false, false));
        assertThrows(PatternException.class, () -> TextRegex.compile("((a{1000}){1000}){1000}", false, false));
        assertThrows(PatternException.class, () -> TextRegex.compile("a".repeat(70_000), false, false));
    }

    @Test
    void separatorsAreOneCharacterWhenAsked() throws Exception {
        TextRegex regex = TextRegex.compile("\\\\a/[^\\\\]$", false, true);
        assertTrue(regex.found(TextRegex.utf8("/a\\b")));
        assertTrue(!regex.found(TextRegex.utf8("/a\\/")));
        assertEquals(
                List.of("\\a\\"),
                regex.required().stream()
                        .map(text -> new String(text, StandardCharsets.UTF_8))
                        .toList());
    }

    @Test
    void literalsAreFoundWholeOrAnywhere() throws Exception {
        assertTrue(TextRegex.literal("a.b", true, false, false).found(TextRegex.utf8("xA.Bx")));
        assertTrue(!TextRegex.literal("a.b", false, false, true).found(TextRegex.utf8("xa.b")));
        assertTrue(TextRegex.literal("a.b", false, false, true).found(TextRegex.utf8("a.b")));
    }
}
