package io.thor4j.thunderstorm.collector;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Reads the ages that the Go collector takes: a number with s, m, h or d behind it, days without (thunderstorm.md section 5). Stateless. */
public final class AgeLimit {
    private static final int MAX_DIGITS = 9;

    private AgeLimit() {}

    /**
     * Reads an age.
     *
     * @param text such as {@code 14}, {@code 14d}, {@code 12h}, {@code 30m}, {@code 90s}
     * @throws IllegalArgumentException when it is none
     */
    public static Duration parse(String text) {
        String value = text.strip();
        int digits = 0;
        while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
            digits++;
        }
        if (digits > 0 && digits <= MAX_DIGITS) {
            long number = Long.parseLong(value.substring(0, digits));
            ChronoUnit unit = switch (value.substring(digits)) {
                case "s" -> ChronoUnit.SECONDS;
                case "m" -> ChronoUnit.MINUTES;
                case "h" -> ChronoUnit.HOURS;
                case "", "d" -> ChronoUnit.DAYS;
                default -> null;
            };
            if (unit != null) {
                return Duration.of(number, unit);
            }
        }
        throw new IllegalArgumentException("not an age such as 14d, 12h, 30m or 90s: " + text);
    }
}
