package io.thor4j.thunderstorm.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A service in a process of its own, to be killed. Its first line is its address. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final URI address;

    /** Argument: the folder. */
    public static void main(String[] args) throws Exception {
        Running running = new Running(Path.of(args[0]), builder -> builder.results(1_000_000));
        System.out.println(running.server.address());
        System.out.flush();
        running.server.join();
    }

    ServiceProcess(Path folder, String... options) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of(options));
        words.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ServiceProcess.class.getName(),
                folder.toString()));
        process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the service did not start");
        }
        address = URI.create(line);
    }

    URI address() {
        return address;
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
