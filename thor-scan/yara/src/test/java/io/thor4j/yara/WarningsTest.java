package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** libyara 4.5's warnings in its words (yara-semantics.md section 12); those about atoms were tried with the yara command. */
class WarningsTest {
    private static List<String> warnings(String text) {
        YaraRules rules = YaraRules.builder()
                .strictEscape(true)
                .source("default", "t", text)
                .build();
        assertEquals(List.of(), rules.leftOut());
        return rules.diagnostics().stream().map(Diagnostic::message).toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$a = \"a\"            | $a | string \"$a\" may slow down scanning",
                "$a = /.*abcdef/       | $a | $a contains .*, .+ or .{x,} consider using .{,N}, .{1,N} or {x,N} with a reasonable value for N",
                "$a = /abc\\qdefg/     | $a | unknown escape sequence",
                "$a = \"abcd\"         | 2 of them | expression always false - requesting 2 of 1.",
                "$a = \"abcd\"         | 0 of them | consider using \"none\" keyword, it is less ambiguous.",
                "$a = \"abcd\" $b = \"efgh\" | all of them at 0 | multiple strings at an offset is usually false.",
                "$a = \"abcd\"         | $a and \"x\" | using literal string \"x\" in a boolean operation.",
                "$a = \"abcd\" | $a at entrypoint | using deprecated \"entrypoint\" keyword. Use the \"entry_point\" function from PE module instead.",
            })
    void saysWhatLibyaraSays(String strings, String condition, String warning) {
        assertEquals(List.of(warning), warnings("rule t { strings: " + strings + " condition: " + condition + " }"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"aa\" xor        | true",
                "\"aaaa\" xor      | true",
                "\"ab\" xor        | true",
                "\"ab\" xor(1-2)   | false",
                "\"abcd\" xor      | false",
                "\"aaab\" xor      | false",
                "\"abc\" xor       | false",
                "\"aaaa\" xor wide | false",
                "\"aaaa\" xor(5-6) | false",
                "\"aa\" nocase     | false",
                "\"    \" wide     | true",
                "\"a\" ascii wide  | true",
                "\"ab\" wide       | false",
                "\"abc\" base64    | false",
            })
    void warnsOfSlowTextsAsLibyara(String string, boolean slow) {
        List<String> expected = slow ? List.of("string \"$a\" may slow down scanning") : List.of();
        assertEquals(expected, warnings("rule t { strings: $a = " + string + " condition: $a }"));
    }

    /* The number of strings with which the yara command begins to warn. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"1234%s\" ascii wide nocase | 6001 | d",
                "{ 61 6? 31 32 ?? %s0}        | 751  | d",
                "\"abcdef%s\" base64          | 4001 | d",
                "\"abcd%s\" nocase            | 751  | l",
                "\"abcd%s\" wide nocase       | 3001 | l",
                "/abcd?%s/i                   | 751  | l",
                "\"abcd%s\" xor               | 47   | d",
            })
    void warnsOfTooManyAtomsWithTheSameNumberAsLibyara(String string, int first, String kind) {
        assertEquals(List.of(), slowRules(string, first - 1, kind));
        assertEquals(List.of("rule is slowing down scanning"), slowRules(string, first, kind));
    }

    private static List<String> slowRules(String string, int count, String kind) {
        String strings = IntStream.range(0, count)
                .mapToObj(i -> "$s" + i + " = "
                        + string.replace("%s", kind.equals("d") ? String.format("%05d", i) : letters(i)))
                .collect(Collectors.joining("\n"));
        return warnings("rule t { strings:\n" + strings + "\ncondition: any of them }").stream()
                .filter(message -> message.startsWith("rule"))
                .toList();
    }

    private static String letters(int number) {
        StringBuilder out = new StringBuilder();
        for (int rest = number, i = 0; i < 5; i++, rest /= 26) {
            out.insert(0, (char) ('a' + rest % 26));
        }
        return out.toString();
    }

    @Test
    void warningsOfOneRuleComeInTheOrderOfLibyara() {
        assertEquals(
                List.of("string \"$a\" may slow down scanning", "expression always false - requesting 3 of 1."),
                warnings("rule t { strings: $a = \"a\" condition: 3 of them }"));
    }
}
