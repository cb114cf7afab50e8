package io.thor4j.scan;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Limit;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginTrouble;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.scan.walk.FileWalker;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan: the walk on the calling thread, the elements on worker threads. Its methods other than {@link #run} may be shared. */
final class ScanRun {
    private static final PluginInfo LISTENER = new PluginInfo("progress-listener", null, null);
    private static final Logger LOG = LoggerFactory.getLogger(ScanRun.class);
    private static final int NO_MORE = -1;

    private final ScanSettings settings;
    private final List<Target> targets;
    private final String scanId;
    private final ElementSettings elements;
    private final ScanMessages messages;
    private final PluginFailures guard = new PluginFailures();
    private final CoverageLedger ledger = new CoverageLedger();
    private final OrderedOutput output;
    private final OffsetDateTime started;
    private final long startNanos;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Object progressLock = new Object();
    private long ended;
    private long lastTick;
    private long sequence;
    private volatile boolean stopRequested;
    private volatile boolean timeOver;
    private volatile @Nullable ScanReport report;

    /* An element to scan and its place in the walk; NO_MORE tells a worker to end. */
    private record Work(
            long sequence, String name, @Nullable Target target) {}

    ScanRun(ScanSettings settings, List<Target> targets, String scanId) {
        this.settings = settings;
        this.targets = List.copyOf(targets);
        this.scanId = scanId;
        this.elements = ElementSettings.of(settings.limits());
        this.messages = new ScanMessages(settings.clock(), scanId, settings.hostname());
        this.output = new OrderedOutput(settings.sinks(), guard, messages, settings.minimumLevel());
        this.started = messages.now();
        this.startNanos = settings.nanoClock().getAsLong();
        this.lastTick = startNanos;
    }

    String scanId() {
        return scanId;
    }

    void stop() {
        stopRequested = true;
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    ScanReport await() throws InterruptedException {
        done.await();
        ScanReport result = report;
        if (result == null) {
            throw new IllegalStateException("the scan ended without a report");
        }
        return result;
    }

    ScanProgress progress() {
        return new ScanProgress(ledger.snapshot(), output.levels(), elapsed());
    }

    private Duration elapsed() {
        return Duration.ofNanos(settings.nanoClock().getAsLong() - startNanos);
    }

    /** Scans the targets and returns the report; an interrupt stops the scan and is kept. */
    ScanReport run() {
        boolean interrupted = false;
        try {
            announce();
            ScanWorkers workers = ScanWorkers.create(settings, messages, this::isStopped, output);
            List<Thread> threads = workers.scanners().stream()
                    .map(scanner -> settings.threadFactory().newThread(() -> work(scanner)))
                    .toList();
            threads.forEach(Thread::start);
            try {
                walk();
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            } finally {
                threads.forEach(thread -> queue.add(new Work(NO_MORE, "", null)));
                interrupted |= joinAll(threads);
            }
            workers.close(output);
            return finish(workers.plugins());
        } finally {
            done.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean joinAll(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (true) {
                try {
                    thread.join();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop();
                }
            }
        }
        return interrupted;
    }

    private void announce() {
        tell(listener -> listener.started(scanId));
        List<String> names = targets.stream().map(Target::name).toList();
        output.say(messages.started(ThorScanner.version(), names, settings));
        for (RuleSetInfo ruleSet : settings.ruleSetInfos()) {
            output.say(messages.ruleSet(ruleSet));
            ruleSet.leftOut().forEach(left -> output.say(messages.leftOut(left)));
        }
        SignatureSet signatures = settings.signatures();
        if (signatures != null) {
            output.say(messages.signatures(signatures.info()));
        }
        settings.pluginProblems().forEach(problem -> output.say(messages.pluginProblem(problem)));
    }

    private ScanReport finish(List<PluginInfo> plugins) {
        ScanReport.End end = stopRequested
                ? ScanReport.End.STOPPED
                : timeOver ? ScanReport.End.TIME_LIMIT : ScanReport.End.COMPLETED;
        if (end == ScanReport.End.STOPPED) {
            output.say(messages.stopped());
        } else if (end == ScanReport.End.TIME_LIMIT) {
            output.say(messages.timeLimit());
        }
        output.say(messages.finished(report(end, plugins)));
        /* Made again: the sinks may have failed with the last message. */
        ScanReport last = report(end, plugins);
        report = last;
        tell(listener -> listener.finished(last));
        return last;
    }

    private ScanReport report(ScanReport.End end, List<PluginInfo> plugins) {
        SignatureSet signatures = settings.signatures();
        return new ScanReport(
                scanId,
                end,
                started,
                elapsed(),
                ledger.snapshot(),
                output.levels(),
                settings.ruleSetInfos(),
                signatures == null ? null : signatures.info(),
                plugins,
                settings.pluginProblems(),
                guard.failures());
    }

    private boolean isStopped() {
        if (!stopRequested && !timeOver) {
            long seconds = settings.limits().get(Limit.MAX_SCAN_SECONDS);
            timeOver = seconds > 0 && elapsed().toSeconds() >= seconds;
        }
        return stopRequested || timeOver;
    }

    /* What becomes of an element that was met but will not be scanned. */
    private Outcome unscanned() {
        return stopRequested
                ? Outcome.skipped(ElementScanner.STOPPED)
                : Outcome.incomplete(List.of(Limit.MAX_SCAN_SECONDS.key()));
    }

    private void walk() throws InterruptedException {
        for (Target target : targets) {
            if (target instanceof Target.PathTarget path) {
                if (isStopped()) {
                    leave(target.name(), unscanned(), List.of());
                } else {
                    new FileWalker(
                                    settings.excludes(),
                                    settings.followSymlinks(),
                                    settings.networkFileSystems(),
                                    new Walk())
                            .walk(path.path(), path.displayName());
                }
            } else {
                enqueue(target.name(), target);
            }
        }
    }

    private void enqueue(String name, Target target) throws InterruptedException {
        output.reserve();
        ledger.seen();
        queue.add(new Work(sequence++, name, target));
    }

    /* Ends an element without work. */
    private void leave(String name, Outcome outcome, List<Emission> emissions) throws InterruptedException {
        output.reserve();
        ledger.seen();
        end(new Work(sequence++, name, null), outcome, new Batch(), emissions);
    }

    private final class Walk implements FileWalker.Visitor {
        @Override
        public void file(Path path, String name) throws InterruptedException {
            enqueue(name, new Target.PathTarget(path, name));
        }

        @Override
        public void skipped(String name, boolean folder, String reason) throws InterruptedException {
            List<Emission> notes =
                    folder ? List.of(new Emission.Note(messages.folderSkipped(name, reason))) : List.of();
            leave(name, Outcome.skipped(reason), notes);
        }

        @Override
        public void failed(String name, boolean folder, String reason) throws InterruptedException {
            Outcome outcome = Outcome.failed(reason);
            leave(name, outcome, List.of(new Emission.Note(messages.notScanned(name, outcome))));
        }

        @Override
        public boolean stopped() {
            return isStopped();
        }
    }

    private void work(ElementScanner scanner) {
        while (true) {
            Work work = take();
            Target target = work.target();
            if (target == null) {
                return;
            }
            Batch batch = new Batch();
            Outcome outcome;
            if (isStopped()) {
                outcome = unscanned();
            } else {
                tell(listener -> listener.begun(work.name()));
                outcome = scanner.scan(target, elements, batch);
                forgetInterrupt();
            }
            end(work, outcome, batch, List.of());
        }
    }

    /* A plugin's interrupt of its own thread must not close the channels of sinks. */
    private static void forgetInterrupt() {
        if (Thread.interrupted()) {
            LOG.debug("a plugin interrupted a worker");
        }
    }

    private Work take() {
        while (true) {
            try {
                return queue.take();
            } catch (InterruptedException e) {
                /* Only a plugin can have interrupted a worker; the walk ends the workers. */
                LOG.debug("a worker was interrupted", e);
            }
        }
    }

    private void end(Work work, Outcome outcome, Batch batch, List<Emission> emissions) {
        emissions.forEach(batch::add);
        batch.enter(ledger, outcome);
        output.complete(work.sequence(), batch.emissions());
        if (settings.progress() == null) {
            return;
        }
        boolean tick;
        synchronized (progressLock) {
            ended++;
            long count = ended;
            call(listener -> listener.ended(work.name(), outcome, count));
            long now = settings.nanoClock().getAsLong();
            tick = now - lastTick >= settings.progressInterval().toNanos();
            if (tick) {
                lastTick = now;
                ScanProgress state = progress();
                call(listener -> listener.progress(state));
            }
        }
    }

    /** Something to tell the listener. */
    @FunctionalInterface
    private interface Event {
        void to(ProgressListener listener);
    }

    private void tell(Event event) {
        synchronized (progressLock) {
            call(event);
        }
    }

    private void call(Event event) {
        ProgressListener listener = settings.progress();
        if (listener == null) {
            return;
        }
        PluginTrouble trouble = PluginGuard.callUnmarked(LISTENER, "progress listener", () -> event.to(listener));
        if (trouble != null) {
            guard.count(trouble);
        }
    }
}
