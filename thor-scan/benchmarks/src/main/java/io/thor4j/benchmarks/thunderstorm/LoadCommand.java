package io.thor4j.benchmarks.thunderstorm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@link ServiceLoad} for the command line. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = "Loads thor thunderstorm, in a process of its own, and prints rates, latencies and heap.")
public final class LoadCommand implements Callable<Integer> {
    @Option(names = "--samples", description = "How many are sent. Default: ${DEFAULT-VALUE}.")
    private int samples = 200_000;

    @Option(names = "--round", description = "Samples until the heap is looked at. Default: ${DEFAULT-VALUE}.")
    private int round = 2_000;

    @Option(names = "--connections", description = "Clients at the same time. Default: ${DEFAULT-VALUE}.")
    private int connections = 16;

    @Option(names = "--heap", description = "The server's largest heap. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(names = "--rules", description = "A rule file or folder. Default: the starter rules.")
    private @Nullable Path rules;

    @Option(names = "--minutes", description = "No round begins after so many minutes. Default: ${DEFAULT-VALUE}.")
    private int minutes = 600;

    @Option(names = "--folder", required = true, description = "An empty folder for the server's queue.")
    private Path folder = Path.of("load");

    /** Starts it. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadCommand()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(folder);
        LoadFigures figures = ServiceLoad.run(
                new LoadPlan(samples, round, connections, heap, rules, 7, Duration.ofMinutes(minutes)),
                folder,
                System.out::println);
        return figures.results() == figures.submissions() && figures.wrong() == 0 ? 0 : 1;
    }
}
