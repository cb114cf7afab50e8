package io.thor4j.threatintel.thorcloud;

import java.util.List;

/**
 * What a pull brought. Immutable.
 *
 * @param scans how many logs were pulled
 * @param events how many events they had
 * @param malformed how many lines were no events
 * @param running scans that have not come to their end; they are looked at again
 * @param encrypted scans whose logs are encrypted
 * @param withoutLog scans that ended without a log
 * @param failed scans whose log could not be downloaded, and why; they are tried again
 */
public record PullReport(
        long scans,
        long events,
        long malformed,
        List<String> running,
        List<String> encrypted,
        List<String> withoutLog,
        List<String> failed) {
    /** Makes the report; lists are copied. */
    public PullReport {
        running = List.copyOf(running);
        encrypted = List.copyOf(encrypted);
        withoutLog = List.copyOf(withoutLog);
        failed = List.copyOf(failed);
    }

    /** Returns the counts as a line. */
    @Override
    public String toString() {
        return "scans " + scans + ", events " + events + ", malformed lines " + malformed + ", running "
                + running.size() + ", encrypted " + encrypted.size() + ", without a log " + withoutLog.size()
                + ", failed " + failed.size();
    }
}
