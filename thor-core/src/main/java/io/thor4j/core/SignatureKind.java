package io.thor4j.core;

/** What kind of signature matched (JSON v3 {@code signature.kind}, text SIGCLASS; reference/thor-scanner.md section 5.6). */
public enum SignatureKind {
    /** A pattern over file names and paths. */
    FILENAME_IOC("Filename IOC"),
    /** A pattern over named pipes. */
    NAMED_PIPE_IOC("Named Pipe IOC"),
    /** A YARA rule. */
    YARA_RULE("YARA Rule"),
    /** A Sigma rule. */
    SIGMA_RULE("Sigma Rule"),
    /** A STIX indicator. */
    STIX_IOC("STIX IOC"),
    /** A check that the scanner's own code makes. */
    INTERNAL_HEURISTIC("Internal Heuristic"),
    /** A known hash. */
    HASH_IOC("Hash IOC"),
    /** A word in a text. */
    KEYWORD_IOC("Keyword IOC"),
    /** A host name or address. */
    DOMAIN_IOC("Domain IOC"),
    /** A pattern over handles, mutexes and events. */
    HANDLE_IOC("Handle IOC");

    private final String text;

    SignatureKind(String text) {
        this.text = text;
    }

    /** Returns the text used in logs, such as {@code "YARA Rule"}. */
    public String text() {
        return text;
    }
}
