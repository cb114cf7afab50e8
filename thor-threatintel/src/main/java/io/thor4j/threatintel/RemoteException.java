package io.thor4j.threatintel;

import io.thor4j.core.ThorException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A remote side did not answer as it should; each kind stands for one thing to do about it. The position is the server. No message shows a
 * secret. Immutable.
 */
public abstract sealed class RemoteException extends ThorException {
    private static final long serialVersionUID = 1L;

    private RemoteException(String reason, String server, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, server, hint, cause);
    }

    /** The server does not know who asks (HTTP 401). */
    public static final class Unauthorised extends RemoteException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes the error.
         *
         * @param server host and port
         * @param said what the server said, or null
         */
        public Unauthorised(String server, @Nullable String said) {
            super(
                    "the server did not accept the key" + said(said) + " (HTTP 401)",
                    server,
                    "check access id, key or token, and the clock of this machine",
                    null);
        }
    }

    /** The server understood and refused (other HTTP 4xx). */
    public static final class Refused extends RemoteException {
        private static final long serialVersionUID = 1L;
        private final int status;

        /**
         * Makes the error.
         *
         * @param server host and port
         * @param status the HTTP status
         * @param said what the server said, or null
         */
        public Refused(String server, int status, @Nullable String said) {
            super("the server refused the request" + said(said) + " (HTTP " + status + ")", server, hint(status), null);
            this.status = status;
        }

        private static @Nullable String hint(int status) {
            return switch (status) {
                case 400 -> "check the filter (TQL)";
                case 403 -> "check the owner and the rights of this user";
                case 404 -> "check the address";
                case 407 -> "the proxy wants a user and a password";
                default -> null;
            };
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }
    }

    /** The server has a problem of its own, also after all retries (HTTP 429 and 5xx). */
    public static final class ServerFailure extends RemoteException {
        private static final long serialVersionUID = 1L;
        private final @Nullable Duration retryAfter;

        /**
         * Makes the error.
         *
         * @param server host and port
         * @param status the HTTP status
         * @param attempts how often it was asked
         * @param said what the server said, or null
         * @param retryAfter how long it wants to be left alone, or null
         */
        public ServerFailure(
                String server, int status, int attempts, @Nullable String said, @Nullable Duration retryAfter) {
            super(
                    "the server has a problem" + said(said) + " (HTTP " + status + " after " + attempts
                            + (attempts == 1 ? " attempt)" : " attempts)"),
                    server,
                    "the next run goes on from here",
                    null);
            this.retryAfter = retryAfter;
        }

        /** Returns how long the server wants to be left alone, null when it did not say. */
        public @Nullable Duration retryAfter() {
            return retryAfter;
        }
    }

    /** No connection, or no whole answer in time, also after all retries. */
    public static final class Unreachable extends RemoteException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes the error.
         *
         * @param server host and port
         * @param reason what happened
         * @param cause the underlying error, or null
         */
        public Unreachable(String server, String reason, @Nullable Throwable cause) {
            super(reason, server, "check address, port, firewall and the proxy variables", cause);
        }
    }

    /** The answer is not what it should be: cut off, too large, no JSON, from elsewhere. Nothing of it was used. */
    public static final class BadAnswer extends RemoteException {
        private static final long serialVersionUID = 1L;

        /**
         * Makes the error.
         *
         * @param server host and port
         * @param reason what is wrong
         * @param hint what to do about it, or null
         * @param cause the underlying error, or null
         */
        public BadAnswer(String server, String reason, @Nullable String hint, @Nullable Throwable cause) {
            super(reason, server, hint, cause);
        }
    }

    /* One line, and no more of a foreign text than a person reads. */
    private static String said(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return "";
        }
        StringBuilder line = new StringBuilder(": ");
        text.strip().codePoints().limit(200).forEach(c -> line.appendCodePoint(Character.isISOControl(c) ? ' ' : c));
        return line.toString();
    }
}
