package io.thor4j.scan;

import io.thor4j.core.LicensedUse;
import io.thor4j.core.Message;
import io.thor4j.core.Target;
import io.thor4j.core.spi.YaraRuleType;
import io.thor4j.scan.filter.SignatureSelection;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.resume.ScanState;
import io.thor4j.scan.signature.SignatureSet;
import io.thor4j.yara.YaraRules;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scanner that programs embed. Immutable; threads may share it and run several scans, also at the same time when the sinks bear that.
 *
 * <pre>{@code
 * try (ThorScanner scanner = ThorScanner.builder()
 *         .rules(RuleFolder.compile(Path.of("rules")))
 *         .sink(JsonLogSink.of(Path.of("thor.json"), false))
 *         .build()) {
 *     ScanReport report = scanner.scan(Path.of("/srv/uploads"));
 * }
 * }</pre>
 *
 * <p>An element is a regular file, a member of a container, or bytes that the caller passed. Symbolic links, special files, excluded and
 * unreadable folders count as elements that were skipped or failed; folders that were walked do not count. Each element ends with one
 * outcome: failed when its content or a plugin failed, else incomplete when a limit was hit, else matched when an assessment was made, else
 * clean.
 *
 * <p>Assessments and messages reach the sinks in the order of the walk (folders by name, members after their container), the same for any
 * number of threads.
 *
 * <p>Plugins run on threads of their own, and one that throws, hangs or allocates without end costs only itself: see
 * {@link io.thor4j.core.Limit#PLUGIN_SECONDS} and the limits after it. While a plugin is called it cannot start or await a scan, nor close
 * or build a scanner: such calls throw {@link IllegalStateException}.
 */
public final class ThorScanner implements AutoCloseable {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** THOR's scan ids are {@code S-} and 11 characters (thor-scanner.md section 5.1). */
    private static final int ID_LENGTH = 11;

    private static final String SCAN = "start a scan";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ScanSettings settings;
    private final AtomicReference<@Nullable SignatureSet> signatures;
    private final SinkSet sinks;
    private final SampleOutput sampleOutput;

    ThorScanner(ScanSettings settings) {
        this.settings = settings;
        this.signatures = new AtomicReference<>(settings.signatures());
        this.sinks = new SinkSet(settings.sinks(), settings.hooks(), settings.caller());
        this.sampleOutput = new SampleOutput(settings);
    }

    /** Starts a scanner. */
    public static ThorScannerBuilder builder() {
        return new ThorScannerBuilder();
    }

    /** Returns the version of this engine, {@code unknown} when it runs from class files. */
    public static String version() {
        String version = ThorScanner.class.getPackage().getImplementationVersion();
        if (version == null && ThorScanner.class.getModule().getDescriptor() != null) {
            version = ThorScanner.class.getModule().getDescriptor().rawVersion().orElse(null);
        }
        return version == null ? "unknown" : version;
    }

    /** Returns the libyara release whose language the built-in engine speaks, {@link YaraRules#LANGUAGE}. */
    public static String yaraVersion() {
        return YaraRules.LANGUAGE;
    }

    /**
     * Scans files and folders with the calling thread as the walker. An interrupt of it stops the scan and is kept.
     *
     * @param paths what to scan; a path that does not exist is an element that failed
     * @return what the scan brought
     */
    public ScanReport scan(Path... paths) {
        return scan(Arrays.stream(paths).map(Target::of).toList());
    }

    /**
     * Scans targets with the calling thread as the walker. An interrupt of it stops the scan and is kept.
     *
     * @param targets what to scan
     * @return what the scan brought
     */
    public ScanReport scan(Target... targets) {
        return scan(List.of(targets));
    }

    /**
     * Scans targets with the calling thread as the walker. An interrupt of it stops the scan and is kept.
     *
     * @param targets what to scan, in this order
     * @return what the scan brought
     * @throws ResumeException when it has a state file and cannot go on, or cannot write it
     * @throws io.thor4j.core.LicenseException when the builder's licence policy does not allow a scan
     */
    public ScanReport scan(List<Target> targets) {
        PluginGuard.refuseInsidePlugins(SCAN);
        return prepare(targets).run();
    }

    /**
     * Starts a scan on threads of its own.
     *
     * @param targets what to scan, in this order
     * @return the running scan
     * @throws ResumeException when it has a state file and cannot go on, or cannot write it
     * @throws io.thor4j.core.LicenseException when the builder's licence policy does not allow a scan
     */
    public ScanHandle start(List<Target> targets) {
        PluginGuard.refuseInsidePlugins(SCAN);
        ScanRun run = prepare(targets);
        settings.threadFactory().newThread(run::run).start();
        return new ScanHandle(run);
    }

    /**
     * Returns a scanner for one sample after another, for services: it keeps what a scan would make anew for each.
     *
     * @return the scanner, for one thread; close it before this one
     * @throws io.thor4j.core.LicenseException when the builder's licence policy does not allow a scan
     */
    public SampleScanner samples() {
        PluginGuard.refuseInsidePlugins(SCAN);
        settings.licensePolicy().require(LicensedUse.SCAN);
        return new SampleScanner(() -> settings.with(signatures.get()), sampleOutput);
    }

    /**
     * Hands a message to the sinks, between those of {@link #samples}; for what a service has to say beside its scans.
     *
     * @param message the message
     */
    public void say(Message message) {
        sampleOutput.emit(List.of(new Emission.Note(message)));
    }

    /** Returns the YARA rules of scans that start now, without private ones and those that {@link SignatureSelection} leaves out. */
    public List<LoadedRule> yaraRules() {
        ScanSettings current = settings.with(signatures.get());
        return Stream.concat(
                        current.ruleSets().stream().map(rules -> new TypedRules(YaraRuleType.GENERIC, rules)),
                        current.typedRules().stream())
                .flatMap(typed -> typed.rules().rules().rules().stream()
                        .filter(rule -> !rule.isPrivate())
                        .map(rule -> new LoadedRule(
                                typed.type(),
                                YaraReasons.signature(rule, typed.rules().origin()))))
                .filter(rule -> current.selection().includes(rule.signature()))
                .toList();
    }

    /** Returns the signatures of scans that start now, null when there are none. */
    public @Nullable SignatureSet signatures() {
        return signatures.get();
    }

    /**
     * Swaps the signatures; may be called by any thread. Scans that run end with those they began with, all later ones use these.
     *
     * @param value the new signatures
     */
    public void signatures(SignatureSet value) {
        signatures.set(Objects.requireNonNull(value, "signatures"));
    }

    private ScanRun prepare(List<Target> targets) {
        ScanSettings current = settings.with(signatures.get());
        current.licensePolicy().require(LicensedUse.SCAN);
        Resumption resumption = Resumption.of(current, targets);
        ScanState earlier = resumption == null ? null : resumption.state();
        ScanRun run = new ScanRun(current, targets, earlier == null ? scanId() : earlier.scanId(), resumption);
        run.keepState();
        return run;
    }

    private String scanId() {
        String chosen = settings.scanId();
        if (chosen != null) {
            return chosen;
        }
        StringBuilder id = new StringBuilder(settings.scanIdPrefix());
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(RANDOM.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    /**
     * Closes the sinks, those that were passed too; call it after the last scan. Further calls do nothing.
     *
     * @throws OutputException when a sink could not be closed; all others are
     */
    @Override
    public void close() {
        PluginGuard.refuseInsidePlugins("close a scanner");
        sinks.close();
    }
}
