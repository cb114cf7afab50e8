package io.thor4j.scan;

import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.ElementScanner.Part;
import io.thor4j.scan.file.FileSelection;
import io.thor4j.scan.file.TimeframeDetector;
import io.thor4j.scan.ioc.IocDetector;
import io.thor4j.scan.ioc.StixDetector;
import io.thor4j.scan.ioc.StixSet;
import io.thor4j.scan.plugin.GuardedDetector;
import io.thor4j.scan.plugin.GuardedExtractor;
import io.thor4j.scan.plugin.HookRunner;
import io.thor4j.scan.plugin.PluginCaller;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginHealth;
import io.thor4j.scan.plugin.PluginTrouble;
import io.thor4j.scan.signature.SignatureSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The detectors and extractors of a scan, one set for each thread. Belongs to the thread that runs the scan.
 *
 * @param scanners one for each thread
 * @param detectors all that were made, to be closed
 * @param plugins the plugins that take part: detectors, extractors, hooks, sinks
 * @param callers those who call plugins for the threads
 */
record ScanWorkers(
        List<ElementScanner> scanners,
        List<Part<Detector>> detectors,
        List<PluginInfo> plugins,
        List<PluginCaller> callers) {
    /** Makes what the threads need; a plugin that cannot give a part to each thread takes no part, and is reported. */
    static ScanWorkers create(
            ScanSettings settings,
            int threads,
            Instant began,
            ScanMessages messages,
            BooleanSupplier stopped,
            OrderedOutput output,
            Executor helpers) {
        List<PluginCaller> callers =
                Stream.generate(settings::caller).limit(threads).toList();
        List<List<Part<Detector>>> detectors = new ArrayList<>();
        List<List<Part<Extractor>>> extractors = new ArrayList<>();
        SignatureSet signatures = settings.signatures();
        if (signatures != null && !signatures.iocs().isEmpty()) {
            PluginInfo ioc = new PluginInfo(IocDetector.ID, ThorScanner.version(), null);
            builtIn(callers, ioc, output, detectors, () -> new IocDetector(signatures.iocs(), signatures.origin()));
        }
        StixSet stix = signatures == null ? null : signatures.stix();
        if (signatures != null && stix != null) {
            PluginInfo detector = new PluginInfo(StixDetector.ID, ThorScanner.version(), null);
            builtIn(callers, detector, output, detectors, () -> new StixDetector(stix, signatures.origin()));
        }
        FileOptions files = settings.files();
        if (!files.highlights().isEmpty()) {
            PluginInfo detector = new PluginInfo(TimeframeDetector.ID, ThorScanner.version(), null);
            builtIn(
                    callers,
                    detector,
                    output,
                    detectors,
                    () -> new TimeframeDetector(files.highlights(), files.highlightScore()));
        }
        for (RuleSet ruleSet : settings.ruleSets()) {
            builtIn(callers, ruleSet.detector(), output, detectors, () -> yara(settings, ruleSet, helpers, threads));
        }
        for (TypedRules typed : settings.typedRules()) {
            builtIn(
                    callers,
                    typed.rules().detector(),
                    output,
                    detectors,
                    () -> typed.detector(yara(settings, typed.rules(), helpers, threads), settings.limits()));
        }
        for (Plugin<DetectorProvider> plugin : settings.detectors()) {
            PluginHealth health = settings.health().of(plugin.info());
            add(
                    callers,
                    health,
                    ElementScanner.DETECTOR,
                    output,
                    detectors,
                    plugin.provider().getClass().getClassLoader(),
                    () -> plugin.provider().create(ScanSettings.config(plugin.info(), settings.pluginOptions())),
                    (part, caller) -> new GuardedDetector(health, ElementScanner.DETECTOR, part, caller));
        }
        for (Plugin<ExtractorProvider> plugin : settings.extractors()) {
            PluginHealth health = settings.health().of(plugin.info());
            add(
                    callers,
                    health,
                    ElementScanner.EXTRACTOR,
                    output,
                    extractors,
                    plugin.provider().getClass().getClassLoader(),
                    () -> plugin.provider().create(ScanSettings.config(plugin.info(), settings.pluginOptions())),
                    (part, caller) -> new GuardedExtractor(health, ElementScanner.EXTRACTOR, part, caller));
        }
        Assessor assessor = new Assessor(
                messages, settings.scoring(), settings.thresholds(), settings.limits(), settings.selection());
        FileSelection selection = FileSelection.of(
                files.content(), files.deepDive(), settings.limits(), files.lookbackEverywhere(), began);
        List<ElementScanner> scanners = new ArrayList<>();
        for (int i = 0; i < callers.size(); i++) {
            scanners.add(new ElementScanner(
                    column(detectors, i),
                    column(extractors, i),
                    new HookRunner(settings.hooks(), callers.get(i)),
                    settings.health(),
                    assessor,
                    messages,
                    settings.limits(),
                    selection,
                    new WindowScan(files.window(), settings.nanoClock(), stopped),
                    settings.nanoClock(),
                    stopped));
        }
        Set<PluginInfo> plugins = new LinkedHashSet<>();
        column(detectors, 0).forEach(part -> plugins.add(part.plugin()));
        column(extractors, 0).forEach(part -> plugins.add(part.plugin()));
        plugins.addAll(settings.hooks().plugins());
        settings.sinks().forEach(part -> plugins.add(part.plugin()));
        return new ScanWorkers(
                scanners, detectors.stream().flatMap(List::stream).toList(), List.copyOf(plugins), callers);
    }

    private static Detector yara(ScanSettings settings, RuleSet ruleSet, Executor helpers, int threads) {
        return new YaraDetector(ruleSet, settings.limits(), settings.clock()).shareWith(helpers, threads - 1);
    }

    /** Makes one part. */
    @FunctionalInterface
    private interface Maker<T> {
        @Nullable
        T make() throws Exception;
    }

    /** Puts a part on threads that can be abandoned. */
    @FunctionalInterface
    private interface Guard<T> {
        T on(@Nullable T part, PluginCaller caller);
    }

    /* The engine's own parts run on its own threads: they keep to their limits. */
    private static void builtIn(
            List<PluginCaller> callers,
            PluginInfo info,
            OrderedOutput output,
            List<List<Part<Detector>>> all,
            Supplier<Detector> maker) {
        List<Part<Detector>> made = new ArrayList<>();
        for (int i = 0; i < callers.size(); i++) {
            PluginTrouble trouble =
                    PluginGuard.call(info, ElementScanner.DETECTOR, () -> made.add(new Part<>(info, maker.get())));
            if (trouble != null) {
                output.emit(new Emission.Failure(trouble));
                return;
            }
        }
        all.add(made);
    }

    private static <T> void add(
            List<PluginCaller> callers,
            PluginHealth health,
            String role,
            OrderedOutput output,
            List<List<Part<T>>> all,
            @Nullable ClassLoader loader,
            Maker<T> maker,
            Guard<T> guard) {
        List<Part<T>> made = new ArrayList<>();
        for (PluginCaller caller : callers) {
            AtomicReference<@Nullable T> one = new AtomicReference<>();
            PluginTrouble trouble = caller.call(
                    health, role, loader, () -> one.set(Objects.requireNonNull(maker.make(), "create returned null")));
            /* One that is suspended since an earlier scan stays in its place: what it does not see is incomplete. */
            if (trouble != null && health.suspended() == null) {
                output.emit(new Emission.Failure(trouble));
                return;
            }
            made.add(new Part<>(health.plugin(), guard.on(trouble == null ? one.get() : null, caller)));
        }
        all.add(made);
    }

    private static <T> List<Part<T>> column(List<List<Part<T>>> all, int index) {
        return all.stream().map(parts -> parts.get(index)).toList();
    }

    /** Closes the detectors and ends the threads of plugins. */
    void close(OrderedOutput output) {
        for (Part<Detector> detector : detectors) {
            PluginTrouble trouble = PluginGuard.call(
                    detector.plugin(),
                    ElementScanner.DETECTOR,
                    () -> detector.part().close());
            if (trouble != null) {
                output.emit(new Emission.Failure(trouble));
            }
        }
        callers.forEach(PluginCaller::close);
    }
}
