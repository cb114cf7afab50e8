package io.thor4j.core;

import java.util.HexFormat;

/**
 * The first bytes of a content, twice (reference/thor-scanner.md section 4.4). Immutable.
 *
 * @param hex lower-case hex digits
 * @param ascii the printable ASCII characters among them, others left out
 */
public record FirstBytes(String hex, String ascii) {
    /** How many bytes THOR shows. */
    public static final int COUNT = 20;

    /**
     * Takes the first {@value #COUNT} bytes.
     *
     * @param bytes the array
     * @param length how many bytes from the start belong to the content
     * @return both forms
     */
    public static FirstBytes of(byte[] bytes, int length) {
        int count = Math.min(COUNT, length);
        StringBuilder ascii = new StringBuilder(COUNT);
        for (int i = 0; i < count; i++) {
            if (bytes[i] >= 0x20 && bytes[i] < 0x7F) {
                ascii.append((char) bytes[i]);
            }
        }
        return new FirstBytes(HexFormat.of().formatHex(bytes, 0, count), ascii.toString());
    }

    /** Returns the JSON v3 part {@code first bytes}. */
    public ObservedObject toObject() {
        return ObservedObject.builder("first bytes")
                .set("hex", hex)
                .set("ascii", ascii)
                .build();
    }
}
