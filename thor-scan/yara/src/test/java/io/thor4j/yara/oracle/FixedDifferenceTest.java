package io.thor4j.yara.oracle;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What {@link YaraDifferentialTest} once found to differ, by the smallest input; the expectations were printed by yara 4.2.3. */
class FixedDifferenceTest {
    private static String matchesOf(String rule, String data) {
        Map<String, List<String>> found =
                ThorEngine.scan(ThorEngine.compile(List.of(rule)).scanner(), data.getBytes(ISO_8859_1));
        return String.join(" ", found.getOrDefault("n0:r", List.of()));
    }

    private static String matches(String string, String data) {
        return matchesOf("rule r { strings: $a = " + string + " condition: $a }", data);
    }

    @Test
    void halfKnownBytesDoNotOutweighUnknownOnesInAnAtom() {
        assertEquals("0:4:$a", matches("{ 6? ( 62 ?? 6? | 6? ) }", "bb\0b"));
        assertEquals("0:2:$a", matches("{ 6? ( 62 ?? 62 | 6? ) }", "bb\0b"));
        assertEquals("0:2:$a", matches("{ 6? ( 6? | 62 ?? 6? ) }", "bb\0b"));
    }

    @Test
    void anAtomInsideAPlusStandsForEveryRound() {
        // Only the second "aBx" leads to a match that ends at a word boundary.
        assertEquals("0:10:$a", matches("/ba(a(.A)*?aBx)+?/i fullword", "baaaBxAaBx"));
    }

    @Test
    void aJumpOfOneByteChoosesAtomsAsAnUnknownByteDoes() {
        assertEquals("0:3:$a", matches("{ 20 [1] ( ?? 62 | 20 ) }", " b b"));
        assertEquals("0:4:$a", matches("{ 20 [1-1] ( ?? 62 | 20 ) }", " b b"));
    }

    @Test
    void ofEqualAtomsTheLaterReplacesTheLengthInAGreedyRegex() {
        assertEquals("0:2:$a 2:2:$a", matches("/ba((b_)?)|ba/", "baba"));
        assertEquals("0:2:$a", matches("/ba((b_)?)|ba/", "bab_"));
    }

    @Test
    void aChainEndsAtTheTailThatIsFoundFirst() {
        // "A" at 8 is found before "bAb" at 7 is.
        assertEquals("0:9:$a", matches("{ 63 [1-500] ( 41 | 6? 4? 62 ) }", "c......bAb"));
    }

    @Test
    void aBase64StringIsSearchedEverywhereAlsoWhenOnlyOneOffsetIsAskedFor() {
        String strings = "rule r { strings: $a = \"secret\" base64 $b = \"plain\" condition: ";
        assertEquals("0:8:$a", matchesOf(strings + "not $a at 9 and not $b at 8 }", "c2VjcmV0 plain"));
    }

    @Test
    void aDollarInALoopLiftsTheFixedOffsetOfEveryString() {
        String rule = "rule r { strings: $a = \"one\" $b = \"two\" condition: for any of ($a) : ($) or $b at 24 }";
        assertEquals("0:3:$a 4:3:$b", matchesOf(rule, "one two"));
    }

    @Test
    void ofBase64FormsAtOneOffsetTheOneWhoseAtomEndsFirstIsReported() {
        assertEquals("0:1:$a", matches("\"x\" base64 base64wide", "e\0"));
        assertEquals("0:1:$a", matches("\"\\\"\" base64 wide ascii", "Ig"));
    }
}
