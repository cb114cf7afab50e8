package io.thor4j.scan;

import io.thor4j.core.Hashes;
import io.thor4j.core.Limit;
import io.thor4j.core.MalformedInputException;
import io.thor4j.core.Target;
import io.thor4j.core.spi.LoadedPlugins.Plugin;
import io.thor4j.core.spi.OutputSink;
import io.thor4j.scan.plugin.PluginGuard;
import io.thor4j.scan.plugin.PluginTrouble;
import io.thor4j.scan.resume.ScanState;
import io.thor4j.scan.resume.StateFile;
import io.thor4j.scan.signature.SignatureSet;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a scan with a state file begins. Immutable.
 *
 * @param file the state file
 * @param settings what the results depend on
 * @param state where an earlier scan ended, null when there is none to go on with
 * @param place the entries on the way from the state's target to the last element that is done
 * @param cuts what was cut off the logs, by path
 * @param journal the events of the scan for outputs that make documents, null when there are none
 */
record Resumption(
        StateFile file,
        Map<String, String> settings,
        @Nullable ScanState state,
        List<Path> place,
        Map<String, LogFile.Cut> cuts,
        @Nullable Journal journal) {
    /** Limits that change when a scan ends, not what it finds. */
    private static final Set<Limit> WITHOUT_EFFECT =
            Set.of(Limit.MAX_SCAN_SECONDS, Limit.CPU_LIMIT, Limit.MIN_FREE_MEMORY, Limit.MIN_FREE_DISK);

    private static final String TARGETS = "targets";

    /**
     * Reads the state file if it is to be gone on with, and cuts the logs back to where the state says.
     *
     * @return null when the scan has no state file
     * @throws ResumeException when the scan cannot go on; the logs are as they were then
     */
    static @Nullable Resumption of(ScanSettings settings, List<Target> targets) {
        ScanSettings.StateSettings kept = settings.state();
        if (kept == null) {
            return null;
        }
        StateFile file = new StateFile(kept.file());
        Journal journal = kept.journal();
        boolean anew = kept.resume() == Resume.NO || !file.exists();
        if (journal != null) {
            open(journal, anew);
        }
        Map<String, String> description = describe(settings, targets);
        if (anew) {
            return new Resumption(file, description, null, List.of(), Map.of(), journal);
        }
        String name = kept.file().toString();
        try {
            ScanState state = file.load();
            List<String> changed = new ArrayList<>(state.differences(description));
            if (kept.resume() == Resume.EVEN_IF_CHANGED) {
                changed.retainAll(Set.of(TARGETS));
            }
            if (!changed.isEmpty()) {
                throw new ResumeException(
                        "the scan cannot go on, changed since it began: " + String.join(", ", changed),
                        name,
                        changed.contains(TARGETS) ? null : "resume even if changed, or begin anew",
                        null);
            }
            if (journal != null && !state.logs().containsKey(journal.path().toString())) {
                throw new ResumeException(
                        "the scan began without outputs that make a document of all findings, so they would have the last of them only",
                        name,
                        "leave them out, or begin anew",
                        null);
            }
            List<Path> place = place(state);
            Map<String, LogFile.Cut> cuts = cut(settings, state);
            if (journal != null) {
                replay(settings, journal);
            }
            return new Resumption(file, description, state, place, cuts, journal);
        } catch (IOException e) {
            throw new ResumeException("the state cannot be read: " + e.getMessage(), name, null, e);
        } catch (MalformedInputException e) {
            throw new ResumeException(e.reason(), name, e.hint(), e);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new ResumeException("the state names a place that cannot be", name, "begin the scan anew", e);
        }
    }

    private static void open(Journal journal, boolean anew) {
        try {
            journal.open();
            if (anew) {
                journal.clear();
            }
        } catch (IOException e) {
            throw new ResumeException(
                    "the state of the scan cannot be saved: " + e.getMessage(),
                    journal.path().toString(),
                    null,
                    e);
        }
    }

    private static void replay(ScanSettings settings, Journal journal) {
        for (ElementScanner.Part<OutputSink> sink : Journal.documents(settings.sinks())) {
            PluginTrouble trouble =
                    PluginGuard.call(sink.plugin(), OrderedOutput.SINK, () -> journal.replay(sink.part()));
            if (trouble != null) {
                throw new ResumeException(
                        "the scan cannot go on, what was found before does not come to "
                                + sink.plugin().id() + ": " + trouble.message(),
                        journal.path().toString(),
                        "begin the scan anew",
                        null);
            }
        }
    }

    private static List<Path> place(ScanState state) {
        List<Path> place = new ArrayList<>();
        for (URI entry : state.place()) {
            place.add(Path.of(entry));
        }
        return place;
    }

    private static Map<String, LogFile.Cut> cut(ScanSettings settings, ScanState state) {
        Map<String, LogFile.Cut> cuts = new TreeMap<>();
        for (LogFile log : settings.logFiles()) {
            String path = log.path().toString();
            Long length = state.logs().get(path);
            if (length == null) {
                continue;
            }
            try {
                cuts.put(path, log.cut(length, state.scanId()));
            } catch (IOException e) {
                throw new ResumeException(
                        "the scan cannot go on with this log: " + e.getMessage(), path, "begin the scan anew", e);
            }
        }
        return cuts;
    }

    private static Map<String, String> describe(ScanSettings settings, List<Target> targets) {
        Map<String, String> description = new TreeMap<>();
        description.put(
                TARGETS,
                targets.stream()
                        .map(target -> target.getClass().getSimpleName() + " " + target.name())
                        .collect(Collectors.joining("\n")));
        description.put(
                "signatures",
                digest(Stream.concat(
                        settings.ruleSetInfos().stream().map(info -> info.origin() + " " + info.digest()),
                        Stream.ofNullable(settings.signatures()).map(SignatureSet::digest))));
        description.put(
                "limits",
                Stream.of(Limit.values())
                        .filter(limit -> !WITHOUT_EFFECT.contains(limit))
                        .map(limit -> limit.key() + "=" + settings.limits().get(limit))
                        .collect(Collectors.joining(", ")));
        description.put(
                "files",
                settings.files() + ", types=" + settings.files().types().digest());
        description.put("excludes", settings.excludes() + " " + settings.pathFilters());
        description.put("filters", settings.findingFilters().toString());
        description.put("walk", "symlinks=" + settings.followSymlinks() + ", network=" + settings.networkFileSystems());
        description.put("scoring", settings.scoring().version() + " " + settings.thresholds());
        description.put("minimum-level", settings.minimumLevel().text());
        description.put(
                "plugins",
                Stream.concat(
                                Stream.concat(settings.detectors().stream(), settings.extractors().stream())
                                        .map(Plugin::info),
                                settings.hooks().plugins().stream())
                        .map(info -> info.id() + " " + info.version())
                        .collect(Collectors.joining(", ")));
        /* Sorted: the order of unmodifiable maps differs from process to process. Options may be secrets. */
        Map<String, String> options = new TreeMap<>();
        settings.pluginOptions().forEach((plugin, values) -> options.put(plugin, new TreeMap<>(values).toString()));
        description.put("plugin-options", digest(Stream.of(options.toString())));
        description.put(
                "logs", settings.logFiles().stream().map(LogFile::path).toList().toString());
        description.put("version", ThorScanner.version());
        return description;
    }

    private static String digest(Stream<String> texts) {
        byte[] bytes = texts.collect(Collectors.joining("\0")).getBytes(StandardCharsets.UTF_8);
        return Hashes.of(bytes, bytes.length).sha256();
    }
}
