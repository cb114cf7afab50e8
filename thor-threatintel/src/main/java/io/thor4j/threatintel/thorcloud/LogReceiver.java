package io.thor4j.threatintel.thorcloud;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Receives the events of scans, each scan's between {@code begin} and {@code end}. Used by one thread. */
public interface LogReceiver {
    /**
     * Receives an event.
     *
     * @param scan its scan
     * @param number its line, from 1, blank ones not counted
     * @param raw the line as it came
     * @param event the line as an object
     * @throws IOException when it cannot be kept
     */
    void event(ThorCloudScan scan, long number, String raw, Map<String, @Nullable Object> event) throws IOException;

    /**
     * Receives a line that is no JSON object.
     *
     * @param scan its scan
     * @param number its line, from 1, blank ones not counted
     * @param raw the line as it came, cut at the limit of a line
     * @param why what is wrong with it
     * @throws IOException when it cannot be kept
     */
    void malformed(ThorCloudScan scan, long number, String raw, String why) throws IOException;

    /**
     * Told that a scan's log is complete; it counts as done when this returns.
     *
     * @param scan the scan
     * @throws IOException when it cannot be kept
     */
    void complete(ThorCloudScan scan) throws IOException;
}
