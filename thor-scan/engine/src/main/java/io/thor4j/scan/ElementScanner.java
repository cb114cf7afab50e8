package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Budget;
import io.thor4j.core.Element;
import io.thor4j.core.ElementSettings;
import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.Outcome;
import io.thor4j.core.ReadBuffer;
import io.thor4j.core.Reason;
import io.thor4j.core.Target;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.BudgetedChildren;
import io.thor4j.core.spi.DetectionContext;
import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.file.FileSelection;
import io.thor4j.scan.plugin.HookRunner;
import io.thor4j.scan.plugin.PluginCaller;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginHealths;
import io.thor4j.scan.plugin.PluginTrouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Scans one element after another, each with everything inside it. For one thread. */
final class ElementScanner {
    private static final Logger LOG = LoggerFactory.getLogger(ElementScanner.class);

    static final String STOPPED = "scan stopped";
    static final String DETECTOR = "detector";
    static final String EXTRACTOR = "extractor";
    private static final String DEEP_DIVE = "deep dive";

    /** A plugin's part for this thread, and whose it is. */
    record Part<T>(PluginInfo plugin, T part) {}

    private final List<Part<Detector>> detectors;
    private final List<Part<Extractor>> extractors;
    private final HookRunner hooks;
    private final PluginHealths plugins;
    private final Assessor assessor;
    private final ScanMessages messages;
    private final ThorLimits limits;
    private final FileSelection selection;
    private final WindowScan windows;
    private final ReadBuffer buffer = new ReadBuffer();
    private final LongSupplier nanoClock;
    private final BooleanSupplier stopped;

    ElementScanner(
            List<Part<Detector>> detectors,
            List<Part<Extractor>> extractors,
            HookRunner hooks,
            PluginHealths plugins,
            Assessor assessor,
            ScanMessages messages,
            ThorLimits limits,
            FileSelection selection,
            WindowScan windows,
            LongSupplier nanoClock,
            BooleanSupplier stopped) {
        this.detectors = List.copyOf(detectors);
        this.extractors = List.copyOf(extractors);
        this.hooks = hooks;
        this.plugins = plugins;
        this.assessor = assessor;
        this.messages = messages;
        this.limits = limits;
        this.selection = selection;
        this.windows = windows;
        this.nanoClock = nanoClock;
        this.stopped = stopped;
    }

    /**
     * Scans the element of a target.
     *
     * @param source the target
     * @param settings the limits of elements
     * @param batch takes what is found, and the outcomes of members
     * @return the element's outcome; nothing is thrown
     */
    Outcome scan(Target source, ElementSettings settings, Batch batch) {
        int shortages = plugins.shortages();
        Outcome outcome = once(source, settings, batch);
        /* A plugin that fills the heap on another thread must not cost this element: once it has failed, there is room again. */
        if (batch.isOutOfMemory() && !(source instanceof Target.StreamTarget) && plugins.tookTheMemory(shortages)) {
            batch.clear();
            outcome = once(source, settings, batch);
        }
        return outcome;
    }

    private Outcome once(Target source, ElementSettings settings, Batch batch) {
        try {
            Element element = Element.of(source, settings, buffer);
            long start = nanoClock.getAsLong();
            Budget budget = Budget.root(limits, nanoClock);
            return new Visit(batch, budget, start).scan(element, budget, budget);
        } catch (Throwable e) {
            /* The last resort, with the stack of the scan unwound. */
            return failed(e, batch);
        }
    }

    private static Outcome failed(Throwable e, Batch batch) {
        if (e instanceof StackOverflowError) {
            return Outcome.failed("stack overflow");
        } else if (e instanceof OutOfMemoryError) {
            batch.outOfMemory();
            return Outcome.failed("out of memory");
        }
        LOG.error("scanning an element failed", e);
        return Outcome.failed("internal error: " + e.getClass().getSimpleName());
    }

    /** The scan of one target's element and all its members. */
    private final class Visit {
        private final Batch batch;
        private final Budget target;
        private final long startNanos;

        Visit(Batch batch, Budget target, long startNanos) {
            this.batch = batch;
            this.target = target;
            this.startNanos = startNanos;
        }

        /* own: what the element's detectors spend and hit; level: what containers at this depth share. The same for a target. */
        Outcome scan(Element element, Budget own, Budget level) {
            Outcome outcome;
            try {
                outcome = judge(element, own, level);
            } catch (Throwable e) {
                outcome = failed(e, batch);
            } finally {
                element.release();
            }
            /* That a plugin is suspended was told when it was. */
            if ((outcome.kind() == Outcome.Kind.FAILED || outcome.kind() == Outcome.Kind.INCOMPLETE)
                    && !outcome.details().stream().allMatch(PluginTrouble::isSuspension)) {
                batch.add(new Emission.Note(messages.notScanned(element.name().text(), outcome)));
            }
            return outcome;
        }

