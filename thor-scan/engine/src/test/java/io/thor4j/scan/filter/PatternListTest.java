package io.thor4j.scan.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.thor4j.core.MalformedRuleException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternListTest {
    @Test
    void pathsAreSearchedWithoutCaseAndWithBothSeparators() {
        PatternList list =
                PatternList.parse(List.of("# THOR", "", "\\\\Backup\\\\[0-9]+", "  \\.iso$ "), "excludes.cfg", true);
        assertEquals(2, list.size());
        assertTrue(list.matches("C:\\backup\\12\\x"));
        assertTrue(list.matches("/srv/BACKUP/3/x"));
        assertTrue(list.matches("/srv/x.ISO"));
        assertFalse(list.matches("/srv/backup/x"));
        assertFalse(PatternList.EMPTY.matches("x"));
    }

    @Test
    void findingsAreSearchedWithCase() {
        PatternList list = PatternList.parse(List.of("FILE: /opt/", "(?i)reason_1: yara rule x"), "filters.cfg", false);
        assertTrue(list.matches("Warning: MODULE: Filescan FILE: /opt/a"));
        assertFalse(list.matches("Warning: MODULE: Filescan file: /opt/a"));
        assertTrue(list.matches("REASON_1: YARA rule X / y"));
        assertEquals("[FILE: /opt/, (?i)reason_1: yara rule x]", list.toString());
    }

    @Test
    void lineThatIsNoRegexIsNamed() {
        for (String bad : List.of("(", "a{2,1}", "(?=x)", "\\1")) {
            MalformedRuleException e = assertThrows(
                    MalformedRuleException.class, () -> PatternList.parse(List.of("good", bad), "f.cfg", false), bad);
            assertEquals("f.cfg:2", e.position());
        }
    }

    @Test
    void searchIsLinear() {
        PatternList list = PatternList.parse(List.of("(a+)+b", "(x|x|x)*y"), "f", false);
        String text = "a".repeat(3_000) + "x".repeat(3_000);
        assertFalse(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> list.matches(text)));
    }
}
