package io.thor4j.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerCheckTest {
    private static final Corpus ONE_FILE =
            new Corpus("one file", List.of(new Corpus.Range(new byte[] {1}, 0, 1)), List.of());

    private final AnswerCheck check =
            new AnswerCheck(KnownDifferences.of(List.of("# a comment", "other\tknown\tits reason")));

    /** Says what it was told to say. */
    private record Told(
            String name,
            List<Answer> answers,
            Map<String, String> leftOut,
            @Nullable Answer alone) implements Rival {
        Told(String name, String... rules) {
            this(name, List.of(Answer.of(List.of(rules))), new HashMap<>(), null);
        }

        @Override
        public Time compilation() {
            return new Time(0, 0);
        }

        @Override
        public List<Answer> answers(Corpus corpus) {
            return answers;
        }

        @Override
        public @Nullable Answer alone(String namespace, String rule, Corpus corpus, int file) {
            assertEquals("n", namespace);
            return alone;
        }

        @Override
        public Time one(Corpus corpus, int passes) {
            return new Time(1, 1);
        }

        @Override
        public Time reading(Corpus corpus, boolean digests) {
            return new Time(1, 1);
        }

        @Override
        public Time many(Corpus corpus, int threads) {
            return new Time(1, 1);
        }

        @Override
        public void close() {}
    }

    private AnswerCheck.Result compare(Rival thor, Rival other) throws IOException {
        return check.compare(List.of(thor, other), ONE_FILE);
    }

    @Test
    void equalAnswersAgree() throws IOException {
        AnswerCheck.Result result = compare(new Told("thor", "n:a", "n:b"), new Told("other", "n:b", "n:a"));
        assertNull(result.fault());
        assertFalse(check.differs());
        assertEquals(List.of(), check.explained());
    }

    @Test
    void aMissingAndAnAddedRuleAreFaults() throws IOException {
        assertEquals(
                "ANSWERS DIFFER from other's in 1 files",
                compare(new Told("thor", "n:a"), new Told("other")).fault());
        assertTrue(check.differs());
        assertEquals(
                "ANSWERS DIFFER from other's in 1 files",
                compare(new Told("thor"), new Told("other", "n:a")).fault());
    }

    @Test
    void aKnownDifferenceIsCountedByName() throws IOException {
        assertNull(compare(new Told("thor"), new Told("other", "n:known")).fault());
        assertNull(compare(new Told("thor"), new Told("other", "n:known")).fault());
        assertEquals(List.of("other, known: its reason (2 files)"), check.explained());
        assertFalse(check.differs());
    }

    @Test
    void aKnownDifferenceOfOneRivalSaysNothingAboutAnother() throws IOException {
        compare(new Told("thor"), new Told("third", "n:known"));
        assertTrue(check.differs());
    }

    @Test
    void aRuleThatOneDoesNotCompileIsNamed() throws IOException {
        Told other = new Told("other");
        other.leftOut().put("a", "syntax");
        assertNull(compare(new Told("thor", "n:a"), other).fault());
        assertEquals(List.of("other, a: other does not compile it (1 files)"), check.explained());
    }

    @Test
    void aReportedStopIsNoWrongAnswerButIsNamed() throws IOException {
        Answer stopped = Answer.of(List.of());
        stopped.stopped().put("n:slow", "cost too much");
        Told thor = new Told("thor", List.of(stopped), Map.of(), null);
        AnswerCheck.Result result = compare(thor, new Told("other", "n:slow"));
        assertNull(result.fault());
        assertEquals("thor reports a stop in 1 files: n:slow", result.note());
        assertEquals(List.of("other, slow: thor reported that it stopped (1 files)"), check.explained());
        compare(thor, new Told("other", "n:a"));
        assertTrue(check.differs());
    }

    @Test
    void aRuleThatAnswersAsThorWhenItIsAloneIsNamed() throws IOException {
        Told right = new Told("other", List.of(Answer.of(List.of())), Map.of(), Answer.of(List.of("n:a")));
        assertNull(compare(new Told("thor", "n:a"), right).fault());
        Told wrong = new Told("other", List.of(Answer.of(List.of())), Map.of(), Answer.of(List.of()));
        compare(new Told("thor", "n:a"), wrong);
        assertTrue(check.differs());
    }

    @Test
    void linesOfCommandsAreComparedWithoutOrder() {
        assertEquals(0, check.lines("a command", "other", Set.of("a /f", "b /f"), Set.of("b /f", "a /f", "known /f")));
        assertFalse(check.differs());
        assertEquals(1, check.lines("a command", "other", Set.of("a /f"), Set.of()));
        assertTrue(check.differs());
    }
}
