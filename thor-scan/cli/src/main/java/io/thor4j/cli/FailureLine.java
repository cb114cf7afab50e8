package io.thor4j.cli;

import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever a command throws into one line on the error stream and an exit code. Threads may share it. */
final class FailureLine implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Terminal terminal;
    private final BooleanSupplier debug;

    FailureLine(Terminal terminal, BooleanSupplier debug) {
        this.terminal = terminal;
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        terminal.out().flush();
        terminal.message(name + ": " + e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            terminal.message("Did you mean: " + String.join(", ", unmatched.getSuggestions()) + "?");
        }
        terminal.message("Try '" + name + " --help'.");
        return usageCode(command);
    }

    /** The yara commands answer 1 for everything that goes wrong, as yara does. */
    private static int usageCode(CommandLine command) {
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        terminal.out().flush();
        terminal.message(reason(e));
        if (debug.getAsBoolean()) {
            e.printStackTrace(terminal.err());
        }
        return e instanceof CommandFailure failure
                ? failure.exitCode()
                : command.getCommandSpec().exitCodeOnExecutionException();
    }

    private static String reason(Exception e) {
        if (e instanceof CommandFailure) {
            return String.valueOf(e.getMessage());
        }
        String message = e.getMessage();
        String kind = e.getClass().getSimpleName();
        return "thor: " + (message == null || message.isBlank() ? kind : kind + ": " + message)
                + " (THOR_DEBUG=1 in the environment shows where)";
    }
}
