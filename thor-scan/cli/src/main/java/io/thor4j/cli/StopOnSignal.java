package io.thor4j.cli;

import io.thor4j.scan.ScanHandle;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a scan in an orderly way when the process is asked to end (Ctrl+C, SIGTERM): no new work, then the report. The JVM runs this while
 * it shuts down, and waits for it. Threads may share it.
 */
final class StopOnSignal {
    // How long the files in work may take after the signal; then the process ends without a report.
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch reported = new CountDownLatch(1);
    private final Thread hook;

    StopOnSignal(ScanHandle scan) {
        hook = new Thread(() -> stop(scan), "thor-stop");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop(ScanHandle scan) {
        scan.stop();
        boolean inTime = false;
        try {
            inTime = reported.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The exit code of a signal would not tell that the report is complete.
        if (inTime) {
            Runtime.getRuntime().halt(ExitCodes.INCOMPLETE);
        }
    }

    /** The report is out. */
    void close() {
        reported.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending already, and the hook goes on to end it.
            return;
        }
    }
}
