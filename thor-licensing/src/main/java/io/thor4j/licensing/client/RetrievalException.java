package io.thor4j.licensing.client;

import io.thor4j.core.ThorException;
import org.jspecify.annotations.Nullable;

/**
 * A licence or package could not be retrieved; each kind stands for one thing to do about it. The position is the server, without any
 * token. Immutable.
 */
public abstract sealed class RetrievalException extends ThorException {
    private static final long serialVersionUID = 1L;

    private RetrievalException(String reason, String server, @Nullable String hint, @Nullable Throwable cause) {
        super(reason, server, hint, cause);
    }

    /** ASGARD wants a download token, or another one (HTTP 403, or 400 when it has none at all). */
    public static final class DownloadToken extends RetrievalException {
        private static final long serialVersionUID = 1L;

        DownloadToken(String server, int status) {
            super(
                    "the download token is missing or wrong (HTTP " + status + ")",
                    server,
                    "see Downloads > Download Token in ASGARD, and give it with --asgard-token",
                    null);
        }
    }

    /** The portal or an API does not know the key (HTTP 401 or 403). */
    public static final class ApiKey extends RetrievalException {
        private static final long serialVersionUID = 1L;

        ApiKey(String server, int status) {
            super(
                    "the API key is missing or wrong, or API access is not activated (HTTP " + status + ")",
                    server,
                    "see My Settings > API Key in the customer portal; API access has to be activated by Nextron",
                    null);
        }
    }

    /** No licence is left in the contracts that were asked (HTTP 409). */
    public static final class QuotaExhausted extends RetrievalException {
        private static final long serialVersionUID = 1L;

        QuotaExhausted(String server) {
            super(
                    "no licence of this type is left (HTTP 409)",
                    server,
                    "extend the contract, or name another one with --portal-contracts",
                    null);
        }
    }

    /** The server did not understand or does not know what was asked for (other HTTP 4xx). */
    public static final class Refused extends RetrievalException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(String server, int status) {
            super(
                    "the server refused the request (HTTP " + status + ")",
                    server,
                    status == 404 ? "check the address, the contract's number and the server's version" : null,
                    null);
            this.status = status;
        }

        /** Returns the HTTP status. */
        public int status() {
            return status;
        }
    }

    /** The server has a problem of its own, also after all retries (HTTP 429 and 5xx). */
    public static final class ServerFailure extends RetrievalException {
        private static final long serialVersionUID = 1L;

        ServerFailure(String server, int status, int attempts) {
            super(
                    "the server has a problem (HTTP " + status + " after " + attempts
                            + (attempts == 1 ? " attempt)" : " attempts)"),
                    server,
                    "try again later",
                    null);
        }
    }

    /** No connection, or no whole answer in time, also after all retries. */
    public static final class Unreachable extends RetrievalException {
        private static final long serialVersionUID = 1L;

        Unreachable(String server, String reason, @Nullable Throwable cause) {
            super(reason, server, "check address, port, firewall and the proxy variables", cause);
        }
    }

    /** The proxy wants a user and a password, or others (HTTP 407). */
    public static final class ProxyCredentials extends RetrievalException {
        private static final long serialVersionUID = 1L;

        ProxyCredentials(String server) {
            super(
                    "the proxy wants a user and a password, or others (HTTP 407)",
                    server,
                    "set HTTPS_PROXY to http://user:password@host:port/",
                    null);
        }
    }

    /** The server's certificate is not trusted. */
    public static final class UntrustedCertificate extends RetrievalException {
        private static final long serialVersionUID = 1L;

        UntrustedCertificate(String server, @Nullable Throwable cause) {
            super(
                    "the server's certificate is not trusted",
                    server,
                    "give its authority with --ca, or its SHA-256 with --pin",
                    cause);
        }
    }

    /** The answer is not what it should be: cut off, too large, no licence in it. Nothing of it was stored. */
    public static final class BadAnswer extends RetrievalException {
        private static final long serialVersionUID = 1L;

        BadAnswer(String server, String reason, @Nullable String hint, @Nullable Throwable cause) {
            super(reason, server, hint, cause);
        }
    }

    /** The answer could not be written on this host. */
    public static final class NotStored extends RetrievalException {
        private static final long serialVersionUID = 1L;

        NotStored(String server, @Nullable Throwable cause) {
            super(
                    "what it sent could not be stored: " + (cause == null ? "" : cause.getMessage()),
                    server,
                    "check the folder, its rights and the space on the disk",
                    cause);
        }
    }
}
