package io.thor4j.thunderstorm.update;

import io.thor4j.core.MalformedInputException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A pack's version: one to six numbers with dots between them, compared number by number. Immutable. */
public final class PackVersion implements Comparable<PackVersion> {
    private static final int MAX_NUMBERS = 6;
    private static final int MAX_DIGITS = 14;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu.MM.dd.HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String text;
    private final List<Long> numbers;

    private PackVersion(String text, List<Long> numbers) {
        this.text = text;
        this.numbers = numbers;
    }

    /**
     * Reads a version.
     *
     * @param text such as {@code 2026.11.22}
     * @throws MalformedInputException when it is none
     */
    public static PackVersion parse(String text) {
        List<Long> numbers = new ArrayList<>();
        for (String number : text.split("\\.", MAX_NUMBERS + 1)) {
            boolean digits = !number.isEmpty()
                    && number.length() <= MAX_DIGITS
                    && number.chars().allMatch(c -> c >= '0' && c <= '9');
            if (!digits || numbers.size() == MAX_NUMBERS) {
                throw new MalformedInputException(
                        "not a version", null, "one to six numbers with dots between them, such as 2026.11.22", null);
            }
            numbers.add(Long.parseLong(number));
        }
        return new PackVersion(text, List.copyOf(numbers));
    }

    /**
     * Makes the version of a time.
     *
     * @param time the time
     * @return such as {@code 2026.11.22.180000}, UTC
     */
    public static PackVersion of(Instant time) {
        return parse(TIME.format(time));
    }

    @Override
    public int compareTo(PackVersion other) {
        int longest = Math.max(numbers.size(), other.numbers.size());
        for (int i = 0; i < longest; i++) {
            int order = Long.compare(number(i), other.number(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private long number(int index) {
        return index < numbers.size() ? numbers.get(index) : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PackVersion version && compareTo(version) == 0;
    }

    @Override
    public int hashCode() {
        int used = numbers.size();
        while (used > 0 && numbers.get(used - 1) == 0) {
            used--;
        }
        return numbers.subList(0, used).hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
