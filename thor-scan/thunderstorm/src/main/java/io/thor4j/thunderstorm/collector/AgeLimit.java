package io.thor4j.thunderstorm.collector;

import java.time.Duration;

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
        long number = digits > 0 && digits <= MAX_DIGITS ? Long.parseLong(value.substring(0, digits)) : -1;
        Duration age = switch (value.substring(digits)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "", "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(-1);
        };
        if (!age.isNegative()) {
            return age;
        }
        throw new IllegalArgumentException("not an age such as 14d, 12h, 30m or 90s: " + text);
    }
}
