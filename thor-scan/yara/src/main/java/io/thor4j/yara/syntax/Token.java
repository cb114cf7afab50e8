package io.thor4j.yara.syntax;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One token. Immutable.
 *
 * @param kind what it is
 * @param start its first byte in the source
 * @param end behind its last byte
 * @param line line, from 1
 * @param column column in bytes, from 1
 * @param firstOnLine whether no other token stands before it on its line
 * @param commentBefore where a block comment begins that stands before this token and may have been meant as something else (it is never
 *     closed, or follows a place where a regex is expected and spans lines), -1 otherwise
 * @param value a {@link String} for names and paths, {@link Long}, {@link Double}, {@code byte[]} for text and hex, {@link Regex}; null for
 *     the rest
 * @param problems what is wrong with it although its extent is known; for {@link TokenKind#ERROR} exactly one
 */
record Token(
        TokenKind kind,
        int start,
        int end,
        int line,
        int column,
        boolean firstOnLine,
        int commentBefore,
        @Nullable Object value,
        List<Problem> problems) {

    /** Returns the value of a name or path. */
    String name() {
        return (String) Objects.requireNonNull(value);
    }

    /** Returns the value of an integer. */
    long number() {
        return (Long) Objects.requireNonNull(value);
    }

    /** Returns the value of a float. */
    double real() {
        return (Double) Objects.requireNonNull(value);
    }

    /** Returns the value of a text or the body of a hex string. */
    byte[] bytes() {
        return (byte[]) Objects.requireNonNull(value);
    }

    /** Returns the value of a regex literal. */
    Regex regex() {
        return (Regex) Objects.requireNonNull(value);
    }

    /**
     * A regex literal.
     *
     * @param source between the slashes, with {@code \/} already made {@code /}
     * @param nocase the flag i
     * @param dotAll the flag s
     */
    @SuppressWarnings("ArrayRecordComponent") // Not compared.
    record Regex(byte[] source, boolean nocase, boolean dotAll) {}

    /**
     * Something wrong inside a token.
     *
     * @param code libyara's name of the error
     * @param line line, from 1
     * @param column column in bytes, from 1
     * @param message what is wrong
     * @param hint what the author can do, or null
     */
    record Problem(
            String code,
            int line,
            int column,
            String message,
            @Nullable String hint) {}
}
