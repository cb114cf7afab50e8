package io.thor4j.scan;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Limit;
import io.thor4j.core.Outcome;
import io.thor4j.core.Target;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginTrouble;
import io.thor4j.scan.resource.ResourceWatch;
import io.thor4j.scan.resume.ScanState;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One scan: the walk on the calling thread, the elements on worker threads. Its methods other than {@link #run} may be shared. */
final class ScanRun {
    private static final PluginInfo LISTENER = new PluginInfo("progress-listener", null, null);
    private static final Logger LOG = LoggerFactory.getLogger(ScanRun.class);
    private static final int NO_MORE = -1;

    /** With the pause between them ten seconds; a full collection of a large heap takes one. */
    private static final int MEMORY_TRIES = 200;

    private static final long MEMORY_PAUSE_NANOS = 50_000_000;

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
    private final BlockingDeque<Work> queue = new LinkedBlockingDeque<>();

    /** Elements that are not ended yet, and one for the walk. */
    private final AtomicInteger open = new AtomicInteger(1);

    private final ResourceWatch resources;
    private final @Nullable Resumption resumption;
    private final @Nullable Checkpoints checkpoints;
    private final Instant firstStarted;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Object progressLock = new Object();
    private long ended;
    private long lastTick;
    private long sequence;
    private volatile boolean stopRequested;
    private volatile boolean timeOver;
    private volatile @Nullable String shortage;
    private volatile @Nullable ScanReport report;

    /* An element to scan and its place in the walk, or help with one that another worker scans; with neither it tells a worker to end. */
    private record Work(
            long sequence,
            String name,
            @Nullable Target target,
            TargetWalk.Spot spot,
            @Nullable Runnable help) {
        static Work noElement(@Nullable Runnable help) {
            return new Work(NO_MORE, "", null, new TargetWalk.Spot(0, null), help);
        }
    }

    ScanRun(ScanSettings settings, List<Target> targets, String scanId, @Nullable Resumption resumption) {
        this.settings = settings;
        this.targets = List.copyOf(targets);
        this.scanId = scanId;
        this.elements = ElementSettings.of(settings.limits(), settings.files().types());
        this.resources = new ResourceWatch(
                settings.load(),
                settings.limits(),
                settings.logFiles().stream().map(LogFile::path).toList(),
                settings.nanoClock(),
                LockSupport::parkNanos);
        this.messages = new ScanMessages(settings.clock(), scanId, settings.hostname());
        this.output = new OrderedOutput(
                settings.sinks(),
                guard,
                messages,
                settings.minimumLevel(),
                new FindingFilter(settings.findingFilters(), settings.clock().getZone()),
                settings.rewriter());
        this.resumption = resumption;
        this.started = messages.now();
        this.startNanos = settings.nanoClock().getAsLong();
        this.lastTick = startNanos;
        ScanState earlier = resumption == null ? null : resumption.state();
        if (earlier != null) {
            ledger.add(earlier.ledger());
            output.add(earlier.levels(), earlier.filtered());
        }
        this.firstStarted = earlier == null ? started.toInstant() : earlier.started();
        this.checkpoints = resumption == null
                ? null
                : new Checkpoints(resumption, settings.logFiles(), scanId, firstStarted, output, settings.nanoClock());
    }

    /** Saves the first state if the scan has a state file. */
    void keepState() {
        if (checkpoints != null) {
            checkpoints.begin();
        }
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
            ScanWorkers workers = ScanWorkers.create(
                    settings, settings.threads(), firstStarted, messages, this::isStopped, output, this::askForHelp);
            output.say(messages.plugins(workers.plugins()));
            List<Thread> threads = workers.scanners().stream()
                    .map(scanner -> settings.threadFactory().newThread(() -> work(scanner)))
                    .toList();
            threads.forEach(Thread::start);
            try {
                new TargetWalk(settings, targets, resumption, messages, new ForWalk()).walk();
            } catch (InterruptedException e) {
                interrupted = true;
                stop();
            } finally {
                ended();
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
        Resumption from = resumption;
        ScanState earlier = from == null ? null : from.state();
        if (from != null && earlier != null) {
            output.say(messages.resumed(from.file().path(), earlier));
            from.cuts().forEach((path, cut) -> {
                if (cut.bytes() > 0) {
                    output.say(messages.logCut(path, cut));
                }
            });
        }
        for (RuleSetInfo ruleSet : settings.ruleSetInfos()) {
            output.say(messages.ruleSet(ruleSet));
            ruleSet.leftOut().forEach(left -> output.say(messages.leftOut(left)));
        }
        SignatureSet signatures = settings.signatures();
        if (signatures != null) {
            output.say(messages.signatures(signatures.info()));
        }
        List<String> blind = resources.blind();
        if (!blind.isEmpty()) {
            output.say(messages.blind(blind));
        }
        settings.pluginProblems().forEach(problem -> output.say(messages.pluginProblem(problem)));
    }

    private ScanReport finish(List<PluginInfo> plugins) {
        ScanReport.End end = stopRequested
                ? ScanReport.End.STOPPED
                : timeOver
                        ? ScanReport.End.TIME_LIMIT
                        : shortage != null ? ScanReport.End.RESOURCES : ScanReport.End.COMPLETED;
        if (checkpoints != null) {
            checkpoints.settle();
            IOException failure = checkpoints.failure();
            if (failure != null) {
                output.say(messages.stateLost(checkpoints.file(), failure));
            }
        }
        if (end == ScanReport.End.STOPPED) {
            output.say(messages.stopped());
        } else if (end == ScanReport.End.TIME_LIMIT) {
            output.say(messages.timeLimit());
        } else if (end == ScanReport.End.RESOURCES) {
            output.say(messages.shortage(String.valueOf(shortage)));
        }
        output.say(messages.finished(report(end, plugins)));
        /* Made again: the sinks may have failed with the last message. */
        if (checkpoints != null && end == ScanReport.End.COMPLETED) {
            checkpoints.completed();
        }
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
                output.filtered(),
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
        if (!stopRequested && !timeOver && shortage == null) {
            shortage = resources.shortage();
        }
        return stopRequested || timeOver || shortage != null;
    }

    /* What becomes of an element that was met but will not be scanned. */
    private Outcome unscanned() {
        if (stopRequested) {
            return Outcome.skipped(ElementScanner.STOPPED);
        }
        String limit = shortage;
        return Outcome.incomplete(List.of(limit == null ? Limit.MAX_SCAN_SECONDS.key() : limit));
    }

    /** Takes what the walk meets. */
    private final class ForWalk implements TargetWalk.Receiver {
        @Override
        public void element(String name, Target target, TargetWalk.Spot spot) throws InterruptedException {
            output.reserve();
            ledger.seen();
            open.incrementAndGet();
            queue.add(new Work(sequence++, name, target, spot, null));
        }

        @Override
        public void left(String name, Outcome outcome, List<Emission> emissions, TargetWalk.Spot spot)
                throws InterruptedException {
            leave(name, outcome, emissions, spot, true);
        }

        @Override
        public void notBegun(String name, TargetWalk.Spot spot) throws InterruptedException {
            leave(name, unscanned(), List.of(), spot, false);
        }

        /* Ends an element without work. */
        private void leave(String name, Outcome outcome, List<Emission> emissions, TargetWalk.Spot spot, boolean whole)
                throws InterruptedException {
            output.reserve();
            ledger.seen();
            Batch batch = new Batch();
            emissions.forEach(batch::add);
            end(new Work(sequence++, name, null, spot, null), outcome, batch, whole);
        }

        @Override
        public boolean stopped() {
            return isStopped();
        }
    }

    private void work(ElementScanner scanner) {
        while (true) {
            Work work = take();
            Runnable help = work.help();
            Target target = work.target();
            if (help != null) {
                help.run();
            } else if (target != null) {
                try {
                    scan(scanner, work, target);
                } finally {
                    ended();
                }
            } else {
                return;
            }
        }
    }

    private void scan(ElementScanner scanner, Work work, Target target) {
        Batch batch = patiently(Batch::new);
        Outcome outcome;
        boolean whole = true;
        if (patiently(this::isOver)) {
            outcome = unscanned();
            whole = false;
        } else {
            tell(listener -> listener.begun(work.name()));
            outcome = scanner.scan(target, elements, batch);
            forgetInterrupt();
        }
        end(work, outcome, batch, whole);
    }

    /* Before the elements that wait: a worker without an element of its own is to come at once, and the others when they have ended theirs. */
    private void askForHelp(Runnable helper) {
        queue.addFirst(Work.noElement(helper));
    }

    /* The workers stay until the last element is ended: they may have to help with it. */
    private void ended() {
        if (open.decrementAndGet() == 0) {
            for (int i = 0; i < settings.threads(); i++) {
                queue.add(Work.noElement(null));
            }
        }
    }

    private boolean isOver() {
        resources.awaitQuiet();
        return isStopped();
    }

    /* A plugin that fills the memory is suspended soon; until then a worker waits, because without it elements would have no outcome. */
    private static <T> T patiently(Supplier<T> action) {
        for (int tries = 1; ; tries++) {
            try {
                return action.get();
            } catch (OutOfMemoryError e) {
                if (tries == MEMORY_TRIES) {
                    throw e;
                }
                LockSupport.parkNanos(MEMORY_PAUSE_NANOS);
            }
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

    /* whole: false when the element was not looked at because the scan is stopped. */
    private void end(Work work, Outcome outcome, Batch batch, boolean whole) {
        batch.enter(ledger, outcome);
        output.complete(work.sequence(), batch.emissions(), step(work, outcome, batch, whole));
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

    private OrderedOutput.@Nullable Step step(Work work, Outcome outcome, Batch batch, boolean whole) {
        Checkpoints kept = checkpoints;
        if (kept == null) {
            return null;
        }
        boolean done = whole && !outcome.details().contains(ElementScanner.STOPPED) && !batch.wasStopped();
        return new OrderedOutput.Step() {
            @Override
            public void before() {
                kept.before(done);
            }

            @Override
            public void after() {
                kept.after(work.spot().target(), work.spot().place(), batch, outcome);
            }
        };
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
