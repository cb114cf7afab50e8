package io.thor4j.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads sizes such as {@code 500}, {@code 64KB}, {@code 30 MB}, {@code 2GB} into bytes; a KB has 1024, as in YARA rules. Stateless. */
public final class SizeConverter implements ITypeConverter<Long> {
    /** Makes a converter; picocli does. */
    public SizeConverter() {}

    @Override
    public Long convert(String value) {
        String text = value.strip().toUpperCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        long unit = switch (text.substring(digits).strip()) {
            case "", "B" -> 1L;
            case "K", "KB" -> 1L << 10;
            case "M", "MB" -> 1L << 20;
            case "G", "GB" -> 1L << 30;
            default -> throw wrong(value);
        };
        try {
            return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(value);
        }
    }

    private static TypeConversionException wrong(String value) {
        return new TypeConversionException("'" + value + "' is not a size: write bytes, or a number with KB, MB or GB");
    }
}
