package io.thor4j.benchmarks.thunderstorm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code thor thunderstorm} in a JVM of its own. For one thread. */
final class ServiceProcess implements AutoCloseable {
    private static final String LISTENING = "thor: listening on ";
    private static final int KEPT_LINES = 20;

    private final Process process;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final Deque<String> others = new ArrayDeque<>();
    private final URI address;

    /**
     * Starts it.
     *
     * @param folder for its queue and the rule of {@link LoadSamples}
     * @param heap its largest heap, as {@code -Xmx} takes it
     * @param rules a rule file or folder, null for the starter rules
     */
    ServiceProcess(Path folder, String heap, @Nullable Path rules) throws IOException, InterruptedException {
        Path mark = folder.resolve("mark.yar");
        Files.writeString(mark, LoadSamples.RULE_TEXT);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(MeasuredService.class.getName(), "thunderstorm", "--server-port", "0"));
        command.addAll(List.of("--queue-storage", folder.resolve("queue").toString(), "--keep-free", "0"));
        command.addAll(List.of("--signature-update-interval", "0", "--rules", mark.toString()));
        command.addAll(rules == null ? List.of("--starter-rules") : List.of("--rules", rules.toString()));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread reader = new Thread(this::read, "thor-load-reader");
        reader.setDaemon(true);
        reader.start();
        address = URI.create(answer(LISTENING));
    }

    private void read() {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.startsWith(LISTENING) || line.startsWith(MeasuredService.ANSWER)) {
                    answers.add(line);
                } else {
                    keep(line);
                }
            }
        } catch (IOException e) {
            keep(String.valueOf(e.getMessage()));
        }
    }

    private void keep(String line) {
        synchronized (others) {
            others.add(line);
            if (others.size() > KEPT_LINES) {
                others.remove();
            }
        }
    }

    private String answer(String begin) throws IOException, InterruptedException {
        for (int second = 0; second < 300; second++) {
            String line = answers.poll(1, TimeUnit.SECONDS);
            if (line != null && line.startsWith(begin)) {
                return line.substring(begin.length()).strip();
            }
            if (line == null && !process.isAlive()) {
                break;
            }
        }
        throw new IOException("the service did not answer; it said " + said());
    }

    /** Returns the last lines that it printed. */
    List<String> said() {
        synchronized (others) {
            return List.copyOf(others);
        }
    }

    URI address() {
        return address;
    }

    /** Collects its garbage, and returns the bytes that stay. */
    long heap() throws IOException, InterruptedException {
        OutputStream in = process.getOutputStream();
        in.write('\n');
        in.flush();
        return Long.parseLong(answer(MeasuredService.ANSWER));
    }

    /** Returns the CPU time of all its threads, in seconds. */
    double cpuSeconds() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly())
                .join();
    }
}
