package io.thor4j.thunderstorm.collector;

import io.thor4j.core.walk.FileWalker;
import io.thor4j.core.walk.MountKind;
import io.thor4j.thunderstorm.client.CheckResult;
import io.thor4j.thunderstorm.client.CollectionMarker;
import io.thor4j.thunderstorm.client.RetryPolicy.Pause;
import io.thor4j.thunderstorm.client.Sample;
import io.thor4j.thunderstorm.client.ThunderstormClient;
import io.thor4j.thunderstorm.client.ThunderstormException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One collection: walks, selects, sends. {@link #run} is called once; {@link #stop} from any thread.
 *
 * <p>Symbolic links are not followed, special files not read. A file is sent as long as it was when it was met; one that goes away before
 * is counted as skipped, one that cannot be read or sent as failed: nothing is left out in silence.
 */
public final class Collector {
    /** Files waiting to be sent: enough that the walk is never what uploads wait for. */
    private static final int QUEUE = 500;

    /** Files in a row that do not reach the server, each with its retries, after which it is given up. */
    private static final int GIVE_UP = 5;

    private static final int LOOK_MILLIS = 200;

    private final CollectorSettings settings;
    private final @Nullable ThunderstormClient client;
    private final String server;
    private final CollectionListener listener;
    private final Clock clock;
    private final UploadRate rate;
    private final CollectionTally tally = new CollectionTally();
    private final BlockingQueue<Candidate> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicReference<@Nullable String> interruption = new AtomicReference<>();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean walked;
    private volatile @Nullable String scanId;
    private @Nullable SentFiles sentFiles;

    /* A file to send, as it was when it was met. */
    private record Candidate(Path path, String name, long size, long modifiedNanos) {}

    /**
     * Prepares a collection.
     *
     * @param settings what to send
     * @param client where to; null for a dry run, which asks no server
     * @param server the server's name for the list of sent files: one list is about one server
     * @param listener hears how it goes on
     */
    public Collector(
            CollectorSettings settings,
            @Nullable ThunderstormClient client,
            String server,
            CollectionListener listener) {
        this(settings, client, server, listener, Clock.systemUTC(), Pause.SLEEP);
    }

    Collector(
            CollectorSettings settings,
            @Nullable ThunderstormClient client,
            String server,
            CollectionListener listener,
            Clock clock,
            Pause pause) {
        if (client == null && !settings.dryRun()) {
            throw new IllegalArgumentException("only a dry run needs no client");
        }
        this.settings = settings;
        this.client = settings.dryRun() ? null : client;
        this.server = server;
        this.listener = listener;
        this.clock = clock;
        this.rate = new UploadRate(settings.uploadsPerMinute(), System::nanoTime, pause);
    }

    /**
     * Collects.
     *
     * @return how it ended
     * @throws ThunderstormException when the server is not there or refuses the collection; nothing was sent then
     * @throws io.thor4j.core.MalformedInputException when the list of sent files is none
     * @throws IOException when that list cannot be read
     * @throws InterruptedException when the calling thread is interrupted
     */
    public CollectionReport run() throws IOException, InterruptedException {
        Instant begin = clock.instant();
        boolean completed = false;
        ThunderstormClient target = client;
        if (target != null) {
            target.status();
        }
        Path state = settings.state();
        if (state != null && target != null) {
            sentFiles = SentFiles.open(state, server + '\n' + settings.source());
        }
        try {
            if (settings.markers() && target != null) {
                scanId = target.begin(marker(CollectionMarker.Type.BEGIN, Map.of(), null))
                        .orElse(null);
            }
            start();
            try {
                walk(begin);
            } finally {
                walked = true;
                finish();
            }
            Duration elapsed = Duration.between(begin, clock.instant());
            CollectionReport report = tally.report(elapsed, interruption.get());
            mark(elapsed);
            completed = report.complete();
            return report;
        } finally {
            close(completed);
        }
    }

    /**
     * Ends the collection after the files that are being sent.
     *
     * @param reason why, for the report and the server
     */
    public void stop(String reason) {
        if (interruption.compareAndSet(null, reason)) {
            // Who waits for the server, or for its turn, need not wait any more.
            synchronized (workers) {
                workers.forEach(Thread::interrupt);
            }
        }
    }

    private void close(boolean completed) throws IOException {
        SentFiles list = sentFiles;
        if (list != null) {
            if (completed) {
                list.delete();
            } else {
                list.close();
            }
        }
    }

    private void mark(Duration elapsed) {
        ThunderstormClient target = client;
        if (scanId == null || target == null) {
            return;
        }
        String reason = interruption.get();
        CollectionMarker.Type type = reason == null ? CollectionMarker.Type.END : CollectionMarker.Type.INTERRUPTED;
        try {
            target.end(marker(type, tally.stats(elapsed), reason));
        } catch (ThunderstormException e) {
            listener.message("the server was not told that the collection ended: " + e.getMessage());
        }
    }

    private CollectionMarker marker(CollectionMarker.Type type, Map<String, Long> stats, @Nullable String reason) {
        return new CollectionMarker(
                type, settings.source(), settings.collector(), clock.instant(), scanId, stats, reason);
    }

    private void start() {
        synchronized (workers) {
            for (int i = 0; i < settings.threads(); i++) {
                Thread worker = new Thread(this::work, "thor-collect-" + i);
                worker.setDaemon(true);
                workers.add(worker);
            }
            workers.forEach(Thread::start);
        }
    }

    private void finish() throws InterruptedException {
        for (Thread worker : workers) {
            worker.join();
        }
    }

    private boolean stopped() {
        return interruption.get() != null;
    }

    private void walk(Instant now) throws InterruptedException {
        EnumSet<MountKind> mounts =
                settings.allFilesystems() ? EnumSet.allOf(MountKind.class) : EnumSet.of(MountKind.LOCAL);
        FileWalker walker = new FileWalker(settings::excluded, false, mounts, new Visitor(now));
        for (Path path : settings.paths()) {
            if (stopped()) {
                return;
            }
            walker.walk(path, null);
        }
    }

    /** Takes what the walk meets. */
    private final class Visitor implements FileWalker.Visitor {
        private final Instant now;

        Visitor(Instant now) {
            this.now = now;
        }

        @Override
        public void file(Path path, String name) throws InterruptedException {
            tally.seen();
            String text = Sample.nameOf(path);
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                String reason = settings.selection().leftOut(path, attributes, now);
                if (reason != null) {
                    skipped(text, false, reason);
                    return;
                }
                long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
                SentFiles list = sentFiles;
                if (list != null && list.contains(text, attributes.size(), modified)) {
                    tally.sentBefore();
                    listener.skipped(text, "sent before");
                    return;
                }
                Candidate candidate = new Candidate(path, text, attributes.size(), modified);
                boolean queued = false;
                while (!queued && !stopped()) {
                    queued = queue.offer(candidate, LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (IOException | SecurityException e) {
                unreadable(text, e);
            }
        }

        @Override
        public void skipped(String name, boolean folder, String reason) {
            tally.skipped(reason);
            listener.skipped(name, reason);
        }

        @Override
        public void failed(String name, boolean folder, String reason) {
            if (reason.equals(FileWalker.DISAPPEARED)) {
                skipped(name, folder, reason);
            } else {
                Collector.this.failed(name, reason);
            }
        }

        @Override
        public boolean stopped() {
            return Collector.this.stopped();
        }
    }

    private void work() {
        try {
            while (!stopped()) {
                Candidate candidate = queue.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (candidate != null) {
                    send(candidate);
                } else if (walked && queue.isEmpty()) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Only stop() interrupts.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Files that cannot be written down would be sent twice after a kill.
            stop("the list of sent files cannot be written: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            stop("defect in the collector: " + e);
            throw e;
        }
    }

    private void send(Candidate candidate) throws InterruptedException, IOException {
        String name = candidate.name();
        ThunderstormClient target = client;
        if (target == null) {
            tally.sent(candidate.size());
            listener.sent(name, candidate.size());
            return;
        }
        rate.await();
        listener.sending(name);
        Sample sample = new Sample(
                name, candidate.size(), () -> Files.newInputStream(candidate.path(), LinkOption.NOFOLLOW_LINKS));
        try {
            if (settings.synchronous()) {
                CheckResult result = target.check(sample, scanId);
                if (result.suspicious()) {
                    tally.suspicious();
                }
                listener.result(name, result);
            } else {
                target.checkAsync(sample, scanId);
            }
        } catch (ThunderstormException e) {
            unsent(name, e);
            return;
        }
        SentFiles list = sentFiles;
        if (list != null) {
            list.add(name, candidate.size(), candidate.modifiedNanos());
        }
        tally.sent(candidate.size());
        listener.sent(name, candidate.size());
    }

    private void unsent(String name, ThunderstormException e) throws InterruptedException {
        if (e instanceof ThunderstormException.Interrupted || stopped()) {
            throw new InterruptedException();
        }
        if (e instanceof ThunderstormException.SampleUnreadable) {
            Throwable cause = e.getCause() == null ? null : e.getCause().getCause();
            if (cause instanceof IOException io) {
                unreadable(name, io);
                return;
            }
        }
        failed(name, e.reason());
        boolean lost = e instanceof ThunderstormException.Unreachable || e instanceof ThunderstormException.Busy;
        if (lost && tally.unreachable() >= GIVE_UP) {
            stop("the server cannot be reached any more: " + e.reason());
        }
    }

    private void unreadable(String name, Exception e) {
        if (e instanceof NoSuchFileException) {
            tally.skipped(FileWalker.DISAPPEARED);
            listener.skipped(name, FileWalker.DISAPPEARED);
        } else {
            failed(
                    name,
                    e instanceof AccessDeniedException || e instanceof SecurityException
                            ? "access denied"
                            : "read error: " + e.getClass().getSimpleName());
        }
    }

    private void failed(String name, String reason) {
        tally.failed(reason);
        listener.failed(name, reason);
    }
}
