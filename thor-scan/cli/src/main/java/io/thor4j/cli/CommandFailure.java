package io.thor4j.cli;

/** Why a command ends early: one line for the user and the exit code. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * Makes the failure.
     *
     * @param exitCode what the process ends with
     * @param message one line
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    private CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /**
     * Makes a failure to start: something the user asked for is not there or makes no sense.
     *
     * @param message one line
     */
    public static CommandFailure usage(String message) {
        return new CommandFailure(ExitCodes.USAGE, "thor: " + message);
    }

    /**
     * Makes a failure to start.
     *
     * @param message one line
     * @param cause shown with --debug
     */
    public static CommandFailure usage(String message, Throwable cause) {
        return new CommandFailure(ExitCodes.USAGE, "thor: " + message, cause);
    }

    /** Returns what the process ends with. */
    public int exitCode() {
        return exitCode;
    }
}
