package io.thor4j.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A command from its start to its end.
 *
 * @param time what it took; CPU time as far as the last look saw it
 * @param peakMegabytes most memory held (VmHWM), 0 where the system does not tell
 * @param exitCode its exit code
 * @param lines what it printed, without order
 * @param error the first line of its error output, empty when there is none
 */
record ColdRun(Time time, double peakMegabytes, int exitCode, TreeSet<String> lines, String error) {
    private static final int MILLIS_BETWEEN_LOOKS = 5;

    /** Runs a command whose output goes to files in a folder. */
    static ColdRun of(List<String> command, Path work) throws IOException, InterruptedException {
        Path output = work.resolve("output");
        Path errors = work.resolve("errors");
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile())
                .start();
        process.getOutputStream().close();
        double cpu = 0;
        double peak = 0;
        do {
            cpu = Math.max(
                    cpu, process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9);
            peak = Math.max(peak, peak(process.pid()));
        } while (!process.waitFor(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS));
        Time time = new Time(cpu, (System.nanoTime() - begin) / 1e9);
        List<String> said = Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
        return new ColdRun(
                time,
                peak,
                process.exitValue(),
                new TreeSet<>(Files.readAllLines(output, StandardCharsets.ISO_8859_1)),
                said.isEmpty() ? "" : said.get(0));
    }

    private static double peak(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1e6;
                }
            }
        } catch (IOException e) {
            // Ended between two looks, or a system without this folder.
        }
        return 0;
    }
}
