package io.thor4j.scan;

import io.thor4j.scan.plugin.PluginGuard;

/** A scan that runs on threads of its own. May be shared by threads. */
public final class ScanHandle {
    private final ScanRun run;

    ScanHandle(ScanRun run) {
        this.run = run;
    }

    /** Returns the scan's id. */
    public String scanId() {
        return run.scanId();
    }

    /**
     * Asks the scan to end. Elements in work are finished, those that wait end as skipped with the reason {@code scan stopped}, and folders
     * are not walked any further. Does nothing when the scan is over.
     */
    public void stop() {
        run.stop();
    }

    /** Tells whether the scan is over. */
    public boolean isDone() {
        return run.isDone();
    }

    /** Returns where the scan stands. */
    public ScanProgress progress() {
        return run.progress();
    }

    /**
     * Waits for the end.
     *
     * @return the report
     * @throws InterruptedException when the waiting thread is interrupted; the scan goes on
     */
    public ScanReport await() throws InterruptedException {
        PluginGuard.refuseInsidePlugins("wait for a scan");
        return run.await();
    }
}
