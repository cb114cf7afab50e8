package io.thor4j.thunderstorm.client;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/** Why a call of a Thunderstorm server brought no result; the position is the server. Immutable. */
public abstract class ThunderstormException extends ThorException {
    private static final long serialVersionUID = 1L;

    private ThunderstormException(String reason, String server, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, server, hint, cause);
    }

    /** The server could not be reached, or gave no whole answer. */
    public static final class Unreachable extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        Unreachable(String server, String reason, @Nullable String hint, @Nullable Throwable cause) {
            super(reason, server, hint, cause);
        }
    }

    /** The server asked to come back later as often as the policy allows. */
    public static final class Busy extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        Busy(String server, int status, int tries) {
            super("too busy: HTTP " + status + " to each of " + tries + " tries", server, "try again later", null);
        }
    }

    /** The server refused the request, or failed at it. */
    public static final class Refused extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        private final int status;

        Refused(String server, int status, String message) {
            super(
                    "HTTP " + status + (message.isEmpty() ? "" : ": " + message),
                    server,
                    status == 401 || status == 403 ? "give a token or a client certificate" : null,
                    null);
            this.status = status;
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }
    }

    /** What came is no answer of a Thunderstorm server, or larger than the client takes. */
    public static final class BadAnswer extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        BadAnswer(String server, String reason, @Nullable Throwable cause) {
            super(reason, server, "is this a Thunderstorm server?", cause);
        }
    }

    /** The server knows no sample of that id, or forgot its result. */
    public static final class UnknownSample extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        UnknownSample(String server, String id) {
            super("no sample has the id " + id, server, "results are only kept for a while", null);
        }
    }

    /** The server took a sample and could not scan it. */
    public static final class ScanFailed extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        ScanFailed(String server, String id) {
            super("the analysis of sample " + id + " failed", server, null, null);
        }
    }

    /** The result did not come in time; the sample may still be scanned. */
    public static final class NoResultYet extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        NoResultYet(String server, String id, SampleState state) {
            super("sample " + id + " has no result yet: " + state, server, "ask for it later", null);
        }
    }

    /** The sample could not be read, or changed while it was sent. */
    public static final class SampleUnreadable extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        SampleUnreadable(String sample, String reason, @Nullable Throwable cause) {
            super(reason, sample, null, cause);
        }
    }

    /** The thread was interrupted while it waited; its flag is set again. */
    public static final class Interrupted extends ThunderstormException {
        private static final long serialVersionUID = 1L;

        Interrupted(String server) {
            super("interrupted while waiting", server, null, null);
        }
    }
}
