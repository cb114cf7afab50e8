package io.thor4j.scan;

import io.thor4j.core.EventMeta;
import io.thor4j.core.Level;
import io.thor4j.core.Limit;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import io.thor4j.core.spi.PluginInfo;
import io.thor4j.core.spi.PluginProblem;
import io.thor4j.core.walk.FileWalker;
import io.thor4j.scan.plugin.PluginTrouble;
import io.thor4j.scan.resume.ScanState;
import io.thor4j.scan.signature.SignatureSetInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the scanner says about a scan. Immutable, may be shared by threads. */
final class ScanMessages {
    /*
     * Levels, where THOR's documentation names none: what keeps the scan from doing its work is an Error; a file that went away is
     * everyday life on a running system and an Info; so is a file above the size limit, of which a system has many. Other limits are
     * rare and a Notice. A rule that is left out is a Warning: it finds nothing now.
     */
    private final Clock clock;
    private final String scanId;
    private final String hostname;

    ScanMessages(Clock clock, String scanId, String hostname) {
        this.clock = clock;
        this.scanId = scanId;
        this.hostname = hostname;
    }

    OffsetDateTime now() {
        return OffsetDateTime.now(clock);
    }

    EventMeta meta(Level level, String module) {
        return new EventMeta(now(), level, module, scanId, null, hostname);
    }

    private Message message(Level level, String module, String text, Map<String, ? extends @Nullable Object> fields) {
        return new Message(meta(level, module), text, fields);
    }

