package io.thor4j.cli.conformance;

/** A recorded case that cannot be understood; it is skipped with this message. */
final class BadCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadCaseException(String message) {
        super(message);
    }

    BadCaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
