package io.thor4j.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;

/**
 * Where commands write: results to {@link #out()}, everything else to {@link #err()}. Both in UTF-8 with {@code \n} as line end on every
 * system. Threads may share it.
 *
 * @param out results; buffered, so commands flush it when they want to be seen
 * @param err progress and errors
 * @param interactive whether a person is looking
 */
public record Terminal(PrintStream out, PrintStream err, boolean interactive) {
    // Large enough that a line of output rarely is a system call of its own.
    private static final int BUFFER_BYTES = 1 << 16;

    /** Returns the process's own streams. */
    public static Terminal system() {
        PrintStream out = new PrintStream(
                new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), BUFFER_BYTES),
                false,
                StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        return new Terminal(out, err, isInteractive());
    }

    /**
     * Tells whether input and output are a terminal. From Java 22 on there is a console object for pipes too, and it must be asked; the
     * method is younger than the Java this is compiled for.
     */
    @SuppressWarnings("SystemConsoleNull") // both behaviours are handled
    private static boolean isInteractive() {
        java.io.Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            Method isTerminal = java.io.Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(isTerminal.invoke(console));
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /**
     * Writes a result line to {@link #out()}.
     *
     * @param text the line; control characters are shown escaped
     */
    public void line(String text) {
        out.print(ScreenText.escape(text));
        out.print('\n');
    }

    /**
     * Writes a message line to {@link #err()}.
     *
     * @param text the line; control characters are shown escaped
     */
    public void message(String text) {
        err.print(ScreenText.escape(text));
        err.print('\n');
        err.flush();
    }
}
