package io.thor4j.yara.module;

import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code import "string"}: the length of a text and the number in it (yara-semantics.md, section 13, string). Threads share it. */
public final class StringModule implements YaraModule {
    private static final StructType TABLE = StructType.builder()
            .function("to_int", INTEGER, List.of(STRING), (self, a) -> number((byte[]) a[0], 0))
            .function("to_int", INTEGER, List.of(STRING, INTEGER), (self, a) -> number((byte[]) a[0], (Long) a[1]))
            .function("length", INTEGER, List.of(STRING), (self, a) -> (long) ((byte[]) a[0]).length)
            .build();

    @Override
    public String name() {
        return "string";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        return new StructValue(TABLE, null);
    }

    /**
     * Reads a number as strtoll of ISO C 99 (7.20.1.4) does in the C locale; the whole text up to its first NUL must belong to the number.
     *
     * @return the number, null when there is none, when it does not fit 64 bits, or when the base is neither 0 nor 2..36
     */
    static @Nullable Long number(byte[] text, long base) {
        if (base != 0 && (base < 2 || base > 36)) {
            return null;
        }
        int end = CStrings.length(text);
        int at = 0;
        while (at < end && isBlank(text[at])) {
            at++;
        }
        boolean negative = at < end && text[at] == '-';
        if (at < end && (text[at] == '-' || text[at] == '+')) {
            at++;
        }
        int radix = (int) base;
        boolean prefixed = at + 2 < end && text[at] == '0' && (text[at + 1] | 0x20) == 'x';
        if ((radix == 0 || radix == 16) && prefixed) {
            radix = 16;
            at += 2;
        } else if (radix == 0) {
            radix = at < end && text[at] == '0' ? 8 : 10;
        }
        return digits(text, at, end, radix, negative);
    }

    private static @Nullable Long digits(byte[] text, int from, int end, int radix, boolean negative) {
        if (from == end) {
            return null;
        }
        // Counted below zero, where one more number fits.
        long result = 0;
        long lowest = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        for (int i = from; i < end; i++) {
            int digit = text[i] < 0 ? -1 : Character.digit(text[i], radix);
            if (digit < 0 || result < lowest / radix || result * radix < lowest + digit) {
                return null;
            }
            result = result * radix - digit;
        }
        return negative ? result : -result;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }
}
