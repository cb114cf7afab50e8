package io.thor4j.cli;

import io.thor4j.scan.Resume;
import io.thor4j.scan.ThorScannerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which a scan goes on where an earlier one was stopped or died. Used by one thread. */
final class ScanResume {
    @Option(
            names = "--state-file",
            paramLabel = "FILE",
            description =
                    "Keep in FILE how far the scan came, for --resume. FILE is small, on a local disk, and removed at the end of the scan."
                            + " For CSV, HTML, SARIF and statistics the events are kept beside it, in FILE.events.")
    private @Nullable Path file;

    @Option(
            names = {"--resume", "--resume-scan"},
            description =
                    "Go on where the scan of --state-file ended, by a stop or a crash, with the same targets, rules and options; begin anew"
                            + " when FILE is not there. Logs are appended to, and cut back to the last file that is done, so that nothing"
                            + " stands there twice; documents hold what was found before and after. Syslog receivers may get the events"
                            + " of the last second again.")
    private boolean resume;

    @Option(names = "--resume-only", description = "The same as --resume, but do nothing when FILE is not there.")
    private boolean resumeOnly;

    @Option(
            names = "--resume-changed",
            description = "The same as --resume, also with other rules and options than the scan began with.")
    private boolean resumeChanged;

    /** Tells whether the scan keeps a state. */
    boolean keepsState() {
        return file != null;
    }

    private boolean resumes() {
        return resume || resumeOnly || resumeChanged;
    }

    /** Tells whether there is a scan to go on with, so that its logs have to be kept. */
    boolean goesOn() {
        Path state = file;
        return resumes() && state != null && Files.exists(state);
    }

    /**
     * Hands the options to a scan.
     *
     * @throws CommandFailure when there is nothing to go on with
     */
    void addTo(ThorScannerBuilder builder, Terminal terminal) {
        Path state = file;
        if (state == null) {
            if (resumes()) {
                throw CommandFailure.usage("--resume needs --state-file FILE");
            }
            return;
        }
        if (resumeOnly && !Files.exists(state)) {
            throw CommandFailure.usage("nothing to go on with: no state file " + state);
        } else if (!resumes() && Files.exists(state)) {
            terminal.message(
                    "thor: begins anew; " + state + " held the state of a scan that did not end (--resume goes on)");
        }
        builder.stateFile(state, resumeChanged ? Resume.EVEN_IF_CHANGED : resumes() ? Resume.IF_UNCHANGED : Resume.NO);
    }
}
