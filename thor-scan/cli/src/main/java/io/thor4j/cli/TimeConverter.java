package io.thor4j.cli;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads times such as {@code 72} (hours, as THOR does), {@code 90m}, {@code 30s} or {@code 7d}. Stateless. */
public final class TimeConverter implements ITypeConverter<Duration> {
    /** Makes a converter; picocli does. */
    public TimeConverter() {}

    @Override
    public Duration convert(String value) {
        String text = value.strip();
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        try {
            long number = Long.parseLong(text.substring(0, digits));
            return switch (text.substring(digits)) {
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                case "", "h" -> Duration.ofHours(number);
                case "d" -> Duration.ofDays(number);
                default -> throw wrong(value);
            };
        } catch (ArithmeticException | NumberFormatException e) {
            throw wrong(value);
        }
    }

    private static TypeConversionException wrong(String value) {
        return new TypeConversionException("'" + value + "' is not a time: write hours, or a number with s, m, h or d");
    }
}
