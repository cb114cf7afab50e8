package io.thor4j.cli;

import io.thor4j.core.Level;
import io.thor4j.core.LevelThresholds;
import io.thor4j.core.Scoring;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.filter.PatternList;
import io.thor4j.scan.filter.SignatureSelection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how findings are scored, and which are reported. Used by one thread. */
final class ScanVerdicts {
    @Option(
            names = "--minimum-level",
            paramLabel = "LEVEL",
            description = "Report findings from this level on: info, notice, warning or alert. Default: info.")
    private String minimumLevel = Level.INFO.text();

    @Option(
            names = "--scoring",
            paramLabel = "VERSION",
            description =
                    "Score as this version of THOR does: 10.6 (sum of all sub-scores, an Alert needs 100 and one of 75), 10.7 (weighted,"
                            + " an Alert needs 81 and one above 75) or 11 (weighted, an Alert needs 81). Default: 11.")
    private String scoring = Scoring.THOR_11.version();

    @Option(
            names = {"--score-info", "--info"},
            paramLabel = "N",
            description = "Lowest score of an Info. Default: 30.")
    private @Nullable Integer info;

    @Option(
            names = {"--score-notice", "--notice"},
            paramLabel = "N",
            description = "Lowest score of a Notice. Default: 40.")
    private @Nullable Integer notice;

    @Option(
            names = {"--score-warning", "--warning"},
            paramLabel = "N",
            description = "Lowest score of a Warning. Default: 60.")
    private @Nullable Integer warning;

    @Option(
            names = {"--score-alert", "--alert"},
            paramLabel = "N",
            description = "Lowest score of an Alert. Default: 81; 100 with --scoring 10.6.")
    private @Nullable Integer alert;

    @Option(
            names = "--false-positive-filters",
            paramLabel = "FILE",
            description =
                    "Suppress findings in whose text line, from the level on, one of the regexes in FILE is found, a regex a line, as"
                            + " THOR's false_positive_filters.cfg. They are counted at the end.")
    private @Nullable Path filters;

    @Option(
            names = {"--signature-include", "--init-selector"},
            paramLabel = "WORD[,WORD...]",
            split = ",",
            description = "Use only signatures with one of these words in name, tags or description. May be repeated.")
    private List<String> include = new ArrayList<>();

    @Option(
            names = {"--signature-exclude", "--init-filter"},
            paramLabel = "WORD[,WORD...]",
            split = ",",
            description = "Use no signatures with one of these words in name, tags or description. May be repeated.")
    private List<String> exclude = new ArrayList<>();

    /** Hands the options to a scan. */
    void addTo(ThorScannerBuilder builder) {
        Scoring version = scoring();
        LevelThresholds own = version.thresholds();
        builder.scoring(version).minimumLevel(level()).selection(new SignatureSelection(include, exclude));
        Path file = filters;
        if (file != null) {
            builder.filterFindings(PatternFile.read(file, PatternList::ofFindings));
        }
        try {
            builder.scoreThresholds(new LevelThresholds(
                    or(info, own.info()),
                    or(notice, own.notice()),
                    or(warning, own.warning()),
                    or(alert, own.alert())));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    private Scoring scoring() {
        for (Scoring version : Scoring.values()) {
            if (version.version().equals(scoring)) {
                return version;
            }
        }
        throw CommandFailure.usage("--scoring is 10.6, 10.7 or 11, not '" + scoring + "'");
    }

    private Level level() {
        for (Level level : List.of(Level.INFO, Level.NOTICE, Level.WARNING, Level.ALERT)) {
            if (level.text().equalsIgnoreCase(minimumLevel)) {
                return level;
            }
        }
        throw CommandFailure.usage("--minimum-level is info, notice, warning or alert, not '" + minimumLevel + "'");
    }
}
