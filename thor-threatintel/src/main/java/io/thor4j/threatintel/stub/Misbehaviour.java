package io.thor4j.threatintel.stub;

import org.jspecify.annotations.Nullable;

/**
 * How a stub fails one request. Immutable.
 *
 * @param kind what it does
 * @param status the HTTP status of {@link Kind#STATUS}
 * @param header the header field {@code Retry-After}, or where {@link Kind#REDIRECT} points to; null for none
 */
public record Misbehaviour(Kind kind, int status, @Nullable String header) {
    /** What a stub can do wrong. */
    public enum Kind {
        /** Answers with a status. */
        STATUS,
        /** Sends the client elsewhere. */
        REDIRECT,
        /** Ends the connection before an answer. */
        DROP,
        /** Announces the whole answer and ends the connection in its middle. */
        CUT,
        /** Answers with the begin of the JSON only, in a whole HTTP message. */
        TRUNCATED,
        /** Answers with JSON that nests 100,000 levels. */
        DEEP,
        /** Answers with one text without end. */
        ENDLESS,
        /** Answers with a number of 100,000 digits. */
        HUGE_NUMBER,
        /** Answers with an object that has its members twice. */
        TWICE,
        /** Does not answer until the stub is closed. */
        SILENT,
        /** Answers right, but names another host's address as the next page. */
        FOREIGN_NEXT,
        /** Answers right, but says that there are a billion. */
        LYING_COUNT,
        /** Answers every request from then on with the same full page, and names a next one. */
        SAME_PAGE,
        /** Answers right, but the next page is no address. */
        UNUSABLE_NEXT,
        /** Answers without regard to filter and order. */
        UNFILTERED
    }

    /**
     * Makes one that needs nothing more.
     *
     * @param kind what it does
     */
    public static Misbehaviour of(Kind kind) {
        return new Misbehaviour(kind, 0, null);
    }

    /**
     * Makes an answer with a status.
     *
     * @param status the status
     * @param retryAfter the header field, or null
     */
    public static Misbehaviour status(int status, @Nullable String retryAfter) {
        return new Misbehaviour(Kind.STATUS, status, retryAfter);
    }
}
