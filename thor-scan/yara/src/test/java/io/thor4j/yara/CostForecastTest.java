package io.thor4j.yara;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CostForecastTest {
    private static List<CostForecast> costs(String strings, String condition) {
        return YaraRules.builder()
                .source("default", "t.yar", "rule t {\n strings:\n  " + strings + "\n condition: " + condition + " }")
                .build()
                .costs();
    }

    @Test
    void putsTheDearestFirstWithItsPlace() {
        List<CostForecast> costs = costs("$rare = \"q7#Zk!\"\n  $any = /[a-z]{3}/", "all of them");
        assertEquals("t.yar:4:3", costs.get(0).place());
        assertEquals("$any", costs.get(0).identifier());
        assertTrue(costs.get(0).everyPosition());
        assertEquals(1_048_576.0, costs.get(0).candidatesPerMegabyte());
        assertEquals("t.yar:3:3", costs.get(1).place());
        assertFalse(costs.get(1).everyPosition());
        assertTrue(costs.get(1).candidatesPerMegabyte() < 5);
        assertEquals(List.of(), costs.get(1).notes());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$a = /ab.*cdefg/ | contains .*, .+ or .{x,} consider using .{,N}, .{1,N} or {x,N} with a reasonable value for N",
                "$a = { ?? ?? }   | tried at every position: no known byte stands in all matches",
                "$a = \"e\"       | common bytes",
                "$a = \"abcd\" xor(1-9) | xor searches 9 byte runs",
            })
    void saysWhatIsDear(String string, String note) {
        assertTrue(
                costs(string, "$a").get(0).notes().contains(note),
                costs(string, "$a").toString());
    }

    @Test
    void aStringAtAFixedOffsetCostsNothing() {
        CostForecast cost = costs("$a = \"MZ\"", "$a at 0").get(0);
        assertEquals(0.0, cost.candidatesPerMegabyte());
        assertEquals(List.of("looked for at offset 0 only"), cost.notes());
    }

    @Test
    void countsEveryByteRunOnce() {
        CostForecast cost = costs("$a = /(abcd|ABCD|wxyz)[0-9]?/", "$a").get(0);
        assertEquals(2, cost.gramCount());
    }

    @Test
    void worksForLoadedRulesWithoutPlaces() throws IOException {
        YaraRules rules = YaraRules.builder()
                .source("default", "t.yar", "rule t { strings: $a = \"abcd\" condition: $a }")
                .build();
        ByteArrayOutputStream saved = new ByteArrayOutputStream();
        rules.save(saved);
        CostForecast loaded = YaraRules.load(new ByteArrayInputStream(saved.toByteArray()))
                .costs()
                .get(0);
        assertEquals("default:t", loaded.place());
        assertEquals(rules.costs().get(0).candidatesPerMegabyte(), loaded.candidatesPerMegabyte());
    }
}
