package io.thor4j.thunderstorm.server;

import io.thor4j.core.Target;
import io.thor4j.scan.SampleReport;
import io.thor4j.scan.SampleScanner;
import io.thor4j.scan.ThorScanner;
import io.thor4j.thunderstorm.server.queue.NodeJournal;
import io.thor4j.thunderstorm.server.queue.QueueException;
import io.thor4j.thunderstorm.server.queue.QueuedSample;
import io.thor4j.thunderstorm.server.queue.SampleQueue;
import io.thor4j.thunderstorm.server.result.AnswerWriter;
import io.thor4j.thunderstorm.server.result.ScanAnswer;
import io.thor4j.thunderstorm.server.upload.Sample;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that scan. Some may be reserved for samples whose clients wait; the others take those and the queue's in turn, so that neither
 * starves. Threads share it.
 */
final class ScanPool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScanPool.class);

    /** The module of findings that come by HTTP (thunderstorm.md section 2.2). */
    private static final String MODULE = "HTTPServer";

    private static final Object NOTHING = new Object();

    /** Nanoseconds between two looks of a thread that has nothing to do, and of one that rests. */
    private static final long IDLE_STEP = 1_000_000_000;

    private static final long REST_STEP = 10_000_000;

    private final ThorScanner scanner;
    private final Statistics statistics;
    private final TokenBucket quota;
    private final KeptSamples kept;
    private final String scanId;
    private final int waitingRoom;
    private final ReceiptsFirst receipts;
    private final AnswerWriter answers = new AnswerWriter();
    private final RecentFindings recent;
    private final AtomicLong syncNumber = new AtomicLong();
    private final AtomicInteger busy = new AtomicInteger();
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition anyWork = lock.newCondition();
    private final Condition syncWork = lock.newCondition();
    private final Condition closing = lock.newCondition();
    private final Deque<Waiting> sync = new ArrayDeque<>();
    private int entered;
    private boolean closed;

    /** A sample whose client waits. */
    private record Waiting(Sample sample, String source, long since, CompletableFuture<ScanAnswer> done) {}

    ScanPool(
            ThorScanner scanner,
            Statistics statistics,
            TokenBucket quota,
            KeptSamples kept,
            String scanId,
            int waitingRoom,
            ReceiptsFirst receipts,
            RecentFindings recent) {
        this.scanner = scanner;
        this.statistics = statistics;
        this.quota = quota;
        this.kept = kept;
        this.scanId = scanId;
        this.waitingRoom = waitingRoom;
        this.receipts = receipts;
        this.recent = recent;
    }

    /**
     * Begins to scan.
     *
     * @param samples the queue
     * @param count how many threads
     * @param syncOnly how many of them take nothing from the queue
     */
    void start(SampleQueue samples, int count, int syncOnly) {
        for (int i = 0; i < count; i++) {
            boolean reserved = i < syncOnly;
            Thread thread = new Thread(() -> work(samples, reserved), "thor-thunderstorm-scan-" + (i + 1));
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Takes a place for a client that will wait; false when all are taken. */
    boolean enter() {
        lock.lock();
        try {
            if (entered >= waitingRoom) {
                return false;
            }
            entered++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place back. */
    void leave() {
        lock.lock();
        try {
            entered--;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many clients wait or are being served. */
    int entered() {
        lock.lock();
        try {
            return entered;
        } finally {
            lock.unlock();
        }
    }

    /** Returns what lets receipts go first. */
    ReceiptsFirst receipts() {
        return receipts;
    }

    /** Returns what was found last. */
    RecentFindings recent() {
        return recent;
    }

    /** Returns how many threads scan now. */
    int busy() {
        return busy.get();
    }

    /** Scans a sample as soon as a thread can, and discards it then. */
    CompletableFuture<ScanAnswer> scan(Sample sample, String source) {
        Waiting waiting = new Waiting(sample, source, statistics.now(), new CompletableFuture<>());
        lock.lock();
        try {
            if (!closed) {
                sync.add(waiting);
                syncWork.signal();
                anyWork.signal();
                return waiting.done();
            }
        } finally {
            lock.unlock();
        }
        sample.discard();
        waiting.done().complete(ScanAnswer.failed("the service is being stopped"));
        return waiting.done();
    }

    /** There is something in the queue. */
    void arrived() {
        lock.lock();
        try {
            anyWork.signal();
        } finally {
            lock.unlock();
        }
    }

    private void work(SampleQueue samples, boolean reserved) {
        try (SampleScanner scan = scanner.samples()) {
            boolean queueFirst = false;
            long restUntil = statistics.now();
            while (true) {
                Object next = next(samples, reserved, queueFirst, restUntil);
                if (next == null) {
                    return;
                }
                if (next == NOTHING) {
                    continue;
                }
                queueFirst = next instanceof Waiting;
                busy.incrementAndGet();
                long begin = statistics.now();
                try {
                    if (next instanceof Waiting waiting) {
                        serve(scan, samples.journal(), waiting);
                    } else if (next instanceof QueuedSample queued) {
                        serve(scan, samples, queued);
                        long end = statistics.now();
                        restUntil = end + receipts.restAfter(end - begin);
                    }
                } finally {
                    busy.decrementAndGet();
                }
            }
        } catch (RuntimeException e) {
            LOG.error("A scanning thread ended", e);
        }
    }

    /* What to scan next, null to end. */
    private @Nullable Object next(SampleQueue samples, boolean reserved, boolean queueFirst, long restUntil) {
        lock.lock();
        try {
            while (true) {
                if (closed && sync.isEmpty()) {
                    return null;
                }
                long rest = receipts.isAsked() ? restUntil - statistics.now() : 0;
                boolean mayQueue = !reserved && !closed && rest <= 0;
                if (mayQueue && (queueFirst || sync.isEmpty())) {
                    QueuedSample queued = samples.take();
                    if (queued != null) {
                        return queued;
                    }
                }
                Waiting waiting = sync.poll();
                if (waiting != null) {
                    return waiting;
                }
                /* Not for ever: a database that could not be read may be by then. */
                Condition condition = reserved ? syncWork : anyWork;
                if (condition.awaitNanos(rest > 0 ? Math.min(rest, REST_STEP) : IDLE_STEP) <= 0) {
                    LOG.trace("nothing to scan");
                }
            }
        } catch (InterruptedException e) {
            /* Only a plugin can have interrupted it; the pool ends by its flag. */
            LOG.debug("a scanning thread was interrupted", e);
            return NOTHING;
        } finally {
            lock.unlock();
        }
    }

    private void serve(SampleScanner scan, NodeJournal journal, Waiting waiting) {
        Sample sample = waiting.sample();
        long number = syncNumber.incrementAndGet();
        ScanAnswer answer = ScanAnswer.failed("internal error");
        try {
            Path file = sample.file();
            byte[] bytes = file == null ? sample.bytes() : new byte[0];
            Target target = file == null ? Target.of(sample.name(), bytes) : Target.ofSample(file, sample.name());
            answer = scan(scan, journal, target, number, waiting.source(), waiting.since());
            kept.keep(
                    number,
                    sample.name(),
                    waiting.source(),
                    answer,
                    () -> file == null ? new ByteArrayInputStream(bytes) : Files.newInputStream(file));
        } catch (RuntimeException e) {
            LOG.error("A sample could not be scanned", e);
        } finally {
            sample.discard();
            waiting.done().complete(answer);
        }
    }

    private void serve(SampleScanner scan, SampleQueue samples, QueuedSample queued) {
        byte[] bytes;
        try {
            bytes = samples.bytes(queued);
        } catch (QueueException e) {
            LOG.error("Sample {} cannot be read, it is tried again", queued.id(), e);
            samples.putBack(queued);
            pause();
            return;
        }
        ScanAnswer answer = ScanAnswer.failed("internal error");
        try {
            Path file = samples.file(queued);
            Target target = bytes == null ? Target.ofSample(file, queued.name()) : Target.of(queued.name(), bytes);
            answer = scan(scan, samples.journal(), target, queued.id(), queued.source(), statistics.now());
            kept.keep(
                    queued.id(),
                    queued.name(),
                    queued.source(),
                    answer,
                    () -> bytes == null ? Files.newInputStream(file) : new ByteArrayInputStream(bytes));
        } catch (RuntimeException e) {
            LOG.error("Sample {} could not be scanned", queued.id(), e);
        } finally {
            /* What fails is logged there, and the sample stays in the queue. */
            Future<Boolean> unused = samples.finish(queued, answer);
        }
    }

    /* Whoever tries again at once would only keep a database busy that has to come back. */
    private void pause() {
        lock.lock();
        try {
            long nanos = IDLE_STEP;
            while (!closed && nanos > 0) {
                nanos = closing.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            LOG.debug("a scanning thread was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    private ScanAnswer scan(
            SampleScanner scan, NodeJournal journal, Target target, long number, String source, long since) {
        awaitQuota();
        long begin = statistics.now();
        SampleReport report = scan.scan(target, MODULE, scanId + "-" + number, source);
        ScanAnswer answer = answers.write(report, number, target.name());
        recent.add(answer, journal);
        statistics.scanned(begin - since, statistics.now() - begin, answer.failed() != null, answer.isMalicious());
        return answer;
    }

    private void awaitQuota() {
        long begin = statistics.now();
        long nanos = quota.take();
        if (nanos == 0) {
            return;
        }
        lock.lock();
        try {
            while (nanos > 0 && !closed) {
                if (closing.awaitNanos(Math.min(nanos, 1_000_000_000L)) <= 0) {
                    LOG.trace("the quota is used up");
                }
                nanos = quota.take();
            }
        } catch (InterruptedException e) {
            LOG.debug("a scanning thread was interrupted", e);
        } finally {
            lock.unlock();
        }
        statistics.quotaWaited(statistics.now() - begin);
    }

    /** Serves the clients that wait, and ends; what is in the queue stays there. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            anyWork.signalAll();
            syncWork.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
