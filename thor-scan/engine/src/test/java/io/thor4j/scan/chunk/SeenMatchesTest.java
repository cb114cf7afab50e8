package io.thor4j.scan.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.thor4j.core.ByteString;
import io.thor4j.core.MatchedString;
import io.thor4j.core.Origin;
import io.thor4j.core.Reason;
import io.thor4j.core.Signature;
import io.thor4j.core.SignatureKind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows of 100 bytes that begin at 0, 50, 100... */
class SeenMatchesTest {
    private final SeenMatches seen = new SeenMatches();

    private static Reason reason(String name, MatchedString... matches) {
        return new Reason(
                name,
                Signature.builder(SignatureKind.YARA_RULE, Origin.CUSTOM, 70).build(),
                List.of(matches));
    }

    private static MatchedString at(long offset, String data) {
        return MatchedString.at(ByteString.utf8(data), null, offset);
    }

    private List<String> window(int number, boolean last, Reason... reasons) {
        return told(seen.fresh(List.of(reasons), number * 50L, 100, last));
    }

    private static List<String> told(List<Reason> reasons) {
        List<String> told = new ArrayList<>();
        for (Reason reason : reasons) {
            StringBuilder text = new StringBuilder(reason.summary());
            reason.matched()
                    .forEach(match -> text.append(' ')
                            .append(match.offset())
                            .append('=')
                            .append(match.data().data()));
            told.add(text.toString());
        }
        return told;
    }

    @Test
    void matchInTheOverlapIsToldOnce() {
        assertEquals(List.of("r 70=abc"), window(0, false, reason("r", at(70, "abc"))));
        assertEquals(List.of(), window(1, false, reason("r", at(20, "abc"))));
    }

    @Test
    void matchAcrossABorderIsToldByTheWindowThatHasItWhole() {
        assertEquals(List.of(), window(0, false));
        assertEquals(List.of("r 99=abc"), window(1, false, reason("r", at(49, "abc"))));
        assertEquals(List.of(), window(2, true));
    }

    @Test
    void onlyWhatIsNewIsTold() {
        window(0, false, reason("r", at(70, "a")));
        assertEquals(List.of("r 130=b"), window(1, false, reason("r", at(20, "a"), at(80, "b"))));
        assertEquals(List.of("s 130=b"), window(2, true, reason("r", at(30, "b")), reason("s", at(30, "b"))));
    }

    @Test
    void otherMatchAtTheSamePlaceIsNew() {
        window(0, false, reason("r", at(70, "abc")));
        assertEquals(List.of("r 70=abcdef"), window(1, true, reason("r", at(20, "abc"), at(20, "abcdef"))));
    }

    @Test
    void matchThatTheWindowCutIsToldAsTheNextSeesIt() {
        assertEquals(List.of(), window(0, false, reason("r", at(97, "abc"))));
        assertEquals(List.of("r 97=abcdef"), window(1, true, reason("r", at(47, "abcdef"))));
        assertEquals(List.of(), told(seen.rest()));
    }

    @Test
    void cutMatchIsNotLostWhenTheRuleDoesNotHoldInTheNextWindow() {
        assertEquals(List.of("r 3=x"), window(0, false, reason("r", at(3, "x"), at(97, "abc"))));
        assertEquals(List.of("r 97=abc"), window(1, false));
        assertEquals(List.of(), window(2, true));
    }

    @Test
    void cutMatchIsNotLostWhenNoWindowFollows() {
        assertEquals(List.of(), window(0, false, reason("r", at(97, "abc"))));
        assertEquals(List.of("r 97=abc"), told(seen.rest()));
        assertEquals(List.of(), told(seen.rest()));
    }

    @Test
    void lastWindowKeepsNothingBack() {
        assertEquals(List.of("r 97=abc"), window(0, true, reason("r", at(97, "abc"))));
        assertEquals(List.of(), told(seen.rest()));
    }

    @Test
    void matchLongerThanHalfAWindowIsToldOnce() {
        String large = "x".repeat(60);
        assertEquals(List.of(), window(0, false, reason("r", at(40, large))));
        assertEquals(List.of("r 40=" + large), window(1, true));
    }

    @Test
    void reasonWithoutAPlaceIsToldOnceAFile() {
        Reason name = reason("n", MatchedString.inField("x", 3, "/path"));
        assertEquals(List.of("e", "n 3=x"), window(0, false, reason("e"), name));
        assertEquals(List.of(), window(1, false, reason("e"), name));
        assertEquals(List.of("f"), window(2, true, reason("f"), name));
    }
}
