package io.thor4j.yara.scan;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.PatternSpec;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Automata remember what the data made them compute, in bounded memory; what they forget changes no match. */
class RunnerPoolTest {
    private static final int PATTERNS = 60;

    private static PatternSet patterns() throws PatternException {
        PatternSet.Builder builder = PatternSet.builder();
        for (int i = 0; i < PATTERNS; i++) {
            String regex = String.format("Q%03d[ab]{0,60}c[ab]{0,300}[^b]{0,500}d", i);
            builder.add(
                    PatternSpec.builder(PatternSpec.Kind.REGEX, regex.getBytes(ISO_8859_1))
                            .build(),
                    -1,
                    true);
        }
        return builder.build();
    }

    /** For each pattern two rows of letters that make its automaton reach a new state with nearly each of them; every third match ends. */
    private static byte[] data() {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2 * PATTERNS; i++) {
            text.append(String.format("Q%03d", i % PATTERNS));
            random.ints(30, 'a', 'c').forEach(c -> text.append((char) c));
            text.append('c');
            random.ints(280, 'a', 'c').forEach(c -> text.append((char) c));
            text.append(i % 3 == 0 ? "aaad" : "b");
        }
        return text.toString().getBytes(ISO_8859_1);
    }

    private static PatternSearcher searched(PatternSet patterns, long maxMemory) {
        PatternSearcher searcher = new PatternSearcher(patterns, YaraLimits.DEFAULT, maxMemory);
        ScanControl control = new ScanControl(System::nanoTime);
        control.start(Duration.ZERO);
        byte[] data = data();
        searcher.search(data, 0, data.length, false, control, (pattern, work) -> false);
        return searcher;
    }

    @Test
    void forgettingChangesNoMatch() throws PatternException {
        PatternSet patterns = patterns();
        MatchTable remembering = searched(patterns, RunnerPool.MAX_MEMORY).matches();
        MatchTable forgetful = searched(patterns, 0).matches();
        int found = 0;
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            assertEquals(remembering.count(pattern), forgetful.count(pattern));
            for (int match = 0; match < remembering.count(pattern); match++) {
                assertEquals(remembering.offset(pattern, match), forgetful.offset(pattern, match));
                assertEquals(remembering.length(pattern, match), forgetful.length(pattern, match));
                found++;
            }
        }
        assertEquals(2 * PATTERNS / 3, found);
    }

    @Test
    void memoryIsBounded() throws PatternException {
        PatternSet patterns = patterns();
        long all = searched(patterns, RunnerPool.MAX_MEMORY).runnerMemory();
        long few = searched(patterns, all / 4).runnerMemory();
        assertTrue(all > 1_000_000, () -> all + " bytes: the data does not make automata grow");
        assertTrue(few <= all / 4, () -> few + " bytes of at most " + all / 4);
    }
}
