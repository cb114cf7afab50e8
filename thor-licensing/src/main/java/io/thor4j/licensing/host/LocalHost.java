package io.thor4j.licensing.host;

import io.thor4j.core.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The host this program runs on, named as its operating system names it: {@code %COMPUTERNAME%} on Windows, what {@code hostname} prints
 * on Linux, {@code sysctl kern.hostname} on macOS (thor-scanner.md section 1.2). Immutable, may be shared by threads.
 */
public final class LocalHost {
    private final String osName;
    private final Map<String, String> environment;
    private final FileSystem files;
    private final Commands commands;

    /** Runs a command of the system. */
    @FunctionalInterface
    public interface Commands {
        /**
         * Runs a command and waits for its end.
         *
         * @param words the program and its arguments
         * @return what it wrote, null when it is not there, failed or did not end in time
         */
        @Nullable
        String output(List<String> words);
    }

    /**
     * Describes a host.
     *
     * @param osName Java's name of the system, {@code os.name}
     * @param environment the environment variables
     * @param files where {@code /proc} and {@code /etc} lie
     * @param commands runs {@code sysctl} and {@code hostname}
     */
    public LocalHost(String osName, Map<String, String> environment, FileSystem files, Commands commands) {
        this.osName = Objects.requireNonNull(osName, "osName");
        this.environment = Map.copyOf(environment);
        this.files = Objects.requireNonNull(files, "files");
        this.commands = Objects.requireNonNull(commands, "commands");
    }

    /** Returns the host of this process. */
    public static LocalHost current() {
        return new LocalHost(
                System.getProperty("os.name", "Linux"), System.getenv(), FileSystems.getDefault(), LocalHost::run);
    }

    /** Returns the kind of system. */
    public HostPlatform platform() {
        return HostPlatform.of(osName);
    }

    /**
     * Returns the host's short name.
     *
     * @throws MalformedInputException when the system tells none
     */
    public HostName name() {
        String found = switch (platform()) {
            case WINDOWS_WORKSTATION, WINDOWS_SERVER ->
                firstOf(() -> environment.get("COMPUTERNAME"), () -> commands.output(List.of("hostname")));
            case MACOS ->
                firstOf(
                        () -> commands.output(List.of("/usr/sbin/sysctl", "-n", "kern.hostname")),
                        () -> commands.output(List.of("hostname")));
            case LINUX ->
                firstOf(
                        () -> firstLine("/proc/sys/kernel/hostname"),
                        () -> commands.output(List.of("hostname")),
                        () -> firstLine("/etc/hostname"),
                        () -> environment.get("HOSTNAME"));
        };
        if (found == null) {
            throw new MalformedInputException(
                    "this system does not tell its host name", null, "give the name yourself", null);
        }
        return HostName.of(found);
    }

    @SafeVarargs
    private static @Nullable String firstOf(Supplier<@Nullable String>... candidates) {
        for (Supplier<@Nullable String> source : candidates) {
            String candidate = source.get();
            if (candidate != null && !candidate.isBlank()) {
                return candidate.strip();
            }
        }
        return null;
    }

    private @Nullable String firstLine(String file) {
        try {
            Path path = files.getPath(file);
            // Files of the kernel say size 0; a name is short, so a short read is whole.
            try (InputStream in = Files.newInputStream(path)) {
                String text = new String(in.readNBytes(1024), StandardCharsets.UTF_8);
                return text.lines().findFirst().orElse(null);
            }
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String run(List<String> words) {
        try {
            Process process = new ProcessBuilder(words)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (InputStream out = process.getInputStream()) {
                process.getOutputStream().close();
                if (!process.waitFor(5, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    return null;
                }
                return process.exitValue() == 0 ? new String(out.readNBytes(1024), Charset.defaultCharset()) : null;
            }
        } catch (IOException e) {
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
