package io.thor4j.cli.intel;

import io.thor4j.threatintel.feed.FeedMetrics;
import io.thor4j.threatintel.feed.IntelSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** What {@code thor intel run} writes of itself and {@code thor intel status} shows: lines of text, the first with the process. Stateless. */
final class StatusFile {
    private static final String PROCESS = "process ";

    private StatusFile() {}

    /** Returns where the file of a store is, when its user does not say: beside it. */
    static Path of(Path store) {
        return store.resolveSibling(store.getFileName() + ".status");
    }

    static void write(Path file, IntelSnapshot snapshot) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(
                PROCESS + ProcessHandle.current().pid() + " at " + snapshot.at().truncatedTo(ChronoUnit.SECONDS));
        lines.addAll(lines(snapshot));
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.write(draft, lines);
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }

    static List<String> lines(IntelSnapshot snapshot) {
        List<String> lines = new ArrayList<>();
        lines.add("health: " + snapshot.health());
        lines.add("active: " + snapshot.active() + " (" + snapshot.notExpressible()
                + " of them no scan can look for), handed over " + snapshot.swaps() + " times");
        for (FeedMetrics feed : snapshot.feeds()) {
            lines.add("feed " + feed.feed() + " (" + feed.provider() + "): " + feed.health());
            lines.add("  runs " + feed.runs() + ", failures " + feed.failures() + ", in a row " + feed.failuresInARow()
                    + (feed.running() ? ", running" : "") + (feed.paused() ? ", paused" : ""));
            lines.add("  last start " + feed.lastStart() + ", last success " + feed.lastSuccess() + ", last took "
                    + feed.lastDuration() + ", next " + feed.nextRun().truncatedTo(ChronoUnit.SECONDS));
            lines.add("  all runs: " + feed.totals());
        }
        return lines;
    }

    /** Returns the lines of a file; its first says when the process is gone. */
    static List<String> read(Path file) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        if (lines.isEmpty() || !lines.get(0).startsWith(PROCESS)) {
            return List.of(file + " is no status of 'thor intel run'");
        }
        String first = lines.get(0);
        String pid = first.substring(PROCESS.length()).split(" ", 2)[0];
        boolean number = !pid.isEmpty() && pid.length() < 18 && pid.chars().allMatch(c -> c >= '0' && c <= '9');
        boolean alive = number
                && ProcessHandle.of(Long.parseLong(pid))
                        .map(ProcessHandle::isAlive)
                        .orElse(false);
        lines.set(0, "live: " + first + (alive ? "" : "; the process has ended"));
        return lines;
    }
}
