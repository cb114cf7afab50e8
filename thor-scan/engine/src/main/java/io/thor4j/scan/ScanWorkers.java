package io.thor4j.scan;

import io.thor4j.core.spi.Detector;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.Extractor;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.scan.ElementScanner.Part;
import io.thor4j.scan.ioc.IocDetector;
import io.thor4j.scan.signature.SignatureSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * The detectors and extractors of a scan, one set for each thread. Belongs to the thread that runs the scan.
 *
 * @param scanners one for each thread
 * @param detectors all that were made, to be closed
 * @param plugins the plugins that take part: detectors, extractors, sinks
 */
record ScanWorkers(List<ElementScanner> scanners, List<Part<Detector>> detectors, List<PluginInfo> plugins) {
    /** Makes what the threads need; a plugin that cannot give a part to each thread takes no part, and is reported. */
    static ScanWorkers create(
            ScanSettings settings, ScanMessages messages, BooleanSupplier stopped, OrderedOutput output) {
        int threads = settings.threads();
        List<List<Part<Detector>>> detectors = new ArrayList<>();
        List<List<Part<Extractor>>> extractors = new ArrayList<>();
        SignatureSet signatures = settings.signatures();
        if (signatures != null && !signatures.iocs().isEmpty()) {
            add(
                    threads,
                    new PluginInfo(IocDetector.ID, ThorScanner.version(), null),
                    ElementScanner.DETECTOR,
                    output,
                    detectors,
                    () -> new IocDetector(signatures.iocs(), signatures.origin()));
        }
        for (RuleSet ruleSet : settings.allRuleSets()) {
            add(
                    threads,
                    ruleSet.detector(),
                    ElementScanner.DETECTOR,
                    output,
                    detectors,
                    () -> new YaraDetector(ruleSet, settings.limits(), settings.clock()));
        }
        for (Plugin<DetectorProvider> plugin : settings.detectors()) {
            add(
                    threads,
                    plugin.info(),
                    ElementScanner.DETECTOR,
                    output,
                    detectors,
                    () -> plugin.provider().create(ScanSettings.config(plugin.info(), settings.pluginOptions())));
        }
        for (Plugin<ExtractorProvider> plugin : settings.extractors()) {
            add(
                    threads,
                    plugin.info(),
                    ElementScanner.EXTRACTOR,
                    output,
                    extractors,
                    () -> plugin.provider().create(ScanSettings.config(plugin.info(), settings.pluginOptions())));
        }
        Assessor assessor = new Assessor(messages, settings.scoring(), settings.thresholds(), settings.limits());
        List<ElementScanner> scanners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            scanners.add(new ElementScanner(
                    column(detectors, i),
                    column(extractors, i),
                    assessor,
                    messages,
                    settings.limits(),
                    settings.nanoClock(),
                    stopped));
        }
        Set<PluginInfo> plugins = new LinkedHashSet<>();
        column(detectors, 0).forEach(part -> plugins.add(part.plugin()));
        column(extractors, 0).forEach(part -> plugins.add(part.plugin()));
        settings.sinks().forEach(part -> plugins.add(part.plugin()));
        output.say(messages.plugins(List.copyOf(plugins)));
        return new ScanWorkers(
                scanners, detectors.stream().flatMap(List::stream).toList(), List.copyOf(plugins));
    }

    /** Makes one part. */
    @FunctionalInterface
    private interface Maker<T> {
        T make() throws Exception;
    }

    private static <T> void add(
            int threads,
            PluginInfo plugin,
            String role,
            OrderedOutput output,
            List<List<Part<T>>> all,
            Maker<T> maker) {
        List<Part<T>> made = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            PluginGuard.Trouble trouble = PluginGuard.call(
                    plugin,
                    role,
                    () -> made.add(new Part<>(plugin, Objects.requireNonNull(maker.make(), "create returned null"))));
            if (trouble != null) {
                output.emit(new Emission.Failure(trouble));
                return;
            }
        }
        all.add(made);
    }

    private static <T> List<Part<T>> column(List<List<Part<T>>> all, int index) {
        return all.stream().map(parts -> parts.get(index)).toList();
    }

    /** Closes the detectors. */
    void close(OrderedOutput output) {
        for (Part<Detector> detector : detectors) {
            PluginGuard.Trouble trouble = PluginGuard.call(
                    detector.plugin(),
                    ElementScanner.DETECTOR,
                    () -> detector.part().close());
            if (trouble != null) {
                output.emit(new Emission.Failure(trouble));
            }
        }
    }
}
