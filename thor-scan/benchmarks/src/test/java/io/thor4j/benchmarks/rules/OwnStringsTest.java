package io.thor4j.benchmarks.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.yara.YaraRules;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnStringsTest {
    private static final byte[] RULE = """
            rule r {
              strings:
                $a = "a\\x41\\"\\n" nocase
                $b = { 62 ?? [2-4] 6? }
                $c = /x[0-9]+/ ascii
              condition: any of them and 1 == 1
            }
            """.getBytes(StandardCharsets.ISO_8859_1);

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Test
    void textAndHexStringsBecomeTheirBytes() {
        assertEquals("aA\"\n" + "b\0`" + "x0", text(OwnStrings.of(RULE)));
    }

    @Test
    void cutStringsLoseTheirEndsAndAreRepeated() {
        assertEquals("aA\"\nb\0\nx\naA", text(OwnStrings.cut(RULE, 1, 11)));
    }

    @Test
    void aRegexBecomesATextThatItMatches() {
        for (String regex : List.of(
                "[k]ey(a|b)+c?\\.exe",
                "\\s{2,4}x*[^\\r\\n]{1,3}end",
                "(one|two(three|four))\\d+",
                "a{3}\\x41[\\x00-\\x20]b")) {
            String sample = text(OwnStrings.of(("$a = /" + regex + "/ nocase").getBytes(StandardCharsets.ISO_8859_1)));
            YaraRules rules = YaraRules.builder()
                    .source("default", "test", "rule r { strings: $a = /" + regex + "/ condition: $a }")
                    .build();
            assertEquals(
                    1,
                    rules.scanner()
                            .scan(sample.getBytes(StandardCharsets.ISO_8859_1))
                            .matches()
                            .size(),
                    regex + " does not match " + sample);
        }
    }

    @Test
    void regexesKeepTheirModifiers() {
        assertEquals(List.of("/x[0-9]+/ ascii"), OwnStrings.regexes(RULE));
    }
}
