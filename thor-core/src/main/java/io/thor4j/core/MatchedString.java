package io.thor4j.core;

import org.jspecify.annotations.Nullable;

/**
 * Bytes that a signature matched. Immutable.
 *
 * @param data the matched bytes
 * @param context the bytes around them, the match included; null when not kept
 * @param offset where the match begins in the content or the field, in bytes; null when unknown
 * @param field JSON pointer (RFC 6901) from the subject to the field that matched, such as {@code /path}; null for the content
 */
public record MatchedString(
        ByteString data,
        @Nullable ByteString context,
        @Nullable Long offset,
        @Nullable String field) {
    /**
     * Makes the match.
     *
     * @throws IllegalArgumentException when the offset is negative
     */
    public MatchedString {
        if (offset != null && offset < 0) {
            throw new IllegalArgumentException("negative offset " + offset);
        }
    }

    /**
     * Makes a match in the content.
     *
     * @param data the matched bytes
     * @param context the bytes around them, or null
     * @param offset where the match begins, in bytes
     * @return the match
     */
    public static MatchedString at(ByteString data, @Nullable ByteString context, long offset) {
        return new MatchedString(data, context, offset, null);
    }

    /**
     * Makes a match in a field of the subject.
     *
     * @param text what matched
     * @param offset where in the field, in bytes of its UTF-8 form
     * @param field JSON pointer to the field
     * @return the match
     */
    public static MatchedString inField(String text, long offset, String field) {
        return new MatchedString(ByteString.utf8(text), null, offset, field);
    }
}
