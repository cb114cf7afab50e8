package io.thor4j.thunderstorm.server.queue;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The order in which this node's samples are scanned. The first ones are known in memory, those behind them are read from the database when it
 * is their turn, so a queue of any length takes the same memory. Threads share it.
 */
final class WaitingLine {
    private static final Logger LOG = LoggerFactory.getLogger(WaitingLine.class);

    /** Samples that are known in memory. */
    static final int KNOWN = 4_096;

    private final Database database;
    private final String node;
    private final Deque<QueuedSample> known = new ArrayDeque<>();
    private final Set<Long> scanning = new HashSet<>();
    private long readUpTo;
    private boolean more;
    private long length;

    WaitingLine(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    /** There are samples in the database from before. */
    synchronized void found(long count) {
        length = count;
        more = count > 0;
    }

    /** A sample has got its receipt. */
    synchronized void arrive(QueuedSample sample) {
        length++;
        if (sample.id() <= readUpTo) {
            LOG.debug("sample {} was read from the database already", sample.id());
        } else if (more || known.size() >= KNOWN) {
            more = true;
        } else {
            known.add(sample);
            readUpTo = sample.id();
        }
    }

    /** A sample that was another node's, or that was taken in vain, joins the line whatever its number. */
    synchronized void join(QueuedSample sample) {
        length++;
        scanning.remove(sample.id());
        known.add(sample);
    }

    synchronized long length() {
        return Math.max(0, length);
    }

    /** Returns the next sample to scan, null when none waits. */
    synchronized @Nullable QueuedSample take() {
        if (known.isEmpty() && more) {
            readMore();
        }
        QueuedSample next = known.poll();
        if (next != null) {
            length--;
            scanning.add(next.id());
        }
        return next;
    }

    private void readMore() {
        try {
            List<QueuedSample> page =
                    database.read(connection -> SampleTable.waiting(connection, node, readUpTo, KNOWN));
            for (QueuedSample sample : page) {
                readUpTo = Math.max(readUpTo, sample.id());
                if (!scanning.contains(sample.id())) {
                    known.add(sample);
                }
            }
            more = page.size() == KNOWN;
        } catch (SQLException e) {
            LOG.error("The queue cannot be read", e);
        }
    }

    /** Tells whether a thread scans a sample, or its result is on its way to the disk. */
    synchronized boolean isScanning(long id) {
        return scanning.contains(id);
    }

    /** A sample's result is on the disk. */
    synchronized void done(long id) {
        scanning.remove(id);
    }
}
