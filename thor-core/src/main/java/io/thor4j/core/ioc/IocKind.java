package io.thor4j.core.ioc;

import io.thor4j.core.SignatureKind;

/** What an indicator is compared with (reference/thor-scanner.md sections 2.1 and 2.2). */
public enum IocKind {
    /** MD5, SHA-1 and SHA-256 of a content, and import hashes, told apart by length only. */
    HASH("hash", SignatureKind.HASH_IOC, 100),
    /** A path; indicators without a score get the one that THOR gives to messages without one. */
    FILENAME("filename", SignatureKind.FILENAME_IOC, 60),
    /** A host name, an address or a network. */
    DOMAIN("domain", SignatureKind.DOMAIN_IOC, 100),
    /** Any text; THOR knows no score here but the level Warning, whose lowest score is 60. */
    KEYWORD("keyword", SignatureKind.KEYWORD_IOC, 60),
    /** The name of a mutex, an event or another handle. */
    HANDLE("handle", SignatureKind.HANDLE_IOC, 70),
    /** The name of a pipe, without {@code \\.\pipe\}. */
    NAMED_PIPE("named pipe", SignatureKind.NAMED_PIPE_IOC, 100);

    private final String text;
    private final SignatureKind signatureKind;
    private final int defaultScore;

    IocKind(String text, SignatureKind signatureKind, int defaultScore) {
        this.text = text;
        this.signatureKind = signatureKind;
        this.defaultScore = defaultScore;
    }

    /** Returns the word used in counts and messages, such as {@code named pipe}. */
    public String text() {
        return text;
    }

    /** Returns what reports call a match. */
    public SignatureKind signatureKind() {
        return signatureKind;
    }

    /** Returns the score of an indicator that brings none. */
    public int defaultScore() {
        return defaultScore;
    }
}
