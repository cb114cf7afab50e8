package io.thor4j.cli.yara;

import io.thor4j.cli.CommandFailure;
import io.thor4j.cli.ExitCodes;
import io.thor4j.cli.ExternalVariable;
import io.thor4j.cli.Terminal;
import io.thor4j.yara.LimitReached;
import io.thor4j.yara.ScanResult;
import io.thor4j.yara.YaraLimits;
import io.thor4j.yara.YaraRules;
import io.thor4j.yara.YaraScanner;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Scans a target and prints, file after file in the order of the walk, however many threads scan. Used by one thread. */
final class YaraScan {
    /**
     * How the scan is done.
     *
     * @param externals values for the variables of compiled rules
     * @param moduleData data for modules, by their names
     * @param fast fast mode
     * @param timeout time for everything, zero for no limit
     * @param threads how many scan a folder, or large files
     * @param recursive whether folders inside are walked too
     * @param followLinks whether symbolic links in folders are followed
     * @param skipLarger in folders, files of this size, bytes, or larger are left out; 0 for none
     * @param noWarnings whether warnings are not shown
     */
    record Settings(
            List<ExternalVariable> externals,
            Map<String, byte[]> moduleData,
            boolean fast,
            Duration timeout,
            int threads,
            boolean recursive,
            boolean followLinks,
            long skipLarger,
            boolean noWarnings) {}

    /** What became of one file: a result, or why there is none. */
    private record Scanned(
            String display,
            @Nullable ScanResult result,
            @Nullable String error) {}

    // Files in work for each thread: enough that a large one does not hold the others up, few enough to bound the
    // results that wait.
    private static final int AHEAD = 8;

    private final Terminal terminal;
    private final YaraRules rules;
    private final MatchPrinter printer;
    private final Settings settings;
    private final long deadlineNanos;

    /** Scans the files of a folder and helps with large ones: a thread that has no file of its own takes a part of another's. */
    private final @Nullable ForkJoinPool workers;

    private final ThreadLocal<YaraScanner> scanners = ThreadLocal.withInitial(this::scanner);
    private final ThreadLocal<FileBytes> buffers = ThreadLocal.withInitial(FileBytes::new);

    YaraScan(Terminal terminal, YaraRules rules, MatchPrinter printer, Settings settings) {
        this.terminal = terminal;
        this.rules = rules;
        this.printer = printer;
        this.settings = settings;
        this.workers = settings.threads() == 1 ? null : new ForkJoinPool(settings.threads());
        this.deadlineNanos = System.nanoTime() + settings.timeout().toNanos();
    }

