package io.thor4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class SizeConverterTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "500, 500",
        "7B, 7",
        "64KB, 65536",
        "64kb, 65536",
        "1K, 1024",
        "30 MB, 31457280",
        "2GB, 2147483648",
        "1g, 1073741824"
    })
    void readsNumbersWithUnits(String text, long bytes) {
        assertEquals(bytes, new SizeConverter().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "-1", "1.5MB", "1TB", "9999999999999999999", "9223372036854775807KB", "1 M B"})
    void refusesEverythingElse(String text) {
        assertThrows(TypeConversionException.class, () -> new SizeConverter().convert(text));
    }
}
