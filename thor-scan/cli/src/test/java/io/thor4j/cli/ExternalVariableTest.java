package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class ExternalVariableTest {
    private static Object value(String text) {
        return new ExternalVariable.Converter().convert("v=" + text).value();
    }

    /** The types that yara 4.2.3 gave these values. */
    @ParameterizedTest
    @CsvSource({
        "1, Long",
        "-1, Long",
        "0x1, String",
        "1.0, Double",
        ".5, String",
        "-.5, String",
        "1., Double",
        "-1.25, Double",
        "1.2.3, String",
        "true, Boolean",
        "false, Boolean",
        "True, String",
        "abc, String",
        "1e5, String",
        "+1, String",
        "-, String",
        "a=b, String",
    })
    void typesAreThoseOfYara(String text, String type) {
        assertEquals(type, value(text).getClass().getSimpleName());
    }

    @Test
    void anEmptyValueIsEmptyText() {
        assertEquals("", value(""));
    }

    @Test
    void onlyTheFirstEqualsSignSeparates() {
        assertEquals(new ExternalVariable("a", "b=c"), new ExternalVariable.Converter().convert("a=b=c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"v", "=1", "v=99999999999999999999"})
    void refusesWhatIsNoDefinition(String text) {
        assertThrows(TypeConversionException.class, () -> new ExternalVariable.Converter().convert(text));
    }
}
