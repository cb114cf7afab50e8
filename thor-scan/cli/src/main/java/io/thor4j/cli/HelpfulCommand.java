package io.thor4j.cli;

import picocli.CommandLine.Option;

/** What all commands have in common. Used by one thread. */
public abstract class HelpfulCommand {
    // Behind all others in the help of a command that lists its options in its own order.
    private static final int LAST = 1_000;

    @SuppressWarnings("unused") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = LAST,
            description = "Show this help and exit.")
    private boolean help;

    /** For subclasses. */
    protected HelpfulCommand() {}
}
