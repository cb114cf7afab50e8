package io.thor4j.cli;

import io.thor4j.core.CoverageLedger;
import io.thor4j.core.Level;
import io.thor4j.core.Outcome;
import io.thor4j.scan.LeftOut;
import io.thor4j.scan.PluginFailure;
import io.thor4j.scan.RuleSetInfo;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.signature.SignatureSetInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a scan says at its end, on the error stream: what was used, what was found, and how every file ended. Stateless. */
final class ScanSummary {
    private static final double MILLIS = 1_000.0;

    private ScanSummary() {}

    static void print(Terminal terminal, ScanReport report, boolean verbose) {
        report.ruleSets().forEach(rules -> rules(terminal, rules, verbose));
        signatures(terminal, report, verbose);
        report.pluginProblems().forEach(problem -> terminal.message("thor: plugin not loaded: " + problem));
        for (PluginFailure failure : report.pluginFailures()) {
            terminal.message("thor: " + failure);
        }
        switch (report.end()) {
            case STOPPED -> terminal.message("thor: stopped before the end; the rest was not scanned");
            case TIME_LIMIT -> terminal.message("thor: time limit reached; the rest was not scanned");
            case RESOURCES -> terminal.message("thor: the system is short of memory or disk; the rest was not scanned");
            case COMPLETED -> {}
        }
        terminal.message("thor: " + levels(report) + " in " + seconds(report) + " s, scan id " + report.scanId());
        if (report.filtered() > 0) {
            terminal.message("thor: false positive filters suppressed " + report.filtered() + " findings");
        }
        terminal.message("thor: " + report.coverage());
        for (Outcome.Kind kind : List.of(Outcome.Kind.INCOMPLETE, Outcome.Kind.SKIPPED, Outcome.Kind.FAILED)) {
            reasons(terminal, report.ledger(), kind);
        }
    }

    private static void rules(Terminal terminal, RuleSetInfo rules, boolean verbose) {
        if (rules.leftOut().isEmpty()) {
            return;
        }
        if (verbose) {
            for (LeftOut left : rules.leftOut()) {
                terminal.message("thor: left out: " + left);
            }
        }
        terminal.message("thor: " + rules.name() + ": " + rules.rules() + " rules in use, "
                + rules.leftOut().size() + " rules or files left out"
                + (verbose ? "" : " (--verbose names them, thor yara check --thor-externals explains)"));
    }

    private static void signatures(Terminal terminal, ScanReport report, boolean verbose) {
        SignatureSetInfo info = report.signatures();
        if (info == null) {
            return;
        }
        if (verbose) {
            info.diagnostics().forEach(diagnostic -> terminal.message("thor: " + diagnostic));
        }
        long problems = info.diagnostics().size();
        terminal.message("thor: " + info.name() + ": " + info.signatures() + " signatures in use, sha256 "
                + info.digest()
                + (problems == 0
                        ? ""
                        : ", " + problems + " problems" + (verbose ? "" : " (thor signatures check names them)")));
    }

    private static String levels(ScanReport report) {
        return counted(report, Level.ALERT, "alerts") + ", " + counted(report, Level.WARNING, "warnings") + ", "
                + counted(report, Level.NOTICE, "notices") + ", " + counted(report, Level.INFO, "infos") + ", "
                + counted(report, Level.ERROR, "errors");
    }

    private static String counted(ScanReport report, Level level, String name) {
        return report.count(level) + " " + name;
    }

    private static String seconds(ScanReport report) {
        return String.format(Locale.ROOT, "%.1f", report.duration().toMillis() / MILLIS);
    }

    private static void reasons(Terminal terminal, CoverageLedger.Snapshot ledger, Outcome.Kind kind) {
        Map<String, Long> reasons = ledger.reasons().getOrDefault(kind, Map.of());
        if (!reasons.isEmpty()) {
            terminal.message("thor: " + kind.name().toLowerCase(Locale.ROOT) + ": "
                    + reasons.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ")));
        }
    }
}