        private Outcome judge(Element element, Budget own, Budget level) {
            return switch (selection.look(element)) {
                case NONE -> Outcome.skipped(FileSelection.TOO_OLD);
                case HEAD -> {
                    Outcome named = head(element, own, level, FileSelection.NOT_RELEVANT);
                    yield named.details().isEmpty() ? Outcome.skipped(FileSelection.NOT_RELEVANT) : named;
                }
                case WHOLE -> whole(element, own, level);
                case WINDOWS -> windows(element, own, level);
            };
        }

        private Outcome whole(Element element, Budget own, Budget level) {
            ContentCheck check = ContentCheck.of(element);
            Findings findings = new Findings(own);
            if (check.limit() != null) {
                findings.limits.add(check.limit());
            }
            findings.failure = check.failure();
            detect(element, findings);
            Inside inside = new Inside(element, level);
            Assessment assessment = verdict(element, inside, findings);
            if (check.limit() == null && check.failure() == null) {
                extract(element, inside, findings);
            }
            return end(element, inside, findings, assessment);
        }

        private Outcome head(Element element, Budget own, Budget level, String reason) {
            element.withholdContent(reason);
            Findings findings = new Findings(own);
            detect(element, findings);
            /* What is reported gets its hashes, though only the name matched; an image is too large for that. */
            element.withholdContent(element.isImage() ? reason : null);
            Inside inside = new Inside(element, level);
            return end(element, inside, findings, verdict(element, inside, findings));
        }

        private Outcome windows(Element element, Budget own, Budget level) {
            Outcome named = head(element, own, level, DEEP_DIVE);
            boolean matched = named.kind() == Outcome.Kind.MATCHED;
            return named.kind() == Outcome.Kind.FAILED ? named : windows.scan(element, own, matched, new OfWindows());
        }

        /** Judges windows. */
        private final class OfWindows implements WindowScan.Judge {
            @Override
            public Findings detect(Element chunk, Budget budget) {
                Findings findings = new Findings(budget);
                Visit.this.detect(chunk, findings);
                return findings;
            }

            @Override
            public boolean report(Element chunk, Findings findings, List<Reason> fresh) {
                findings.reasons.clear();
                findings.reasons.addAll(fresh);
                Inside inside = new Inside(chunk, findings.budget);
                Assessment assessment = verdict(chunk, inside, findings);
                end(chunk, inside, findings, assessment);
                return assessment != null;
            }
        }

        private void detect(Element element, Findings findings) {
            for (Part<Detector> detector : detectors) {
                if (!findings.budget.timeLeft()) {
                    break;
                }
                PluginTrouble trouble = PluginGuard.call(
                        detector.plugin(), DETECTOR, () -> detector.part().detect(element, findings));
                note(trouble, findings);
            }
        }

        /* Hooks see what was found; the verdict is put out before what they had scanned. */
        private @Nullable Assessment verdict(Element element, Inside inside, Findings findings) {
            int place = batch.size();
            hooks.ruleHooks(
                    element,
                    List.copyOf(findings.reasons),
                    findings.budget,
                    findings::report,
                    new ForHooks(inside, findings));
            findings.open = false;
            Assessment assessment = assessor.assess(element, findings.reasons);
            if (assessment != null) {
                batch.insert(place, new Emission.Finding(assessment));
            }
            return assessment;
        }

        private Outcome end(Element element, Inside inside, Findings findings, @Nullable Assessment assessment) {
            inside.end(findings);
            hooks.assessed(element, assessment, trouble -> batch.add(new Emission.Failure(trouble)));
            return findings.outcome(assessment != null);
        }

        private void note(@Nullable PluginTrouble trouble, Findings findings) {
            if (trouble == null) {
                return;
            }
            batch.add(new Emission.Failure(trouble));
            if (trouble.isOutOfMemory() && plugins.isBuiltIn(trouble.plugin())) {
                batch.outOfMemory();
            }
            String limit = trouble.limit();
            if (limit == null) {
                findings.fail(trouble.role() + " " + trouble.plugin().id() + " failed");
            } else {
                findings.limits.add(limit);
            }
        }

        /** What is inside one element: the budget of that, made on first use, and the sinks that were handed out. */
        private final class Inside {
            private final Element element;
            private final Budget level;
            private final List<StoppableChildren> sinks = new ArrayList<>();
            private @Nullable Budget container;
            private boolean tooDeep;

