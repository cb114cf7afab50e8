package io.thor4j.cli;

import io.thor4j.core.MagicTypes;
import io.thor4j.core.ThorException;
import io.thor4j.scan.FileOptions;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.filter.Timeframe;
import io.thor4j.scan.mode.ContentSelection;
import io.thor4j.scan.mode.DeepDive;
import io.thor4j.scan.mode.ScanMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how thoroughly a scan looks at files. Used by one thread. */
final class ScanDepth {
    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description =
                    "default, soft (one thread, gentle), quick (relevant types, changed within 3 days), intense (files up to 200 MB, memory"
                            + " dumps, all reasons, no resource control) or lab (as intense, without a limit of matches). Options that are"
                            + " given besides count more.")
    private @Nullable String mode;

    @Option(names = "--soft", description = "The same as --mode soft.")
    private boolean soft;

    @Option(
            names = {"--quick", "--fast"},
            description = "The same as --mode quick.")
    private boolean quick;

    @Option(
            names = {"--intense", "--deep"},
            description = "The same as --mode intense.")
    private boolean intense;

    @Option(names = "--lab", description = "The same as --mode lab.")
    private boolean lab;

    @Option(
            names = {"--no-soft", "--nosoft"},
            description = "Do not turn to soft mode on a machine with one processor or less than 1 GB of memory.")
    private boolean noSoft;

    @Option(
            names = "--content",
            paramLabel = "WHICH",
            description =
                    "Look into all files, or only into relevant ones: those of a known type or with an extension that matters. Others are"
                            + " judged by name, metadata and first bytes, and counted as skipped. Default: as the mode says.")
    private @Nullable String content;

    @Option(
            names = {"--files-all", "--allfiles"},
            description = "The same as --content all.")
    private boolean allFiles;

    @Option(
            names = "--file-types",
            paramLabel = "FILE",
            description =
                    "Tell file types by this table instead of the built-in one: lines HEX BYTES;NAME, as signature-base's"
                            + " file-type-signatures.txt.")
    private @Nullable Path fileTypes;

    @Option(
            names = "--deep-dive",
            paramLabel = "WHICH",
            description =
                    "Scan files above the size limit in overlapping windows: none, dumps (memory dumps) or all. Default: as the mode says.")
    private @Nullable String deepDive;

    @Option(
            names = {"--chunk-size", "--image-chunk-size", "--memory-dump-chunk-size"},
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "Size of a window; each begins half a window after the one before. Default: 12MB.")
    private @Nullable Long chunkSize;

    @Option(
            names = {"--path-remap", "--virtual-map"},
            paramLabel = "CURRENT:ORIGINAL",
            description =
                    "Show files below one path under another, for mounted images: F:C, /mnt/image1:C, /mnt/image1:/. May be repeated.")
    private List<String> mappings = new ArrayList<>();

    @Option(
            names = {"--lookback-aptdirs", "--force-aptdir-lookback"},
            description =
                    "Let --lookback leave files out of folders that attackers favour too: temporary and startup folders, web roots and"
                            + " the like.")
    private boolean lookbackEverywhere;

    @Option(
            names = {"-f", "--highlight-timeframe", "--epoch"},
            paramLabel = "FROM,UNTIL",
            split = ",",
            description =
                    "Give what was made or changed from one day on until another, which does not belong to it, a sub-score of its own: files,"
                            + " and all that has times. Days are 2026-11-22, times 2026-11-22T08:00:00Z. May be repeated; -f FROM -f UNTIL"
                            + " is the same.")
    private List<String> timeframes = new ArrayList<>();

    @Option(
            names = {"--highlight-timeframe-score", "--epochscore"},
            paramLabel = "N",
            description = "That sub-score. Default: 35.")
    private int timeframeScore = Timeframe.DEFAULT_SCORE;

    /** Returns how files are looked at. */
    FileOptions files() {
        ScanMode usual = ScanMode.of("default");
        ScanMode chosen = mode();
        return files(chosen != null ? chosen : noSoft ? usual : usual.onThisMachine());
    }

    /**
     * Hands the mode to a scan, and what of it is not as usual; options that set limits have to be handed over after it.
     *
     * @throws CommandFailure when an option makes no sense
     */
    void addTo(ThorScannerBuilder builder, Terminal terminal) {
        ScanMode chosen = mode();
        if (chosen != null) {
            builder.mode(chosen);
        } else {
            ScanMode usual = ScanMode.of("default");
            ScanMode fit = usual.onThisMachine();
            if (!noSoft && !fit.equals(usual)) {
                terminal.message("thor: soft mode on this small machine; --no-soft keeps it off");
                builder.mode(fit);
            }
            chosen = noSoft ? usual : fit;
        }
        builder.files(files(chosen));
    }

    private FileOptions files(ScanMode chosen) {
        FileOptions.Builder files =
                FileOptions.builder().content(chosen.content()).deepDive(chosen.deepDive());
        if (content != null) {
            files.content(constant(ContentSelection.class, "--content", content));
        } else if (allFiles) {
            files.content(ContentSelection.ALL);
        }
        if (deepDive != null) {
            files.deepDive(constant(DeepDive.class, "--deep-dive", deepDive));
        }
        try {
            if (chunkSize != null) {
                files.window(chunkSize);
            }
            mappings.forEach(files::map);
            if (timeframes.size() % 2 != 0) {
                throw CommandFailure.usage("--highlight-timeframe needs a begin and an end: FROM,UNTIL");
            }
            for (int i = 0; i < timeframes.size(); i += 2) {
                files.highlight(new Timeframe(time(timeframes.get(i)), time(timeframes.get(i + 1))));
            }
            files.highlightScore(timeframeScore);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
        if (fileTypes != null) {
            files.types(types(fileTypes));
        }
        return files.lookbackEverywhere(lookbackEverywhere).build();
    }

    private static Instant time(String text) {
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw CommandFailure.usage(
                    "--highlight-timeframe takes days as 2026-11-22 and times as 2026-11-22T08:00:00Z, not '" + text
                            + "'",
                    e);
        }
    }

    private @Nullable ScanMode mode() {
        List<String> names = new ArrayList<>();
        if (mode != null) {
            names.add(mode.toLowerCase(Locale.ROOT));
        }
        if (soft) {
            names.add("soft");
        }
        if (quick) {
            names.add("quick");
        }
        if (intense) {
            names.add("intense");
        }
        if (lab) {
            names.add("lab");
        }
        if (names.size() > 1) {
            throw CommandFailure.usage("choose one mode, not " + String.join(" and ", names));
        }
        try {
            return names.isEmpty() ? null : ScanMode.of(names.get(0));
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private static MagicTypes types(Path file) {
        try {
            return MagicTypes.load(file);
        } catch (IOException e) {
            throw CommandFailure.usage("cannot read the file types: " + file, e);
        } catch (ThorException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String option, String word) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(word)) {
                return value;
            }
        }
        throw CommandFailure.usage(option + " is "
                + Arrays.stream(type.getEnumConstants())
                        .map(value -> value.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ", not '" + word + "'");
    }
}
