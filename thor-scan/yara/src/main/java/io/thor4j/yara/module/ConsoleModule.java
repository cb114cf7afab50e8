package io.thor4j.yara.module;

import static io.thor4j.yara.spi.ModuleType.Scalar.FLOAT;
import static io.thor4j.yara.spi.ModuleType.Scalar.INTEGER;
import static io.thor4j.yara.spi.ModuleType.Scalar.STRING;

import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType.Scalar;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * {@code import "console"}: writes values to the scan's console, one line a call, and is always true (yara-semantics.md, section 13,
 * console). A text value has its unprintable bytes as {@code \xHH}; the message in front of a value is written as it is, up to its first
 * NUL, one char a byte (observed with libyara 4.2.3). Threads share it.
 */
public final class ConsoleModule implements YaraModule {
    private static final StructType TABLE = table();

    @Override
    public String name() {
        return "console";
    }

    @Override
    public StructType structure() {
        return TABLE;
    }

    @Override
    public StructValue parse(ModuleInput input) {
        return new StructValue(TABLE, input);
    }

    private static StructType table() {
        StructType.Builder table = StructType.builder();
        add(table, "log", STRING, value -> CStrings.printable((byte[]) value));
        add(table, "log", INTEGER, Object::toString);
        add(table, "log", FLOAT, value -> fixed((Double) value));
        add(table, "hex", INTEGER, value -> "0x" + Long.toHexString((Long) value));
        return table.build();
    }

    private static void add(StructType.Builder table, String name, Scalar type, Format format) {
        table.function(name, INTEGER, List.of(STRING, type), (self, a) -> {
                    String message = CStrings.latin1(CStrings.cut((byte[]) a[0]));
                    self.state(ModuleInput.class).console(message + format.text(a[1]));
                    return 1L;
                })
                .function(name, INTEGER, List.of(type), (self, a) -> {
                    self.state(ModuleInput.class).console(format.text(a[0]));
                    return 1L;
                });
    }

    private interface Format {
        String text(Object value);
    }

    /** Returns a number as {@code %f} of ISO C does: six decimals, halves to even of the exact binary value. */
    static String fixed(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value < 0 ? "-inf" : "inf";
        }
        String digits = new BigDecimal(Math.abs(value))
                .setScale(6, RoundingMode.HALF_EVEN)
                .toPlainString();
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        return negative ? "-" + digits : digits;
    }
}
