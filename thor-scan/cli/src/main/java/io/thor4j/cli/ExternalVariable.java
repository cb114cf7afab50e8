package io.thor4j.cli;

import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A variable given with {@code -d name=value}, typed as yara types it: digits with an optional minus are an integer, digits with one dot a
 * float, {@code true} and {@code false} a truth value, everything else text. Immutable; threads may share it.
 *
 * @param name its name
 * @param value a {@link Long}, {@link Double}, {@link Boolean} or {@link String}
 */
public record ExternalVariable(String name, Object value) {
    /** Reads {@code name=value}. Stateless. */
    public static final class Converter implements ITypeConverter<ExternalVariable> {
        /** Makes a converter; picocli does. */
        public Converter() {}

        @Override
        public ExternalVariable convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("'" + text + "' is not NAME=VALUE");
            }
            return new ExternalVariable(text.substring(0, equals), typed(text.substring(equals + 1)));
        }
    }

    private static Object typed(String value) {
        if (value.equals("true") || value.equals("false")) {
            return Boolean.valueOf(value);
        }
        int dots = 0;
        int start = value.startsWith("-") ? 1 : 0;
        for (int i = start; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '.' && i > start) {
                dots++;
            } else if (c < '0' || c > '9') {
                return value;
            }
        }
        if (start == value.length() || dots > 1) {
            return value;
        }
        if (dots == 1) {
            return Double.valueOf(value);
        }
        try {
            return Long.valueOf(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + value + "' does not fit into 64 bits");
        }
    }

    /**
     * Defines the variable for rules that are being compiled.
     *
     * @param builder the rules
     */
    public void defineIn(YaraRules.Builder builder) {
        if (value instanceof Long number) {
            builder.define(name, number.longValue());
        } else if (value instanceof Double number) {
            builder.define(name, number.doubleValue());
        } else if (value instanceof Boolean truth) {
            builder.define(name, truth.booleanValue());
        } else {
            builder.define(name, value.toString());
        }
    }

    /**
     * Gives the variable its value for scans with compiled rules.
     *
     * @param scanner the scanner
     * @throws IllegalArgumentException when the rules do not define it, or as another type
     */
    public void defineIn(YaraScanner scanner) {
        if (value instanceof Long number) {
            scanner.define(name, number.longValue());
        } else if (value instanceof Double number) {
            scanner.define(name, number.doubleValue());
        } else if (value instanceof Boolean truth) {
            scanner.define(name, truth.booleanValue());
        } else {
            scanner.define(name, value.toString());
        }
    }
}
