package io.thor4j.cli;

import io.thor4j.cli.license.ScanLicense;
import io.thor4j.cli.signatures.KeyOptions;
import io.thor4j.cli.signatures.ScanSignatures;
import io.thor4j.core.Level;
import io.thor4j.core.Target;
import io.thor4j.core.spi.PluginDirectory;
import io.thor4j.scan.OutputException;
import io.thor4j.scan.ResumeException;
import io.thor4j.scan.ScanHandle;
import io.thor4j.scan.ScanReport;
import io.thor4j.scan.ThorScanner;
import io.thor4j.scan.ThorScannerBuilder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thor scan}: scans files and folders and reports scored findings. Used by one thread. */
@Command(
        name = "scan",
        description = {
            "Scans files and folders and prints scored findings, an Alert, Warning, Notice or Info a line.",
            "Without --rules the starter rules are used: the EICAR test file, web shells, credential theft, offensive tools, double"
                    + " extensions and the like."
        },
        customSynopsis = "thor scan [OPTION]... PATH...",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:finished, nothing found at Warning or Alert",
            "1:finished, and something found at Warning or Alert",
            "2:could not start: bad option, no target there, no usable rule",
            "3:stopped before the end (Ctrl+C, time limit), or a log could not be written"
        },
        footer = {
            "",
            "Files that could not be read, or not whole, do not change the exit code: the last lines count every file that was seen by how"
                    + " it ended, on stderr and in the logs."
        })
final class ScanCommand extends HelpfulCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command
    private CommandSpec spec;

    @Mixin
    private ScanTemplate template = new ScanTemplate();

    @Mixin
    private ScanTargets targets = new ScanTargets();

    @Mixin
    private ScanRules rules = new ScanRules();

    @Mixin
    private ScanSignatures signatures = new ScanSignatures();

    @Mixin
    private KeyOptions keys = new KeyOptions();

    @Mixin
    private ScanDepth depth = new ScanDepth();

    @Mixin
    private ScanEffort effort = new ScanEffort();

    @Mixin
    private ScanLimits limits = new ScanLimits();

    @Mixin
    private ScanExtraction extraction = new ScanExtraction();

    @Mixin
    private ScanPlugins plugins = new ScanPlugins();

    @Mixin
    private ScanOutputs outputs = new ScanOutputs();

    @Mixin
    private ScanVerdicts verdicts = new ScanVerdicts();

    @Mixin
    private ScanResume resume = new ScanResume();

    @Mixin
    private ScanIdentity identity = new ScanIdentity();

    @Mixin
    private ScanLists lists = new ScanLists();

    @Mixin
    private ScanLicense license = new ScanLicense();

    ScanCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (template.isPreview()) {
            terminal.out().print(ScanTemplate.preview(spec.commandLine().getParseResult()));
            return ExitCodes.OK;
        }
        if (lists.print(terminal.out(), depth.files())) {
            return ExitCodes.OK;
        } else if (lists.signatures()) {
            return listSignatures();
        }
        List<Target> all = targets.targets();
        ThorScannerBuilder builder =
                ThorScanner.builder().threads(Runtime.getRuntime().availableProcessors());
        targets.addTo(builder);
        depth.addTo(builder, terminal);
        effort.addTo(builder);
        limits.addTo(builder);
        verdicts.addTo(builder);
        identity.addTo(builder);
        resume.addTo(builder, terminal);
        license.addTo(builder, terminal, System.getenv());
        rules.addTo(builder, signatures, keys);
        PluginDirectory directory = plugins.addTo(builder);
        extraction.addTo(builder, plugins.none());
        try {
            return scan(builder, all);
        } finally {
            if (directory != null) {
                directory.close();
            }
        }
    }

    private int listSignatures() throws IOException {
        ThorScannerBuilder builder = ThorScanner.builder();
        verdicts.addTo(builder);
        rules.addTo(builder, signatures, keys);
        PluginDirectory directory = plugins.addTo(builder);
        try (ThorScanner scanner = builder.build()) {
            lists.print(terminal.out(), scanner);
        } finally {
            if (directory != null) {
                directory.close();
            }
        }
        return ExitCodes.OK;
    }

    private int scan(ThorScannerBuilder builder, List<Target> all) {
        ProgressDisplay progress = outputs.progressBar(terminal) ? new ProgressDisplay(terminal.err()) : null;
        if (resume.keepsState() && outputs.auditTrail()) {
            throw CommandFailure.usage(
                    "--audit-trail cannot go with --state-file: what a crash leaves of a trail is not whole");
        }
        outputs.addTo(builder, terminal, resume.goesOn(), progress == null ? () -> {} : progress::clearLine);
        CurrentElement current =
                progress == null ? new CurrentElement(outputs.printFiles() ? terminal : null) : progress;
        builder.progress(current);
        try (InterruptMenu menu = new InterruptMenu(
                terminal,
                System.in,
                current,
                progress == null ? () -> {} : progress::pause,
                progress == null ? () -> {} : progress::resume,
                ScanCommand::endProcess)) {
            if (terminal.interactive()) {
                menu.open();
            }
            Dropzone dropzone = targets.dropzone(terminal);
            return dropzone == null ? scan(builder.build(), all, progress) : watch(builder.build(), dropzone);
        }
    }

    private int watch(ThorScanner scanner, Dropzone dropzone) {
        StopOnSignal signal = new StopOnSignal(dropzone::stop);
        try {
            boolean findings = dropzone.watch(scanner, ScanCommand::await);
            return !closeOutputs(scanner) ? ExitCodes.INCOMPLETE : findings ? ExitCodes.FINDINGS : ExitCodes.OK;
        } finally {
            terminal.out().flush();
            signal.close();
        }
    }

    private int scan(ThorScanner scanner, List<Target> all, @Nullable ProgressDisplay progress) {
        ScanHandle running = start(scanner, all);
        StopOnSignal signal = new StopOnSignal(running::stop);
        try {
            ScanReport report = await(running);
            if (progress != null) {
                progress.close();
            }
            boolean closed = closeOutputs(scanner);
            terminal.out().flush();
            plugins.warn(terminal, report);
            if (!outputs.quiet()) {
                ScanSummary.print(terminal, report, outputs.verbose());
                outputs.summarise(terminal);
            }
            return exitCode(report, closed);
        } finally {
            signal.close();
        }
    }

    /* On a thread of its own, because the process waits for the scan, which ends in an orderly way. */
    private static void endProcess() {
        new Thread(() -> System.exit(ExitCodes.INCOMPLETE), "thor-exit").start();
    }

    private static ScanHandle start(ThorScanner scanner, List<Target> all) {
        try {
            return scanner.start(all);
        } catch (ResumeException e) {
            scanner.close();
            throw CommandFailure.usage(String.valueOf(e.getMessage()), e);
        }
    }

    private static ScanReport await(ScanHandle running) {
        boolean interrupted = false;
        while (true) {
            try {
                ScanReport report = running.await();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
                return report;
            } catch (InterruptedException e) {
                running.stop();
                interrupted = true;
            }
        }
    }

    private boolean closeOutputs(ThorScanner scanner) {
        try {
            scanner.close();
            return true;
        } catch (OutputException e) {
            terminal.message("thor: " + e.getMessage());
            return false;
        }
    }

    private static int exitCode(ScanReport report, boolean closed) {
        if (report.end() != ScanReport.End.COMPLETED || !report.outputComplete() || !closed) {
            return ExitCodes.INCOMPLETE;
        }
        return report.count(Level.ALERT) + report.count(Level.WARNING) > 0 ? ExitCodes.FINDINGS : ExitCodes.OK;
    }
}