    private YaraScanner scanner() {
        YaraScanner scanner = rules.scanner(YaraLimits.DEFAULT.withTimeout(Duration.ZERO));
        scanner.fastMode(settings.fast());
        if (workers != null) {
            scanner.shareWith(workers, settings.threads() - 1);
        }
        settings.moduleData().forEach(scanner::moduleData);
        for (ExternalVariable external : settings.externals()) {
            try {
                external.defineIn(scanner);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCodes.FINDINGS, "error: -d " + external.name() + ": " + e.getMessage());
            }
        }
        return scanner;
    }

    /**
     * Scans a file, a folder, or what a list names.
     *
     * @return whether it could be scanned
     */
    boolean run(String target, boolean isList) {
        try {
            return runAll(target, isList);
        } finally {
            if (workers != null) {
                workers.shutdownNow();
            }
        }
    }

    private boolean runAll(String target, boolean isList) {
        // Bad values for compiled rules are a mistake to be told before the work.
        scanners.get();
        Path path = path(target);
        if (path != null && Files.isDirectory(path)) {
            if (isList) {
                throw new CommandFailure(ExitCodes.FINDINGS, "error: cannot use a directory as scan list.");
            }
            scanAll(folder(path, target));
            return true;
        }
        if (isList) {
            scanList(target, path);
            return true;
        }
        Scanned scanned = scan(path, target);
        if (scanned.error() != null && path != null && !Files.exists(path) && isNumber(target)) {
            throw new CommandFailure(ExitCodes.FINDINGS, "error scanning " + target + ": processes are not scanned");
        }
        return print(scanned, false);
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private TargetFiles folder(Path path, String display) {
        return new TargetFiles(
                new TargetFiles.Target(path, display),
                settings.recursive(),
                settings.followLinks(),
                settings.skipLarger(),
                terminal::message);
    }

    private void scanList(String name, @Nullable Path list) {
        if (list == null || !Files.isReadable(list)) {
            throw new CommandFailure(ExitCodes.FINDINGS, "error: could not open file \"" + name + "\".");
        }
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(Files.newInputStream(list), StandardCharsets.UTF_8))) {
            scanAll(new ListedFiles(lines, this::folder));
        } catch (IOException e) {
            throw new CommandFailure(ExitCodes.FINDINGS, "error: could not read file \"" + name + "\".");
        }
    }

    private void scanAll(Iterator<TargetFiles.Target> files) {
        ForkJoinPool pool = workers;
        if (pool == null) {
            while (!isOver() && files.hasNext()) {
                TargetFiles.Target file = files.next();
                print(scan(file.path(), file.display()), true);
            }
            return;
        }
        Deque<Future<Scanned>> inWork = new ArrayDeque<>();
        try {
            while (!isOver() && (files.hasNext() || !inWork.isEmpty())) {
                while (inWork.size() < settings.threads() * AHEAD && files.hasNext()) {
                    TargetFiles.Target file = files.next();
                    inWork.add(pool.submit(() -> scan(file.path(), file.display())));
                }
                print(inWork.remove().get(), true);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing more needs to be scanned: -l or -a was reached, or nobody reads the output any more. */
    private boolean isOver() {
        return printer.limitReached()
                || remaining().isNegative()
                || terminal.out().checkError();
    }

    private Duration remaining() {
        return settings.timeout().isZero() ? Duration.ZERO : Duration.ofNanos(deadlineNanos - System.nanoTime());
    }

    private Scanned scan(@Nullable Path path, String display) {
        try {
            if (path == null) {
                return new Scanned(display, null, "could not open file");
            }
            Duration left = remaining();
            if (left.isNegative()) {
                return new Scanned(display, null, "scanning timed out");
            }
            FileBytes file = buffers.get();
            file.read(path);
            ScanResult result = scanners.get().timeout(left).scan(file.bytes(), 0, file.length());
            return new Scanned(display, result, null);
        } catch (IOException e) {
            boolean tooLarge = e.getMessage() != null && e.getMessage().startsWith("larger");
            return new Scanned(display, null, tooLarge ? e.getMessage() : "could not open file");
        } catch (OutOfMemoryError e) {
            // The file's own buffer is what asks for much; without it the next file can be scanned.
            buffers.remove();
            return new Scanned(display, null, "not enough memory");
        }
    }

    /** Prints what became of a file; returns whether it was scanned. */
    private boolean print(Scanned scanned, boolean inFolder) {
        ScanResult result = scanned.result();
        if (result == null) {
            terminal.message("error scanning " + scanned.display() + ": " + scanned.error());
            return false;
        }
        printer.print(scanned.display(), result, inFolder);
        boolean whole = true;
        for (LimitReached limit : result.limits()) {
            switch (limit.kind()) {
                case MATCHES_PER_STRING, MODULE -> {
                    if (!settings.noWarnings()) {
                        terminal.message("warning: " + scanned.display() + ": " + limit.text());
                    }
                }
                case TIMEOUT -> {
                    terminal.message("error scanning " + scanned.display() + ": scanning timed out");
                    whole = false;
                }
                case STACK, RULE_WORK -> {
                    terminal.message("error scanning " + scanned.display() + ": " + limit.text());
                    whole = false;
                }
            }
        }
        return whole;
    }
}
