package io.thor4j.cli;

import io.thor4j.core.Level;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.scan.ScanHandle;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Watches folders and scans what is put there, once nothing was written to it for a while (reference/thor-scanner.md section 4.2). It looks
 * instead of being told, which works on every file system. Runs on one thread; {@link #stop} may be called from another.
 */
final class Dropzone {
    private final List<Path> folders;
    private final Duration delay;
    private final boolean purge;
    private final Terminal terminal;
    private final Map<Path, Seen> seen = new HashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable ScanHandle running;

    /* What a file was like when it was looked at, and since when. */
    private record Seen(long size, FileTime modified, long since, boolean scanned) {}

    /**
     * Makes a watch.
     *
     * @param folders where files are put
     * @param delay how long a file must have been left alone
     * @param purge whether files are deleted when they were scanned
     * @param terminal where it says what it does
     */
    Dropzone(List<Path> folders, Duration delay, boolean purge, Terminal terminal) {
        this.folders = List.copyOf(folders);
        this.delay = delay;
        this.purge = purge;
        this.terminal = terminal;
    }

    /** Ends the watch after the files in work. */
    void stop() {
        stopped.countDown();
        ScanHandle handle = running;
        if (handle != null) {
            handle.stop();
        }
    }

    /**
     * Watches until {@link #stop}.
     *
     * @param scanner scans
     * @param await waits for a scan
     * @return whether something was found at Warning or Alert
     */
    boolean watch(ThorScanner scanner, Function<ScanHandle, ScanReport> await) {
        boolean findings = false;
        terminal.message("thor: watching " + folders);
        do {
            List<Path> ready = ready(System.nanoTime());
            if (!ready.isEmpty()) {
                ScanHandle handle = scanner.start(ready.stream().map(Target::of).toList());
                running = handle;
                ScanReport report = await.apply(handle);
                running = null;
                findings |= report.count(Level.ALERT) + report.count(Level.WARNING) > 0;
                terminal.message("thor: " + report.coverage());
                terminal.out().flush();
                if (purge) {
                    purge(ready, report);
                }
            }
        } while (!pause());
        return findings;
    }

    private boolean pause() {
        try {
            return stopped.await(Math.max(delay.toMillis() / 2, 50), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Returns the files that were left alone for long enough and are not scanned yet. */
    List<Path> ready(long now) {
        Map<Path, Seen> there = new HashMap<>();
        List<Path> ready = new ArrayList<>();
        for (Path folder : folders) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        if (attributes.isRegularFile()) {
                            Seen known = seen.get(file);
                            boolean same = known != null
                                    && known.size() == attributes.size()
                                    && known.modified().equals(attributes.lastModifiedTime());
                            Seen current = same && known != null
                                    ? known
                                    : new Seen(attributes.size(), attributes.lastModifiedTime(), now, false);
                            if (!current.scanned() && now - current.since() >= delay.toNanos()) {
                                ready.add(file);
                                current = new Seen(current.size(), current.modified(), current.since(), true);
                            }
                            there.put(file, current);
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException e) {
                        /* Gone again, or closed to us: it is looked at once more the next time. */
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                terminal.message("thor: cannot look into " + folder + ": " + e.getMessage());
            }
        }
        seen.clear();
        seen.putAll(there);
        ready.sort(null);
        return ready;
    }

    /* What was not looked at whole must not be gone as if it had been. */
    private void purge(List<Path> files, ScanReport report) {
        if (report.end() != ScanReport.End.COMPLETED
                || report.ledger().count(Outcome.Kind.FAILED) + report.ledger().count(Outcome.Kind.SKIPPED) > 0) {
            terminal.message("thor: not deleted, because not all of them could be scanned: " + files);
            return;
        }
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                terminal.message("thor: cannot delete " + file + ": " + e.getMessage());
            }
        }
    }
}
