package io.thor4j.cli.yara;

import io.thor4j.cli.ExternalVariable;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of all commands that compile rules. Used by one thread. */
final class CompilerOptions {
    @Option(
            names = {"-d", "--define"},
            paramLabel = "VAR=VALUE",
            converter = ExternalVariable.Converter.class,
            description =
                    "Define an external variable: digits are an integer, digits with a dot a float, true and false a truth value,"
                            + " all else text. May be repeated.")
    private List<ExternalVariable> externals = new ArrayList<>();

    @Option(
            names = {"-w", "--no-warnings"},
            description = "Do not show warnings.")
    private boolean noWarnings;

    @Option(names = "--fail-on-warnings", description = "Treat warnings as errors; no effect with --no-warnings.")
    private boolean failOnWarnings;

    @Option(names = "--strict-escape", description = "Warn of unknown escape sequences in regular expressions.")
    private boolean strictEscape;

    @Option(
            names = "--keep-going",
            description = "Leave rules with errors out and use the others, where yara would stop.")
    private boolean keepGoing;

    @Option(
            names = "--max-strings-per-rule",
            paramLabel = "NUMBER",
            description = "No effect; accepted because yara has it.")
    @SuppressWarnings("unused") // said in its description
    private long maxStringsPerRule;

    List<ExternalVariable> externals() {
        return externals;
    }

    boolean noWarnings() {
        return noWarnings;
    }

    boolean failOnWarnings() {
        return failOnWarnings;
    }

    boolean strictEscape() {
        return strictEscape;
    }

    boolean keepGoing() {
        return keepGoing;
    }
}
