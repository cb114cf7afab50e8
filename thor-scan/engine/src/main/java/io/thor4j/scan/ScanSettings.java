package io.thor4j.scan;

import io.thor4j.core.Level;
import io.thor4j.core.LevelThresholds;
import io.thor4j.core.LicensePolicy;
import io.thor4j.core.Scoring;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginConfig;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PluginProblem;
import io.thor4j.core.walk.PathGlob;
import io.thor4j.scan.filter.PatternList;
import io.thor4j.scan.filter.SignatureSelection;
import io.thor4j.scan.plugin.HookSet;
import io.thor4j.scan.plugin.PluginCaller;
import io.thor4j.scan.plugin.PluginHealths;
import io.thor4j.scan.resource.SystemLoad;
import io.thor4j.scan.signature.SignatureSet;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** All that a builder collected. Immutable, may be shared by threads. */
record ScanSettings(
        List<RuleSet> ruleSets,
        @Nullable SignatureSet signatures,
        List<Plugin<DetectorProvider>> detectors,
        List<Plugin<ExtractorProvider>> extractors,
        List<ElementScanner.Part<OutputSink>> sinks,
        HookSet hooks,
        List<TypedRules> hookRules,
        PluginHealths health,
        List<PluginProblem> pluginProblems,
        Map<String, Map<String, String>> pluginOptions,
        List<PathGlob> excludes,
        PatternList pathFilters,
        PatternList findingFilters,
        SignatureSelection selection,
        EventRewriter rewriter,
        boolean followSymlinks,
        boolean networkFileSystems,
        FileOptions files,
        @Nullable StateSettings state,
        SystemLoad load,
        int threads,
        ThorLimits limits,
        Scoring scoring,
        LevelThresholds thresholds,
        Level minimumLevel,
        @Nullable ProgressListener progress,
        Duration progressInterval,
        Clock clock,
        LongSupplier nanoClock,
        ThreadFactory threadFactory,
        String hostname,
        @Nullable String scanId,
        String scanIdPrefix,
        LicensePolicy licensePolicy) {
    /** Makes the settings; lists and maps are copied. */
    ScanSettings {
        ruleSets = List.copyOf(ruleSets);
        detectors = List.copyOf(detectors);
        extractors = List.copyOf(extractors);
        sinks = List.copyOf(sinks);
        hookRules = List.copyOf(hookRules);
        pluginProblems = List.copyOf(pluginProblems);
        pluginOptions = Map.copyOf(pluginOptions);
        excludes = List.copyOf(excludes);
    }

    /**
     * Where a scan keeps how far it came.
     *
     * @param file the state file
     * @param resume what the scan does with what it finds there
     * @param journal its events for sinks that make documents, null when there is no such sink
     */
    record StateSettings(Path file, Resume resume, @Nullable Journal journal) {
        /** Returns the same with a journal, which is added to the outputs, if one of them needs it. */
        StateSettings with(List<ElementScanner.Part<OutputSink>> outputs) {
            if (Journal.documents(outputs).isEmpty()) {
                return this;
            }
            Journal added = new Journal(file);
            outputs.add(SinkSet.part(added, outputs.size() + 1));
            return new StateSettings(file, resume, added);
        }
    }

    /** Tells whether a path is to be left out. */
    boolean isExcluded(String path) {
        return excludes.stream().anyMatch(glob -> glob.matches(path)) || pathFilters.matches(path);
    }

    /** Returns the files that sinks write to. */
    List<LogFile> logFiles() {
        return sinks.stream()
                .flatMap(sink -> Stream.ofNullable(LogFile.of(sink.part())))
                .toList();
    }

    /** Returns who calls plugins for one thread. */
    PluginCaller caller() {
        return new PluginCaller(limits, nanoClock, threadFactory);
    }

    /** Returns all rule sets for messages and reports. */
    List<RuleSetInfo> ruleSetInfos() {
        List<RuleSetInfo> infos =
                new ArrayList<>(ruleSets.stream().map(RuleSet::info).toList());
        typedRules().forEach(typed -> infos.add(typed.rules().info()));
        return infos;
    }

    /** Returns the rules that look at one kind of element: those of plugins and of the signature set. */
    List<TypedRules> typedRules() {
        List<TypedRules> all = new ArrayList<>(hookRules);
        if (signatures != null) {
            signatures.yara().forEach(part -> all.add(new TypedRules(part.type(), RuleSet.of(part))));
        }
        return all;
    }

    /** Returns the same settings with other signatures. */
    ScanSettings with(@Nullable SignatureSet others) {
        return new ScanSettings(
                ruleSets,
                others,
                detectors,
                extractors,
                sinks,
                hooks,
                hookRules,
                health,
                pluginProblems,
                pluginOptions,
                excludes,
                pathFilters,
                findingFilters,
                selection,
                rewriter,
                followSymlinks,
                networkFileSystems,
                files,
                state,
                load,
                threads,
                limits,
                scoring,
                thresholds,
                minimumLevel,
                progress,
                progressInterval,
                clock,
                nanoClock,
                threadFactory,
                hostname,
                scanId,
                scanIdPrefix,
                licensePolicy);
    }

    static PluginConfig config(PluginInfo plugin, Map<String, Map<String, String>> options) {
        return new PluginConfig(
                options.getOrDefault(plugin.id(), Map.of()),
                LoggerFactory.getLogger("io.thor4j.plugin." + plugin.id()));
    }
}
