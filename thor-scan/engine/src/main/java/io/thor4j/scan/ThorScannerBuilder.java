package io.thor4j.scan;

import io.thor4j.core.Level;
import io.thor4j.core.LevelThresholds;
import io.thor4j.core.LicensePolicy;
import io.thor4j.core.Origin;
import io.thor4j.core.Scoring;
import io.thor4j.core.ThorLimits;
import io.thor4j.core.YaraEngineException;
import io.thor4j.core.spi.DetectorProvider;
import io.thor4j.core.spi.ExtractorProvider;
import io.thor4j.core.spi.HookProvider;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.core.spi.PluginDirectory;
import io.thor4j.core.spi.PluginProblem;
import io.thor4j.core.spi.SinkProvider;
import io.thor4j.core.spi.YaraEngineProvider;
import io.thor4j.core.walk.PathGlob;
import io.thor4j.scan.ElementScanner.Part;
import io.thor4j.scan.filter.PatternList;
import io.thor4j.scan.filter.SignatureSelection;
import io.thor4j.scan.mode.ScanMode;
import io.thor4j.scan.output.audit.AuditTrail;
import io.thor4j.scan.plugin.HookSet;
import io.thor4j.scan.plugin.PluginCaller;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginHealths;
import io.thor4j.scan.resource.SystemLoad;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.yara.ThorYaraEngine;
import io.thor4j.yara.YaraRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Collects what a {@link ThorScanner} needs. For one thread; may build several scanners, which then share the sinks that were passed. */
public final class ThorScannerBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(ThorScannerBuilder.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final List<RuleSet> ruleSets = new ArrayList<>();
    private @Nullable SignatureSet signatures;
    private final List<OutputSink> sinks = new ArrayList<>();
    private final List<PathGlob> excludes = new ArrayList<>();
    private PatternList pathFilters = PatternList.EMPTY;
    private PatternList findingFilters = PatternList.EMPTY;
    private SignatureSelection selection = SignatureSelection.ALL;
    private EventRewriter rewriter = EventRewriter.NONE;
    private final List<PluginProblem> problems = new ArrayList<>();
    private final Map<String, Map<String, String>> pluginOptions = new LinkedHashMap<>();
    private @Nullable List<DetectorProvider> detectors;
    private @Nullable List<ExtractorProvider> extractors;
    private @Nullable List<SinkProvider> sinkProviders;
    private @Nullable List<HookProvider> hookProviders;
    private final List<HookProvider> auditTrails = new ArrayList<>();
    private @Nullable ClassLoader pluginLoader = ThorScanner.class.getClassLoader();
    private @Nullable ModuleLayer pluginLayer;
    private YaraEngineProvider yaraEngine = new ThorYaraEngine();
    private boolean followSymlinks;
    private boolean networkFileSystems;
    private FileOptions files = FileOptions.DEFAULT;
    private ScanSettings.@Nullable StateSettings state;
    private SystemLoad load = SystemLoad.ofThisMachine();
    private int threads = 1;
    private ThorLimits limits = ThorLimits.DEFAULT;
    private Scoring scoring = Scoring.THOR_11;
    private @Nullable LevelThresholds thresholds;
    private Level minimumLevel = Level.INFO;
    private @Nullable ProgressListener progress;
    private Duration progressInterval = Duration.ofSeconds(1);
    private Clock clock = Clock.system(ZoneId.systemDefault());
    private LongSupplier nanoClock = System::nanoTime;
    private ThreadFactory threadFactory = ThorScannerBuilder::daemon;
    private @Nullable String hostname;
    private @Nullable String scanId;
    private String scanIdPrefix = "S-";
    private LicensePolicy licensePolicy = LicensePolicy.OPEN;

    ThorScannerBuilder() {}

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "thor-scan-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Adds rules that the caller compiled, as custom ones. They see THOR's variables only where {@link ThorExternals#defineIn} or the
     * caller defined them.
     *
     * @param rules the rules
     * @return this
     */
    public ThorScannerBuilder rules(YaraRules rules) {
        return rules(rules, Origin.CUSTOM);
    }

    /**
     * Adds rules that the caller compiled.
     *
     * @param rules the rules
     * @param origin who supplied them, for reports
     * @return this
     */
    public ThorScannerBuilder rules(YaraRules rules, Origin origin) {
        ruleSets.add(RuleSet.of(rules, origin));
        return this;
    }

    /**
     * Adds compiled rule files, as custom rules.
     *
     * @param folder the rules
     * @return this
     */
    public ThorScannerBuilder rules(RuleFolder folder) {
        return rules(folder, Origin.CUSTOM);
    }

    /**
     * Adds compiled rule files.
     *
     * @param folder the rules
     * @param origin who supplied them, for reports
     * @return this
     */
    public ThorScannerBuilder rules(RuleFolder folder, Origin origin) {
        ruleSets.add(RuleSet.of(folder, origin));
        return this;
    }

    /**
     * Compiles and adds a rule file or a folder of them; the same as {@code rules(RuleFolder.compile(path))}, with the engine of
     * {@link #yaraEngine(String)}.
     *
     * @param path the file or folder
     * @return this
     * @throws IOException when there is nothing at the path
     * @throws YaraEngineException when the engine cannot run here
     */
    public ThorScannerBuilder rulesFrom(Path path) throws IOException {
        return rules(RuleFolder.compile(path, yaraEngine, Map.of()));
    }

    /**
     * Sets the YARA engine for {@link #rulesFrom}: {@code thor}, the default, or {@code libyara} with the module thor-libyara. Comes before
     * the rules: those that are compiled already run in the engine that compiled them.
     *
     * @param id the engine's id
     * @return this
     * @throws YaraEngineException when there is none of that id
     * @throws IllegalStateException when rules were added already
     */
    public ThorScannerBuilder yaraEngine(String id) {
        return yaraEngine(YaraEngines.find(id));
    }

    /**
     * Sets the YARA engine for {@link #rulesFrom}, as {@link #yaraEngine(String)} does.
     *
     * @param engine the engine
     * @return this
     * @throws IllegalStateException when rules were added already
     */
    public ThorScannerBuilder yaraEngine(YaraEngineProvider engine) {
        if (!ruleSets.isEmpty()) {
            throw new IllegalStateException("the YARA engine must be chosen before rules are added");
        }
        yaraEngine = Objects.requireNonNull(engine, "engine");
        return this;
    }

    /**
     * Sets the signatures: YARA rules by type and indicators. They can be swapped with {@link ThorScanner#signatures(SignatureSet)}.
     *
     * @param value the signatures
     * @return this
     */
    public ThorScannerBuilder signatures(SignatureSet value) {
        signatures = Objects.requireNonNull(value, "signatures");
        return this;
    }

    /**
     * Adds an output.
     *
     * @param sink receives assessments and messages; closed with the scanner
     * @return this
     */
    public ThorScannerBuilder sink(OutputSink sink) {
        sinks.add(Objects.requireNonNull(sink, "sink"));
        return this;
    }

    /**
     * Sets the detectors beside YARA, instead of discovering them.
     *
     * @param providers the detectors, empty for none
     * @return this
     */
    public ThorScannerBuilder detectors(List<? extends DetectorProvider> providers) {
        detectors = List.copyOf(providers);
        return this;
    }

    /**
     * Sets the extractors, instead of discovering them.
     *
     * @param providers the extractors, empty for none
     * @return this
     */
    public ThorScannerBuilder extractors(List<? extends ExtractorProvider> providers) {
        extractors = List.copyOf(providers);
        return this;
    }

    /**
     * Sets the outputs that plugins provide, instead of discovering them.
     *
     * @param providers the outputs, empty for none
     * @return this
     */
    public ThorScannerBuilder sinkProviders(List<? extends SinkProvider> providers) {
        sinkProviders = List.copyOf(providers);
        return this;
    }

    /**
     * Sets the plugins that bring rules and hooks, instead of discovering them.
     *
     * @param providers the plugins, empty for none
     * @return this
     */
    public ThorScannerBuilder hooks(List<? extends HookProvider> providers) {
        hookProviders = List.copyOf(providers);
        return this;
    }

    /**
     * Keeps a trail of every element that is scanned, beside all hooks.
     *
     * @param trail where it goes
     * @return this
     */
    public ThorScannerBuilder auditTrail(AuditTrail trail) {
        auditTrails.add(Objects.requireNonNull(trail, "trail"));
        return this;
    }

    /**
     * Discovers plugins with a class loader. The default is the loader of this class, which sees the class path and the module path.
     *
     * @param loader where to look for detectors, extractors, hooks and sinks for which no list is set
     * @return this
     */
    public ThorScannerBuilder plugins(ClassLoader loader) {
        pluginLoader = loader;
        pluginLayer = null;
        return this;
    }

    /**
     * Discovers plugins in a module layer and its parents.
     *
     * @param layer where to look for detectors, extractors, hooks and sinks for which no list is set
     * @return this
     */
    public ThorScannerBuilder plugins(ModuleLayer layer) {
        pluginLayer = layer;
        pluginLoader = null;
        return this;
    }

    /**
     * Discovers plugins in a folder of jars and its parent loader.
     *
     * @param directory the open folder; it must stay open until the scanner is closed
     * @return this
     */
    public ThorScannerBuilder plugins(PluginDirectory directory) {
        problems.addAll(directory.problems());
        return plugins(directory.classLoader());
    }

    /**
     * Discovers nothing: only what was set with lists takes part.
     *
     * @return this
     */
    public ThorScannerBuilder withoutPlugins() {
        pluginLoader = null;
        pluginLayer = null;
        return this;
    }

    /**
     * Sets a plugin's options.
     *
     * @param pluginId the plugin
     * @param options its options by name
     * @return this
     */
    public ThorScannerBuilder pluginOptions(String pluginId, Map<String, String> options) {
        pluginOptions.put(pluginId, Map.copyOf(options));
        return this;
    }

    /**
     * Leaves files and folders out; they end as skipped. {@code *} and {@code ?} stay inside one name, {@code **} does not; {@code /} and
     * {@code \} are the same and case does not count. A pattern that begins with a separator or a drive stands for a path from its start,
     * any other for the end of one: {@code /var/cache}, {@code *.iso}, {@code C:\Users\*\AppData}. Folders are left out with all in them.
     *
     * @param pattern the pattern, matched against the real path
     * @return this
     * @throws IllegalArgumentException when no name is in it
     */
    public ThorScannerBuilder exclude(String pattern) {
        excludes.add(PathGlob.of(pattern));
        return this;
    }

    /**
     * Leaves files and folders out whose real path a regex is found in, as THOR's {@code directory-excludes.cfg} does.
     *
     * @param patterns {@link PatternList#ofPaths}
     * @return this
     */
    public ThorScannerBuilder excludePaths(PatternList patterns) {
        pathFilters = Objects.requireNonNull(patterns, "patterns");
        return this;
    }

    /**
     * Suppresses findings in whose text a regex is found, as THOR's {@code false_positive_filters.cfg} does: the line of the text log from
     * the level on. They reach no sink and no count but {@link ScanReport#filtered}; the outcome of the element stays.
     *
     * @param patterns {@link PatternList#ofFindings}
     * @return this
     */
    public ThorScannerBuilder filterFindings(PatternList patterns) {
        findingFilters = Objects.requireNonNull(patterns, "patterns");
        return this;
    }

    /**
     * Sets which signatures count. The others still call the hooks of plugins.
     *
     * @param value the selection, {@link SignatureSelection#ALL} by default
     * @return this
     */
    public ThorScannerBuilder selection(SignatureSelection value) {
        selection = Objects.requireNonNull(value, "selection");
        return this;
    }

    /**
     * Sets whether events have ids of their own, which are equal for equal texts. Off by default.
     *
     * @param on whether to
     * @return this
     */
    public ThorScannerBuilder eventIds(boolean on) {
        rewriter = new EventRewriter(on, rewriter.personalData());
        return this;
    }

    /**
     * Sets whether names of people are taken out of what the sinks get: users, owners, and the folders below {@code C:\Users} and its like.
     * Off by default. Samples of matched content may still hold names.
     *
     * @param on whether to
     * @return this
     */
    public ThorScannerBuilder withoutPersonalData(boolean on) {
        rewriter = new EventRewriter(rewriter.ids(), on ? new PersonalData() : null);
        return this;
    }

    /**
     * Follows symbolic links; each folder is still walked only once. Off by default. Links that the caller names as targets are always
     * followed.
     *
     * @param on whether to
     * @return this
     */
    public ThorScannerBuilder followSymlinks(boolean on) {
        followSymlinks = on;
        return this;
    }

    /**
     * Walks into mounted network file systems below a target. Off by default. Those that the caller names as targets are always walked,
     * pseudo file systems such as {@code /proc} only then.
     *
     * @param on whether to
     * @return this
     */
    public ThorScannerBuilder networkFileSystems(boolean on) {
        networkFileSystems = on;
        return this;
    }

    /**
     * Sets how files are looked at.
     *
     * @param options the options
     * @return this
     */
    public ThorScannerBuilder files(FileOptions options) {
        files = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Sets what the mode says: which files are looked into, the number of threads and some limits. What is set later counts.
     *
     * @param mode such as {@code ScanMode.of("quick")}
     * @return this
     */
    public ThorScannerBuilder mode(ScanMode mode) {
        files = files.toBuilder()
                .content(mode.content())
                .deepDive(mode.deepDive())
                .build();
        limits = mode.applyTo(limits);
        return threads(mode.threads() == 0 ? Runtime.getRuntime().availableProcessors() : mode.threads());
    }

    /**
     * Keeps in a file how far the scan came, so that another scan can go on after a stop or a crash; the file is removed at the end of the
     * last target. A scan that goes on has the id of the first, its report counts the elements of both, and the logs of
     * {@link JsonLogSink#of(Path, boolean)} and {@link TextLogSink}, opened to be appended to, are cut back to the last element that is
     * done: so each element has one outcome, and each finding stands there once. Outputs that make a document of all findings
     * ({@link OutputSink#isDocument}) hear those of the first again, from a file of events that is kept beside the state.
     *
     * @param file the file, on a local disk; with such outputs there is another with {@code .events} after its name
     * @param resume what to do with a state that is there already
     * @return this
     */
    public ThorScannerBuilder stateFile(Path file, Resume resume) {
        state = new ScanSettings.StateSettings(
                Objects.requireNonNull(file, "file"), Objects.requireNonNull(resume, "resume"), null);
        return this;
    }

    /* What tells the state of the machine; for tests. */
    ThorScannerBuilder load(SystemLoad value) {
        load = value;
        return this;
    }

    /**
     * Sets the number of scanning threads, 1 by default. The walk has its own, which mostly waits.
     *
     * @param count from 1
     * @return this
     * @throws IllegalArgumentException when it is smaller
     */
    public ThorScannerBuilder threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count);
        }
        threads = count;
        return this;
    }

    /**
     * Sets the limits.
     *
     * @param value the limits of each scan
     * @return this
     */
    public ThorScannerBuilder limits(ThorLimits value) {
        limits = Objects.requireNonNull(value, "limits");
        return this;
    }

    /** Returns the limits as they are set now. */
    public ThorLimits limits() {
        return limits;
    }

    /**
     * Sets by which version of THOR sub-scores become a score and a level, {@link Scoring#THOR_11} by default.
     *
     * @param value the version
     * @return this
     */
    public ThorScannerBuilder scoring(Scoring value) {
        scoring = Objects.requireNonNull(value, "scoring");
        return this;
    }

    /**
     * Sets the scores of the levels, those of the {@link Scoring} by default.
     *
     * @param value the thresholds
     * @return this
     */
    public ThorScannerBuilder scoreThresholds(LevelThresholds value) {
        thresholds = Objects.requireNonNull(value, "thresholds");
        return this;
    }

    /**
     * Sets the lowest level of assessments that reach the sinks, {@link Level#INFO} by default. Quieter ones are counted in the report
     * only; messages always reach the sinks.
     *
     * @param level the level
     * @return this
     */
    public ThorScannerBuilder minimumLevel(Level level) {
        minimumLevel = Objects.requireNonNull(level, "level");
        return this;
    }

    /**
     * Sets who hears of the progress.
     *
     * @param listener the listener
     * @return this
     */
    public ThorScannerBuilder progress(ProgressListener listener) {
        progress = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Sets how often {@link ProgressListener#progress} is told, one second by default.
     *
     * @param interval the least time between two
     * @return this
     */
    public ThorScannerBuilder progressInterval(Duration interval) {
        progressInterval = Objects.requireNonNull(interval, "interval");
        return this;
    }

    /**
     * Sets the clock of events and ages; its zone is that of the events' times.
     *
     * @param value the clock
     * @return this
     */
    public ThorScannerBuilder clock(Clock value) {
        clock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /**
     * Sets the clock of limits and durations.
     *
     * @param value a steady clock in nanoseconds
     * @return this
     */
    public ThorScannerBuilder nanoClock(LongSupplier value) {
        nanoClock = Objects.requireNonNull(value, "clock");
        return this;
    }

    /**
     * Sets what makes the threads; daemon threads by default.
     *
     * @param factory the factory
     * @return this
     */
    public ThorScannerBuilder threadFactory(ThreadFactory factory) {
        threadFactory = Objects.requireNonNull(factory, "factory");
        return this;
    }

    /**
     * Sets the host's name in all events; this host's by default.
     *
     * @param name the name
     * @return this
     */
    public ThorScannerBuilder hostname(String name) {
        hostname = Objects.requireNonNull(name, "name");
        return this;
    }

    /** Returns the host's name in all events. */
    public String hostname() {
        return hostname == null ? localHostname() : hostname;
    }

    /**
     * Sets the scan id of all scans. By default each scan has its own: {@code S-} and 11 letters and digits.
     *
     * @param id the id, empty for none
     * @return this
     */
    public ThorScannerBuilder scanId(String id) {
        scanId = Objects.requireNonNull(id, "id");
        return this;
    }

    /**
     * Sets what the random ids of scans begin with, {@code S-} by default.
     *
     * @param prefix the begin
     * @return this
     */
    public ThorScannerBuilder scanIdPrefix(String prefix) {
        scanIdPrefix = Objects.requireNonNull(prefix, "prefix");
        return this;
    }

    /**
     * Sets the gate that is asked at the start of each scan, {@link LicensePolicy#OPEN} by default.
     *
     * @param policy the gate
     * @return this
     */
    public ThorScannerBuilder licensePolicy(LicensePolicy policy) {
        licensePolicy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Loads the plugins and returns the scanner. A plugin that cannot be loaded is left out and named in each {@link ScanReport}.
     *
     * @return the scanner
     * @throws IllegalStateException when there is an audit trail and a state file
     */
    public ThorScanner build() {
        PluginGuard.refuseInsidePlugins("build a scanner");
        if (state != null && !auditTrails.isEmpty()) {
            /* A trail is compressed as the threads write it: what a crash left of it ends nowhere near a checkpoint. */
            throw new IllegalStateException(
                    "an audit trail cannot go on after a crash, so it cannot go with a state file");
        }
        List<Part<OutputSink>> outputs = new ArrayList<>();
        for (OutputSink sink : sinks) {
            outputs.add(SinkSet.part(sink, outputs.size() + 1));
        }
        PluginHealths health = new PluginHealths();
        List<Plugin<DetectorProvider>> detecting;
        List<Plugin<ExtractorProvider>> extracting;
        HookSet hooks;
        List<PluginProblem> found;
        try (PluginSetup setup = new PluginSetup(
                pluginLoader,
                pluginLayer,
                pluginOptions,
                health,
                () -> new PluginCaller(limits, nanoClock, threadFactory),
                problems)) {
            detecting = setup.load(DetectorProvider.class, detectors);
            extracting = setup.load(ExtractorProvider.class, extractors);
            outputs.addAll(setup.sinks(sinkProviders));
            hooks = setup.hooks(hookProviders, auditTrails);
            found = setup.problems();
        }
        ScanSettings.StateSettings kept = state == null ? null : state.with(outputs);
        return new ThorScanner(new ScanSettings(
                ruleSets,
                signatures,
                detecting,
                extracting,
                outputs,
                hooks,
                TypedRules.of(hooks, yaraEngine),
                health,
                found,
                pluginOptions,
                excludes,
                pathFilters,
                findingFilters,
                selection,
                rewriter,
                followSymlinks,
                networkFileSystems,
                files,
                kept,
                load,
                threads,
                limits,
                scoring,
                thresholds == null ? scoring.thresholds() : thresholds,
                minimumLevel,
                progress,
                progressInterval,
                clock,
                nanoClock,
                threadFactory,
                hostname(),
                scanId,
                scanIdPrefix,
                licensePolicy));
    }

    /* Not InetAddress: where the name is not in the hosts file, it asks the network and may wait long for it. */
    private static String localHostname() {
        String windows = System.getenv("COMPUTERNAME");
        if (windows != null && !windows.isBlank()) {
            return windows;
        }
        for (String file : List.of("/proc/sys/kernel/hostname", "/etc/hostname")) {
            try {
                String name = Files.readString(Path.of(file)).strip();
                if (!name.isEmpty()) {
                    return name;
                }
            } catch (IOException | SecurityException e) {
                LOG.debug("no host name in {}", file, e);
            }
        }
        String unix = System.getenv("HOSTNAME");
        return unix == null || unix.isBlank() ? "localhost" : unix;
    }
}
