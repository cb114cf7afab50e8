package io.thor4j.cli.conformance;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.HelpfulCommand;
import io.thor4j.cli.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code thor yara conformance}: compares the engine with recorded answers of libyara. Used by one thread. */
@Command(
        name = "conformance",
        hidden = true,
        description = {
            "Compares thor's YARA engine with recorded answers of libyara 4.5.8.",
            "Prints a line for each disagreement, then the reasons for skipped cases, and last 'N agree, N differ, N skipped'."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the cases ran, whatever the result", "2:a file cannot be read"})
public final class ConformanceCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Case files: one JSON object a line.")
    private List<Path> files = List.of();

    /**
     * Makes the command.
     *
     * @param terminal where it writes
     */
    public ConformanceCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        for (Path file : files) {
            if (!Files.isReadable(file) || Files.isDirectory(file)) {
                throw CommandFailure.usage("cannot read " + file);
            }
        }
        ConformanceRunner runner = new ConformanceRunner(terminal.out());
        for (Path file : files) {
            try {
                runner.run(file);
            } catch (IOException e) {
                throw CommandFailure.usage("cannot read " + file + ": " + e.getMessage(), e);
            }
        }
        runner.summary();
        return 0;
    }
}