            Inside(Element element, Budget level) {
                this.element = element;
                this.level = level;
            }

            /**
             * Makes a sink for one call of a plugin. Children are read on the caller's thread and scanned on this one.
             *
             * @return null when the element lies too deep
             */
            HookRunner.@Nullable LentChildren children() {
                if (container == null && !tooDeep) {
                    container = level.child(element.size());
                    tooDeep = container == null;
                }
                Budget spent = container;
                if (spent == null) {
                    return null;
                }
                Budget lent = spent.lend();
                StoppableChildren sink = new StoppableChildren(
                        new BudgetedChildren(element, lent, child -> PluginCaller.onEngine(() -> member(child, spent))),
                        stopped);
                sinks.add(sink);
                return new HookRunner.LentChildren(sink, lent);
            }

            void end(Findings findings) {
                if (sinks.stream().anyMatch(StoppableChildren::wasStopped)) {
                    findings.limits.add(STOPPED);
                }
                if (container != null) {
                    findings.limits.addAll(container.limitsHit());
                }
                if (tooDeep) {
                    findings.limits.add(Limit.MAX_DEPTH.key());
                }
            }
        }

        /** Serves the hooks of one element. */
        private final class ForHooks implements HookRunner.Engine {
            private final Inside inside;
            private final Findings findings;

            ForHooks(Inside inside, Findings findings) {
                this.inside = inside;
                this.findings = findings;
            }

            @Override
            public HookRunner.@Nullable LentChildren children() {
                return inside.children();
            }

            @Override
            public void log(Level level, String text, Map<String, String> fields) {
                batch.add(new Emission.Note(messages.fromPlugin(level, text, fields)));
            }

            @Override
            public void trouble(PluginTrouble trouble) {
                note(trouble, findings);
            }
        }

        private void extract(Element element, Inside inside, Findings findings) {
            for (Part<Extractor> extractor : extractors) {
                boolean[] accepted = {false};
                note(
                        PluginGuard.call(
                                extractor.plugin(),
                                EXTRACTOR,
                                () -> accepted[0] = extractor.part().accepts(element)),
                        findings);
                if (!accepted[0]) {
                    continue;
                }
                HookRunner.LentChildren children = inside.children();
                if (children == null) {
                    return;
                }
                note(
                        PluginGuard.call(
                                extractor.plugin(),
                                EXTRACTOR,
                                () -> extractor.part().extract(element, children.sink())),
                        findings);
                children.budget().close();
            }
        }

        private void member(Element child, Budget container) {
            batch.memberBegun();
            if (stopped.getAsBoolean()) {
                batch.memberEnded(Outcome.skipped(STOPPED));
                return;
            }
            MemberBudget budget = MemberBudget.of(target, startNanos, nanoClock);
            Outcome outcome = scan(child, budget.own(), container);
            budget.charge(container);
            batch.memberEnded(outcome);
        }
    }

    /** Takes the reasons of one element. */
    static final class Findings implements DetectionContext {
        /** Reasons kept of one element; ours, against detectors without end. Far above what a rule set has rules for one file. */
        private static final int MAX_KEPT = 10_000;

        private final Budget budget;
        private final List<Reason> reasons = new ArrayList<>();
        private final Set<String> limits = new TreeSet<>();
        private @Nullable String failure;
        private boolean open = true;

        Findings(Budget budget) {
            this.budget = budget;
        }

        @Override
        public void report(Reason reason) {
            Objects.requireNonNull(reason, "reason");
            if (!open) {
                throw new IllegalStateException("reported after the call");
            }
            int matches = Math.max(1, reason.matched().size());
            if (reasons.size() >= MAX_KEPT) {
                budget.refuse(Limit.MAX_MATCHES.key());
            } else if (budget.spendMatches(matches)) {
                reasons.add(reason);
            } else {
                /* The verdict counts even when there is no room for its strings. */
                reasons.add(new Reason(reason.summary(), reason.signature(), List.of()));
            }
        }

        @Override
        public Budget budget() {
            return budget;
        }

        List<Reason> reasons() {
            return reasons;
        }

        Set<String> limits() {
            return limits;
        }

        @Nullable
        String failure() {
            return failure;
        }

        Outcome outcome(boolean matched) {
            limits.addAll(budget.limitsHit());
            String failed = failure;
            return failed != null ? Outcome.failed(failed) : Outcome.scanned(matched, limits);
        }

        /* The first failure is the one to name. */
        void fail(String reason) {
            if (failure == null) {
                failure = reason;
            }
        }
    }
}
