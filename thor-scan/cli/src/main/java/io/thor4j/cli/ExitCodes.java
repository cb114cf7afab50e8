package io.thor4j.cli;

/** What the process tells its caller. {@code thor yara scan} answers as the yara command does, with 0 and 1 only. */
public final class ExitCodes {
    /** The command finished; a scan found nothing at Warning or Alert. */
    public static final int OK = 0;

    /** A scan finished and found something at Warning or Alert; for the yara commands: it failed. */
    public static final int FINDINGS = 1;

    /** The command could not start: a bad option, a missing file, no usable rule. */
    public static final int USAGE = 2;

    /** The scan was stopped before its end, or output is missing. */
    public static final int INCOMPLETE = 3;

    private ExitCodes() {}
}
