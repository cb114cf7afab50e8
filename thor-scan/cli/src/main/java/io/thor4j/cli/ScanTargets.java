package io.thor4j.cli;

import io.thor4j.core.ObservedObject;
import io.thor4j.core.Target;
import io.thor4j.scan.ThorScannerBuilder;
import io.thor4j.scan.filter.PatternList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that say what a scan looks at. Used by one thread. */
final class ScanTargets {
    private static final String NO_WALK = ":NOWALK";

    @Parameters(arity = "0..*", paramLabel = "PATH", description = "Files and folders to scan.")
    private List<Path> targets = new ArrayList<>();

    @Option(
            names = {"-p", "--path"},
            paramLabel = "PATH",
            description =
                    "The same as PATH; with :NOWALK behind it only the files in that folder, not those of its folders. May be repeated.")
    private List<String> paths = new ArrayList<>();

    @Option(
            names = {"--all-hard-drives", "--allhds"},
            description = "Scan all local drives: on Windows each letter, elsewhere all that is mounted.")
    private boolean hardDrives;

    @Option(
            names = {"--all-drives", "--alldrives"},
            description = "The same, and mounted network file systems too.")
    private boolean allDrives;

    @Option(
            names = {"-m", "--image-file", "--image_file", "--memory-dump-file"},
            paramLabel = "FILE",
            description =
                    "A disk image or memory dump of any size: its content is scanned in overlapping windows. May be repeated.")
    private List<Path> images = new ArrayList<>();

    @Option(
            names = "--dropzone",
            description =
                    "Watch the folders and scan what is put there once it was left alone for a while, until Ctrl+C or a signal.")
    private boolean dropzone;

    @Option(
            names = {"--dropzone-purge", "--dropdelete"},
            description = "Delete what was scanned there, found or not.")
    private boolean purge;

    @Option(
            names = "--dropzone-delay",
            paramLabel = "SECONDS",
            description = "How long a file must have been left alone. Default: 1.")
    private int delay = 1;

    @Option(
            names = "--value",
            paramLabel = "TYPE/FIELD=TEXT",
            description =
                    "A single value instead of a file, as a field of one of THOR's object types: 'DNS cache entry/host=www.example.org',"
                            + " 'named pipe/pipe=NAME', 'mutex/mutex=NAME', 'log line/line=TEXT'. May be repeated.")
    private List<String> values = new ArrayList<>();

    @Option(
            names = {"--exclude", "--exclude-path"},
            paramLabel = "GLOB",
            description =
                    "Leave files and folders out: *.iso, node_modules, /var/cache, C:\\Users\\*\\AppData. * and ? stay inside one name,"
                            + " ** does not; case does not count. May be repeated.")
    private List<String> excludes = new ArrayList<>();

    @Option(
            names = "--directory-excludes",
            paramLabel = "FILE",
            description =
                    "Leave files and folders out in whose real path one of the regexes in FILE is found, a regex a line, as THOR's"
                            + " directory-excludes.cfg; case does not count.")
    private @Nullable Path directoryExcludes;

    @Option(names = "--follow-symlinks", description = "Follow symbolic links.")
    private boolean followSymlinks;

    @Option(names = "--network-file-systems", description = "Scan mounted network file systems below a PATH too.")
    private boolean networkFileSystems;

    /**
     * Returns what was asked for.
     *
     * @throws CommandFailure when nothing was, or nothing of it is there
     */
    List<Target> targets() {
        List<Path> all = new ArrayList<>(targets);
        paths.forEach(path -> all.addAll(walked(path)));
        if (hardDrives || allDrives) {
            FileSystems.getDefault().getRootDirectories().forEach(all::add);
        }
        List<Target> single = values.stream().map(ScanTargets::value).toList();
        if (all.isEmpty() && images.isEmpty()) {
            if (!single.isEmpty()) {
                return single;
            }
            throw CommandFailure.usage("say what to scan: thor scan PATH...");
        }
        if (Stream.concat(all.stream(), images.stream())
                .noneMatch(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS))) {
            throw CommandFailure.usage(
                    "nothing to scan: no such file or folder: " + (all.isEmpty() ? images : all).get(0));
        }
        return Stream.of(all.stream().map(Target::of), images.stream().map(Target::ofImage), single.stream())
                .flatMap(Function.identity())
                .toList();
    }

    /** Returns the watch that was asked for, null when none was. */
    @Nullable
    Dropzone dropzone(Terminal terminal) {
        if (!dropzone) {
            return null;
        }
        List<Path> folders = new ArrayList<>(targets);
        paths.forEach(path -> folders.add(Path.of(path)));
        if (folders.isEmpty()
                || !folders.stream().allMatch(Files::isDirectory)
                || !values.isEmpty()
                || !images.isEmpty()) {
            throw CommandFailure.usage("--dropzone watches folders, and nothing else");
        } else if (delay < 0) {
            throw CommandFailure.usage("--dropzone-delay cannot be negative");
        }
        return new Dropzone(folders, Duration.ofSeconds(delay), purge, terminal);
    }

    private static List<Path> walked(String path) {
        if (!path.endsWith(NO_WALK)) {
            return List.of(Path.of(path));
        }
        Path folder = Path.of(path.substring(0, path.length() - NO_WALK.length()));
        if (!Files.isDirectory(folder)) {
            return List.of(folder);
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw CommandFailure.usage("cannot read the folder " + folder, e);
        }
    }

    private static Target value(String option) {
        int equals = option.indexOf('=');
        int slash = option.lastIndexOf('/', Math.max(equals, 0));
        if (slash < 1 || equals < slash + 2) {
            throw CommandFailure.usage("--value is not of the form TYPE/FIELD=TEXT: " + option);
        }
        String text = option.substring(equals + 1);
        ObservedObject.Builder subject = ObservedObject.builder(option.substring(0, slash));
        try {
            subject.set(option.substring(slash + 1, equals), text);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage("--value " + option + ": " + e.getMessage(), e);
        }
        return Target.of(subject.build(), text);
    }

    /** Hands the options to a scan. */
    void addTo(ThorScannerBuilder builder) {
        builder.followSymlinks(followSymlinks).networkFileSystems(networkFileSystems || allDrives);
        try {
            excludes.forEach(builder::exclude);
        } catch (IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
        Path file = directoryExcludes;
        if (file != null) {
            builder.excludePaths(PatternFile.read(file, PatternList::ofPaths));
        }
    }
}
