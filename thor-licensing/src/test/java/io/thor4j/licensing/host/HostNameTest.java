package io.thor4j.licensing.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.thor4j.core.MalformedInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
    @ParameterizedTest
    @CsvSource({
        "SRV001.corp.example, SRV001, srv001",
        "' a\n', a, a",
        "ÜMLAUT, ÜMLAUT, Ümlaut",
        "DESKTOP-1(X), DESKTOP-1(X), desktop-1(x)"
    })
    void theFirstLabelIsTheName(String given, String text, String lower) {
        assertEquals(text, HostName.of(given).text());
        assertEquals(lower, HostName.of(given).lowerCase());
    }

    @Test
    void namesAreEqualWhateverTheirCase() {
        assertEquals(HostName.of("srv001"), HostName.of("SRV001.x"));
        assertEquals(HostName.of("srv001").hashCode(), HostName.of("SRV001").hashCode());
        assertNotEquals(HostName.of("srv001"), HostName.of("srv002"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                "..",
                ".hidden",
                "../../etc/passwd",
                "a/b",
                "a\\b",
                "C:",
                "a\u0000b",
                "a b",
                "a\"b",
                "a*"
            })
    void whatCannotBeAFileIsNoName(String given) {
        assertThrows(MalformedInputException.class, () -> HostName.of(given));
    }

    @Test
    void aNameThatIsTooLongIsNoName() {
        assertThrows(MalformedInputException.class, () -> HostName.of("x".repeat(256)));
    }

    @ParameterizedTest
    @CsvSource({
        "SRV001, SRV001.lic",
        "srv001.dom, srv001.lic",
        "CON, host-CON.lic",
        "lpt1, host-lpt1.lic",
        "console, console.lic"
    })
    void theFileIsNamedAfterTheHost(String given, String file) {
        assertEquals(file, HostName.of(given).fileName());
    }
}
