package io.thor4j.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A command from its start to its end.
 *
 * @param cpu seconds of user and system time, as far as the last look saw them
 * @param wall seconds
 * @param peakMegabytes most memory held, 0 where the system does not tell
 * @param exitCode its exit code
 */
record ColdRun(double cpu, double wall, double peakMegabytes, int exitCode) {
    private static final int MILLIS_BETWEEN_LOOKS = 5;

    /** Runs a command whose output goes to a file. */
    static ColdRun of(List<String> command, Path output) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectErrorStream(true)
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
        return new ColdRun(cpu, (System.nanoTime() - begin) / 1e9, peak, process.exitValue());
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
