package io.thor4j.benchmarks.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.Hashes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each benchmark does what its name says, once. */
class PartsTest {
    private static final PartRules RULES = new PartRules();

    @BeforeAll
    static void compile() throws IOException {
        RULES.setUp();
    }

    @Test
    void ordinaryTextMatchesNothingAndCutStringsHardlyMore() {
        SearchBenchmark search = new SearchBenchmark();
        search.setUp(RULES);
        assertEquals(0, search.filter());
        int refused = search.verify();
        assertTrue(refused < RULES.count() / 4, refused + " rules match strings that lack their end");
    }

    @Test
    void regexesMatchTheTextOfTheirRulesButNotOrdinaryText() {
        RegexBenchmark regexes = new RegexBenchmark();
        regexes.setUp(RULES);
        assertEquals(0, regexes.clean());
        assertTrue(regexes.nearlyMatching() > 0);
    }

    @Test
    void conditionsAreTrueOnlyWhereStringsAreFound() {
        ConditionBenchmark conditions = new ConditionBenchmark();
        conditions.setUp(RULES);
        assertEquals(0, conditions.text());
        assertEquals(0, conditions.program());
        int found = conditions.everythingFound();
        assertTrue(found > 5 && found < RULES.count(), found + " of " + RULES.count() + " rules");
    }

    @Test
    void theWholeFileIsReadAndHashed() throws IOException {
        FileBenchmark file = new FileBenchmark();
        file.setUp();
        try {
            assertEquals(file.size, file.read());
            Hashes hashes = file.hash();
            assertEquals(
                    32 + 40 + 64,
                    hashes.md5().length()
                            + hashes.sha1().length()
                            + hashes.sha256().length());
        } finally {
            file.tearDown();
        }
    }

    @Test
    void ordinaryTextIsAMegabyteOfWords() {
        String text = new String(RULES.text(), StandardCharsets.US_ASCII);
        assertEquals(1 << 20, text.length());
        assertTrue(text.contains(" default "), text.substring(0, 100));
    }
}
