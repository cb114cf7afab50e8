package io.thor4j.thunderstorm.client;

/**
 * What a server gives for a sample that it will scan later. Immutable.
 *
 * @param id what to ask for the result with; digits, from some servers also letters, {@code .}, {@code _} and {@code -}
 */
public record Receipt(String id) {
    /** Characters; a UUID has 36. */
    private static final int MAX_LENGTH = 256;

    /** Makes the receipt. */
    public Receipt {
        if (!valid(id)) {
            throw new IllegalArgumentException("not the id of a sample");
        }
    }

    static boolean valid(String id) {
        return !id.isEmpty()
                && id.length() <= MAX_LENGTH
                && id.chars()
                        .allMatch(c -> (c >= '0' && c <= '9')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= 'a' && c <= 'z')
                                || c == '.'
                                || c == '_'
                                || c == '-');
    }
}
