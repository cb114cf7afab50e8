package io.thor4j.benchmarks.thunderstorm;

import io.thor4j.cli.ThorCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The command {@code thor} in a process that tells its heap: for each line of its input it collects garbage and prints
 * {@value #ANSWER} and the bytes. It ends with its input, so it never outlives who started it.
 */
final class MeasuredService {
    /** Before the figure. */
    static final String ANSWER = "heap after collection: ";

    private MeasuredService() {}

    /** Arguments: of {@code thor}. */
    public static void main(String[] args) {
        Thread probe = new Thread(MeasuredService::answer, "thor-load-probe");
        probe.setDaemon(true);
        probe.start();
        ThorCommand.main(args);
    }

    private static void answer() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                for (int i = 0; i < 3; i++) {
                    System.gc();
                }
                Runtime runtime = Runtime.getRuntime();
                System.out.println(ANSWER + (runtime.totalMemory() - runtime.freeMemory()));
                System.out.flush();
            }
        } catch (IOException e) {
            System.err.println("the probe ended: " + e.getMessage());
        }
        System.exit(0);
    }
}
