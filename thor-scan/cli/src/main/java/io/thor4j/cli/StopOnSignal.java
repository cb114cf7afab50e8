package io.thor4j.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run in an orderly way when the process is asked to end (Ctrl+C, SIGTERM): no new work, then the report. The JVM runs this while
 * it shuts down, and waits for it. Threads may share it.
 */
public final class StopOnSignal {
    // How long the files in work may take after the signal; then the process ends without a report.
    private static final long PATIENCE_SECONDS = 60;

    private final int exitCode;
    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook;

    /**
     * Waits for the signal, which leaves a run {@link ExitCodes#INCOMPLETE}.
     *
     * @param stop asks the run to end
     */
    public StopOnSignal(Runnable stop) {
        this(stop, ExitCodes.INCOMPLETE);
    }

    /**
     * Waits for the signal.
     *
     * @param stop asks the run to end
     * @param exitCode what the process ends with when it could end in an orderly way
     */
    public StopOnSignal(Runnable stop, int exitCode) {
        this.exitCode = exitCode;
        hook = new Thread(() -> stopAndWait(stop), "thor-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stopAndWait(Runnable stop) {
        stop.run();
        boolean inTime = false;
        try {
            inTime = reported.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The exit code of a signal would not tell that the report is complete.
        if (inTime) {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** The report is out. */
    public void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook goes on to end it.
            return;
        }
    }
}
