package io.thor4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A run of the command inside the test: what it printed and answered. */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs {@code thor} as in a pipe. */
    public static CommandRun of(String... args) {
        return run(false, args);
    }

    /** Runs {@code thor} as if a person were looking. */
    public static CommandRun onTerminal(String... args) {
        return run(true, args);
    }

    private static CommandRun run(boolean interactive, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                interactive);
        int exitCode = ThorCommand.run(terminal, args);
        return new CommandRun(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
