package io.thor4j.scan.output;

/** Texts that UTF-8 can carry. Stateless. */
final class WellFormed {
    private static final int REPLACEMENT = 0xFFFD;

    private WellFormed() {}

    /** Returns the text with lone surrogates replaced, which no encoding can carry. */
    static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                int[] points = text.codePoints()
                        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? REPLACEMENT : c)
                        .toArray();
                return new String(points, 0, points.length);
            }
        }
        return text;
    }
}
