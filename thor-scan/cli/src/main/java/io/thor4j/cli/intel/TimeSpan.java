package io.thor4j.cli.intel;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90d}, {@code 24h}, {@code 5m} and {@code 30s}. Stateless. */
final class TimeSpan implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > 6 || !text.substring(0, digits).chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new TypeConversionException("not a time such as 90d, 24h, 5m or 30s: " + text);
        }
        long number = Long.parseLong(text.substring(0, digits));
        return switch (text.charAt(digits)) {
            case 'd' -> Duration.ofDays(number);
            case 'h' -> Duration.ofHours(number);
            case 'm' -> Duration.ofMinutes(number);
            case 's' -> Duration.ofSeconds(number);
            default -> throw new TypeConversionException("not a time such as 90d, 24h, 5m or 30s: " + text);
        };
    }
}