    Message started(String version, List<String> targets, ScanSettings settings) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("version", version);
        fields.put("targets", targets);
        fields.put("threads", settings.threads());
        fields.put("limits", settings.limits().toString());
        return message(Level.INFO, ModuleNames.STARTUP, "Scan started", fields);
    }

    Message resumed(Path file, ScanState state) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("state", file.toString());
        fields.put("first_started", state.started().atZone(clock.getZone()).toOffsetDateTime());
        fields.put("files_done", state.elements());
        return message(Level.INFO, ModuleNames.STARTUP, "Scan goes on where it ended", fields);
    }

    Message logCut(String path, LogFile.Cut cut) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", path);
        fields.put("bytes", cut.bytes());
        fields.put("torn_line", cut.torn());
        return message(
                Level.NOTICE,
                ModuleNames.STARTUP,
                cut.torn()
                        ? "Log cut back to the last checkpoint; its last line was torn"
                        : "Log cut back to the last checkpoint",
                fields);
    }

    Message stateLost(String file, IOException e) {
        return message(
                Level.ERROR,
                ModuleNames.RUNTIME_WATCHER,
                "The state of the scan could not be saved, so it cannot go on from here",
                Map.of("state", file, "reason", String.valueOf(e.getMessage())));
    }

    Message ruleSet(RuleSetInfo info) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", info.name());
        fields.put("origin", info.origin().text());
        fields.put("rules", info.rules());
        fields.put("left_out", info.leftOut().size());
        fields.put("sha256", info.digest());
        return message(Level.INFO, ModuleNames.INIT, "YARA rules loaded", fields);
    }

    /** Says which signature set is used; its digest tells two runs with the same signatures. */
    Message signatures(SignatureSetInfo info) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("source", info.name());
        fields.put("files", info.files());
        info.counts().forEach((kind, count) -> fields.put(kind.replace(' ', '_'), count));
        fields.put("problems", info.diagnostics().size());
        fields.put("sha256", info.digest());
        return message(Level.INFO, ModuleNames.INIT, "Signatures loaded", fields);
    }

    Message leftOut(LeftOut left) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("source", left.source());
        if (left.rule() != null) {
            fields.put("rule", left.rule());
        }
        fields.put("reason", left.reason());
        String text = left.rule() == null ? "Rule file left out, or a part of it" : "Rule left out";
        return message(Level.WARNING, ModuleNames.INIT, text, fields);
    }

    Message plugins(List<PluginInfo> plugins) {
        return message(
                Level.INFO,
                ModuleNames.INIT,
                "Plugins loaded",
                Map.of("plugins", plugins.stream().map(PluginInfo::toString).toList()));
    }

    Message pluginProblem(PluginProblem problem) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("plugin", problem.id());
        fields.put("class", problem.className());
        fields.put("origin", problem.origin());
        fields.put("reason", problem.reason());
        fields.values().removeIf(value -> value == null);
        return message(Level.ERROR, ModuleNames.INIT, "Plugin not loaded", fields);
    }

    Message pluginFailed(PluginTrouble trouble) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("plugin", trouble.plugin().id());
        fields.put("version", trouble.plugin().version());
        fields.put("origin", trouble.plugin().origin());
        fields.put("role", trouble.role());
        fields.put("error", trouble.kind());
        fields.put("reason", trouble.message());
        fields.values().removeIf(value -> value == null);
        return message(
                Level.ERROR, ModuleNames.INIT, "Plugin failed; further failures of this kind are counted", fields);
    }

    /** Says what a plugin has to say. */
    Message fromPlugin(Level level, String text, Map<String, String> fields) {
        return message(level, ModuleNames.PLUGIN, text, fields);
    }

    /** Says that an element failed or is incomplete. */
    Message notScanned(String name, Outcome outcome) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", name);
        if (outcome.kind() == Outcome.Kind.FAILED) {
            fields.put("reason", outcome.details().get(0));
            boolean gone = outcome.details().contains(FileWalker.DISAPPEARED);
            return message(gone ? Level.INFO : Level.ERROR, ModuleNames.FILESCAN, "Could not scan file", fields);
        }
        fields.put("limits", outcome.details());
        boolean size = outcome.details().equals(List.of(Limit.MAX_FILE_SIZE.key()));
        return message(size ? Level.INFO : Level.NOTICE, ModuleNames.FILESCAN, "File not scanned completely", fields);
    }

    /** Says that a folder was left out, with all that may be in it. */
    Message folderSkipped(String name, String reason) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("file", name);
        fields.put("reason", reason);
        return message(Level.INFO, ModuleNames.FILESCAN, "Folder not scanned", fields);
    }

    Message timeLimit() {
        return message(
                Level.ERROR,
                ModuleNames.RUNTIME_WATCHER,
                "Maximum runtime has been exceeded, the rest is not scanned",
                Map.of("limit", Limit.MAX_SCAN_SECONDS.key()));
    }

    Message shortage(String limit) {
        return message(
                Level.ERROR,
                ModuleNames.RESOURCE_CONTROL,
                "The system is short of memory or disk, the rest is not scanned",
                Map.of("limit", limit));
    }

    Message blind(List<String> limits) {
        return message(
                Level.INFO,
                ModuleNames.RESOURCE_CONTROL,
                "This system does not tell what these limits need, so they are not watched",
                Map.of("limits", limits));
    }

    Message stopped() {
        return message(Level.WARNING, ModuleNames.REPORT, "Scan was stopped, the rest is not scanned", Map.of());
    }

    /** The last message: the coverage ledger and the counts, with THOR's keys for those (thor-scanner.md section 5.6). */
    Message finished(ScanReport report) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("end_time", now());
        fields.put("duration", report.duration());
        fields.put("alerts", report.count(Level.ALERT));
        fields.put("warnings", report.count(Level.WARNING));
        fields.put("notices", report.count(Level.NOTICE));
        fields.put("infos", report.count(Level.INFO));
        fields.put("errors", report.count(Level.ERROR));
        fields.put("filtered", report.filtered());
        fields.put("files_seen", report.ledger().elementsSeen());
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            fields.put(ScanReport.name(kind), report.ledger().count(kind));
        }
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            Map<String, Long> reasons = report.ledger().reasons().getOrDefault(kind, Map.of());
            if (!reasons.isEmpty()) {
                fields.put(
                        ScanReport.name(kind) + "_reasons",
                        reasons.entrySet().stream()
                                .map(entry -> entry.getKey() + ": " + entry.getValue())
                                .toList());
            }
        }
        return message(Level.INFO, ModuleNames.REPORT, "Scan finished: " + report.coverage(), fields);
    }
}
