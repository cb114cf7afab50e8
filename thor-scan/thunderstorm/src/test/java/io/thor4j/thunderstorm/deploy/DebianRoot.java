package io.thor4j.thunderstorm.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Debian of its own in a folder, with the Java that runs the tests, /proc, and a systemctl that writes down its calls and does for
 * the service what systemd would do. Needs root.
 */
final class DebianRoot {
    static final String SUITE = "bookworm";

    /** While this is missing, systemctl only writes down its calls. */
    static final String STARTS = "run/starts";

    private static final String CALLS = "run/calls";
    private static final String PID = "run/service.pid";
    private static final String SYSTEMCTL = """
            #!/bin/sh
            printf '%s\\n' "$*" >>/run/calls
            unit=/etc/systemd/system/thor-thunderstorm.service
            of() {
              sed -n "s/^$1=//p" "$unit"
            }
            # A process that nobody waits for is still there when it has ended.
            running() {
              [ -e /run/service.pid ] && grep -qs '^State:[[:space:]]*[^ZX]' "/proc/$(cat /run/service.pid)/status"
            }
            stop() {
              running || return 0
              kill "$(cat /run/service.pid)"
              left=$(($(of TimeoutStopSec) * 10))
              while running && [ "$left" -gt 0 ]; do
                sleep 0.1
                left=$((left - 1))
              done
              if running; then
                echo "did not stop" >>/run/calls
                kill -9 "$(cat /run/service.pid)"
              fi
            }
            start() {
              [ -e /run/starts ] || return 0
              cd "$(of WorkingDirectory)" || exit 1
              setsid setpriv --reuid="$(of User)" --regid="$(of User)" --clear-groups --no-new-privs \\
                env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin $(of ExecStart) \\
                </dev/null >>/run/service.out 2>&1 &
              echo $! >/run/service.pid
            }
            case $1 in
              start) running || start ;;
              stop) stop ;;
              try-restart)
                if running; then
                  stop
                  start
                fi
                ;;
            esac
            """;

    private final Path folder;
    private final Path root;

    private DebianRoot(Path folder) {
        this.folder = folder;
        root = folder.resolve("root");
    }

    /** Returns where the running system takes Debian from, empty when that is not known. */
    static String mirror(Path where) throws IOException, InterruptedException {
        if (!DeployScripts.has(where, "apt-get")) {
            return "";
        }
        DeployScripts.Run targets = DeployScripts.run(
                where,
                Map.of(),
                "",
                "apt-get",
                "indextargets",
                "--format",
                "$(REPO_URI) $(RELEASE)",
                "Created-By: Packages");
        return targets.output()
                .lines()
                .filter(line -> line.endsWith(" " + SUITE))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .findFirst()
                .orElse("");
    }

    /** Makes it; {@code remove} is for what an error leaves, too. */
    static DebianRoot in(Path folder) throws IOException {
        return new DebianRoot(folder.toRealPath());
    }

    /** Runs debootstrap, and returns what it said. */
    DeployScripts.Run bootstrap(String mirror) throws IOException, InterruptedException {
        return DeployScripts.run(
                folder, Map.of(), "", "debootstrap", "--variant=minbase", SUITE, root.toString(), mirror);
    }

    /** Adds all but Java's command. */
    void furnish() throws IOException, InterruptedException {
        host("mount", "-t", "proc", "proc", at("proc").toString());
        Path java = Path.of(System.getProperty("java.home")).toRealPath();
        Path inside = Files.createDirectories(at(java.toString()));
        host("mount", "--bind", java.toString(), inside.toString());
        host("mount", "-o", "remount,bind,ro", inside.toString());
        // Debian's Java has links to its configuration.
        copyConfiguration(Path.of("/etc"), "java-*");
        copyConfiguration(Path.of("/etc/ssl/certs"), "java");
        Files.createDirectories(at("run/systemd/system"));
        Files.createDirectories(at("usr/local/sbin"));
        script("usr/local/sbin/systemctl", SYSTEMCTL);
    }

    private void copyConfiguration(Path parent, String glob) throws IOException, InterruptedException {
        if (!Files.isDirectory(parent)) {
            return;
        }
        Path target = Files.createDirectories(at(parent.toString()));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, glob)) {
            for (Path entry : found) {
                host("cp", "-a", entry.toString(), target.toString());
            }
        }
    }

    /** Puts Java's command where Debian's alternatives have it. */
    void linkJava() throws IOException {
        Path java = Path.of(System.getProperty("java.home")).toRealPath().resolve("bin/java");
        Files.createSymbolicLink(at("usr/bin/java"), java);
    }

    void script(String path, String text) throws IOException, InterruptedException {
        Files.writeString(at(path), text);
        host("chmod", "755", at(path).toString());
    }

    void host(String... words) throws IOException, InterruptedException {
        DeployScripts.Run run = DeployScripts.run(folder, Map.of(), "", words);
        if (run.exitCode() != 0) {
            throw new IOException(String.join(" ", words) + ": " + run.output());
        }
    }

    /** Runs a command as root in a folder of the Debian, as somebody careful who lets others read nothing by default. */
    DeployScripts.Run run(String where, String input, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "chroot",
                root.toString(),
                "/usr/bin/env",
                "-i",
                "--chdir=" + where,
                "HOME=/root",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "sh",
                "-c",
                "umask 077; exec \"$@\"",
                "sh"));
        Collections.addAll(all, words);
        return DeployScripts.run(folder, Map.of(), input, all.toArray(String[]::new));
    }

    Path at(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }

    /** Returns what systemctl was told since the last time. */
    List<String> calls() throws IOException {
        if (!Files.exists(at(CALLS))) {
            return List.of();
        }
        List<String> calls = Files.readAllLines(at(CALLS));
        Files.delete(at(CALLS));
        return calls;
    }

    /** Returns the service's process, 0 when it was never started. */
    long pid() throws IOException {
        return Files.exists(at(PID)) ? Long.parseLong(Files.readString(at(PID)).strip()) : 0;
    }

    /** Ends the service, unmounts and removes everything. */
    void remove() throws IOException, InterruptedException {
        try {
            long pid = pid();
            Path of = Path.of("/proc/" + pid + "/root");
            // The number may be another process's by now.
            if (pid != 0 && Files.exists(of, LinkOption.NOFOLLOW_LINKS) && inside(of)) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
                DeployScripts.run(folder, Map.of(), "", "timeout", "20", "tail", "--pid=" + pid, "-f", "/dev/null");
            }
        } finally {
            for (Path mount : mounts()) {
                DeployScripts.Run umount = DeployScripts.run(folder, Map.of(), "", "umount", mount.toString());
                if (umount.exitCode() != 0) {
                    host("umount", "-l", mount.toString());
                }
            }
        }
        if (!mounts().isEmpty()) {
            throw new IOException("still mounted, and so not removed: " + mounts());
        }
        ProcessBuilder remove = new ProcessBuilder("rm", "-rf", "--one-file-system", folder.toString()).inheritIO();
        Process process = remove.start();
        if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
            throw new IOException("could not remove " + folder);
        }
    }

    private boolean inside(Path processRoot) {
        try {
            return processRoot.toRealPath().equals(root);
        } catch (IOException e) {
            // It has ended.
            return false;
        }
    }

    /* The innermost first. */
    private List<Path> mounts() throws IOException {
        List<Path> mounts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            Path mount = Path.of(line.split(" ", 3)[1]);
            if (mount.startsWith(root)) {
                mounts.add(0, mount);
            }
        }
        return mounts;
    }
}
