package io.thor4j.yara.module.pe;

/** Bytes are not the ASN.1 structure that was expected. */
final class DerException extends Exception {
    private static final long serialVersionUID = 1L;

    DerException(String message) {
        // Hostile files cause these in numbers, and nobody looks at their traces.
        super(message, null, false, false);
    }
}
