package io.thor4j.threatintel.store;

import io.thor4j.threatintel.IndicatorKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The latest version of every indicator of any number of feeds, and which of them are active now. On SQLite, a file of our own, or on
 * PostgreSQL. Threads may share it; writes come one after the other, reads see a state between two pages.
 *
 * <p>An indicator is active when it is pinned; or when its source holds it active and no false positive, nobody here marked it as a false
 * positive, and it has not expired.
 */
public final class IndicatorStore implements AutoCloseable {
    private static final String ACTIVE =
            "(pinned = 1 OR (state = 0 AND local_fp = 0 AND (expires IS NULL OR expires > ?)))";
    private static final int FETCH = 1000;

    private final DatabaseAddress address;
    private final String name;
    private final StoreDialect dialect;
    private final ExpiryPolicy policy;
    private final Clock clock;
    private final ReentrantLock writing = new ReentrantLock();
    private final Connection writer;

    private IndicatorStore(String url, String name, StoreDialect dialect, ExpiryPolicy policy, Clock clock) {
        this.address = DatabaseAddress.of(url);
        this.name = name;
        this.dialect = dialect;
        this.policy = policy;
        this.clock = clock;
        try {
            writer = connect(true);
        } catch (SQLException e) {
            throw failure("the store cannot be opened", e);
        }
        write(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : dialect.schema()) {
                    statement.execute(sql);
                }
            }
            applyPolicy(connection);
            return true;
        });
    }

    /**
     * Opens a store in a file, which is made when there is none.
     *
     * @param file the file
     * @param policy when indicators expire
     * @param clock the time
     * @throws StoreException when it cannot be opened
     */
    public static IndicatorStore open(Path file, ExpiryPolicy policy, Clock clock) {
        return new IndicatorStore(
                "jdbc:sqlite:" + file.toAbsolutePath(), file.toString(), StoreDialect.SQLITE, policy, clock);
    }

    /**
     * Opens a store in a database; its tables, all with names that begin with {@code thor_}, are made when there are none.
     *
     * @param url {@code jdbc:sqlite:...} or {@code jdbc:postgresql:...}, with user and password when they are needed
     * @param policy when indicators expire
     * @param clock the time
     * @throws StoreException when it cannot be opened
     * @throws IllegalArgumentException when it is of another database
     */
    public static IndicatorStore open(String url, ExpiryPolicy policy, Clock clock) {
        StoreDialect dialect;
        if (url.startsWith("jdbc:sqlite:")) {
            dialect = StoreDialect.SQLITE;
        } else if (url.startsWith("jdbc:postgresql:")) {
            dialect = StoreDialect.POSTGRESQL;
        } else {
            throw new IllegalArgumentException("a store is in jdbc:sqlite: or jdbc:postgresql:");
        }
        // What follows may be a password.
        int query = url.indexOf('?');
        String shown = query < 0 ? url : url.substring(0, query);
        return new IndicatorStore(url, shown, dialect, policy, clock);
    }

    private Connection connect(boolean forWriting) throws SQLException {
        Properties properties = new Properties();
        if (dialect == StoreDialect.SQLITE) {
            // A page is either wholly in the file or not at all, also after a power cut: the log is flushed with each
            // commit.
            properties.put("journal_mode", "WAL");
            properties.put("synchronous", "FULL");
            properties.put("busy_timeout", "30000");
            // KiB of memory outside the heap: keys are hashes, and a page touches as many places as it has indicators.
            properties.put("cache_size", "-65536");
            properties.put("transaction_mode", forWriting ? "IMMEDIATE" : "DEFERRED");
        } else {
            // One statement for many rows, instead of one message for each.
            properties.put("reWriteBatchedInserts", "true");
        }
        return address.connect(properties);
    }

    /** Does something in a transaction. */
    @FunctionalInterface
    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    private <T> T write(Work<T> work) {
        writing.lock();
        try {
            writer.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.in(writer);
                writer.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    writer.rollback();
                }
                // SQLite would begin the next transaction, and take its lock, at once.
                writer.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw failure("the store cannot be written", e);
        } finally {
            writing.unlock();
        }
    }

    private <T> T read(Work<T> work) {
        try (Connection connection = connect(false)) {
            connection.setAutoCommit(false);
            try {
                return work.in(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            throw failure("the store cannot be read", e);
        }
    }

    private StoreException failure(String reason, SQLException e) {
        return new StoreException(reason + ": " + e.getMessage(), name, null, e);
    }

    private void applyPolicy(Connection connection) throws SQLException {
        String now = policy.toString();
        if (now.equals(MetaTable.get(connection, "policy"))) {
            return;
        }
        try (PreparedStatement select =
                        connection.prepareStatement("SELECT " + IndicatorRow.COLUMNS + " FROM thor_indicator");
                PreparedStatement update = connection.prepareStatement(
                        "UPDATE thor_indicator SET expires = ?, state = ?, left_at = ?, revision = ? WHERE ikey = ?")) {
            long revision = MetaTable.nextRevision(connection);
            select.setFetchSize(FETCH);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    IndicatorRow row = IndicatorRow.read(rows);
                    Instant expires = policy.expires(row.indicator, row.confirmed);
                    boolean back = row.state == LeaveReason.EXPIRED.state()
                            && (expires == null || expires.isAfter(clock.instant()));
                    IndicatorRow.time(update, 1, expires);
                    update.setInt(2, back ? LeaveReason.ACTIVE : row.state);
                    IndicatorRow.time(update, 3, back ? null : row.leftAt);
                    update.setLong(4, revision);
                    update.setBytes(5, row.key);
                    update.executeUpdate();
                }
            }
        }
        MetaTable.set(connection, "policy", now);
    }

    /**
     * Writes a page in one transaction: all of it, or nothing when this throws.
     *
     * @param update the page
     * @return what it changed
     * @throws StoreException when it cannot be written, or another run moved the feed meanwhile
     */
    public UpdateCounts apply(PageUpdate update) {
        Instant now = clock.instant();
        return write(connection -> {
            long generation = FeedTable.move(connection, update, now, dialect, name);
            long revision = MetaTable.nextRevision(connection);
            UpdateCounts counts = new PageWriter(connection, update, policy, now, generation, revision).write();
            if (update.full() && update.last()) {
                counts = counts.plus(new UpdateCounts(
                        0, 0, Leaving.missing(connection, update.feed(), generation, revision, now), 0));
            }
            return counts;
        });
    }

    /**
     * Records which indicators have expired. What is active does not depend on it; their history does.
     *
     * @return how many
     */
    public long sweep() {
        Instant now = clock.instant();
        return write(connection -> Leaving.expired(connection, now, MetaTable.nextRevision(connection)));
    }

    /**
     * Remembers why a run of a feed ended early.
     *
     * @param feed its name
     * @param error one line
     */
    public void failed(String feed, String error) {
        write(connection -> FeedTable.failed(connection, feed, error));
    }

    /**
     * Returns how far a feed was read.
     *
     * @param feed its name
     */
    public FeedState feed(String feed) {
        return feeds().stream()
                .filter(state -> state.feed().equals(feed))
                .findFirst()
                .orElse(new FeedState(feed, null, null, null, null, null));
    }

    /** Returns all feeds that were ever read, by name. */
    public List<FeedState> feeds() {
        return read(FeedTable::all);
    }

    /**
     * Pins an indicator, or lets it go; a pinned one stays active whatever its feed says.
     *
     * @param feed its feed
     * @param key which
     * @param pinned whether it is to be pinned
     * @return whether there is such an indicator
     */
    public boolean pin(String feed, IndicatorKey key, boolean pinned) {
        return mark("pinned", feed, key, pinned);
    }

    /**
     * Marks an indicator as a false positive here, whatever its feed says, or takes the mark away.
     *
     * @param feed its feed
     * @param key which
     * @param falsePositive whether it is one
     * @return whether there is such an indicator
     */
    public boolean falsePositive(String feed, IndicatorKey key, boolean falsePositive) {
        return mark("local_fp", feed, key, falsePositive);
    }

    private boolean mark(String column, String feed, IndicatorKey key, boolean value) {
        return write(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE thor_indicator SET " + column + " = ?, revision = ? WHERE ikey = ?")) {
                update.setInt(1, value ? 1 : 0);
                update.setLong(2, MetaTable.nextRevision(connection));
                update.setBytes(3, IndicatorRow.key(feed, key));
                return update.executeUpdate() > 0;
            }
        });
    }

    /**
     * Reads all active indicators, in an order that is the same for the same indicators.
     *
     * @param each told of each; must not write to the store
     */
    public void forEachActive(Consumer<StoredIndicator> each) {
        select(ACTIVE, clock.instant(), each);
    }

    private void select(String where, Instant now, Consumer<StoredIndicator> each) {
        read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT " + IndicatorRow.COLUMNS + " FROM thor_indicator WHERE " + where + " ORDER BY ikey")) {
                select.setFetchSize(FETCH);
                select.setLong(1, now.toEpochMilli());
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        each.accept(IndicatorRow.read(rows).stored());
                    }
                }
            }
            return true;
        });
    }

    /** Returns how many parts the set is in, for exports that build only again what changed. */
    public int partCount() {
        return IndicatorRow.PARTS;
    }

    /**
     * Returns what a part is now.
     *
     * @param part its number, from 0
     */
    public StorePart part(int part) {
        Instant now = clock.instant();
        return read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT MAX(revision) AS revision, COUNT(*) AS row_count,"
                            + " MIN(CASE WHEN state = 0 AND expires > ? THEN expires END) AS expires"
                            + " FROM thor_indicator WHERE part = ?")) {
                select.setLong(1, now.toEpochMilli());
                select.setInt(2, part);
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return new StorePart(
                            now, row.getLong("revision"), row.getLong("row_count"), IndicatorRow.time(row, "expires"));
                }
            }
        });
    }

    /**
     * Reads the indicators of a part that were active at the time of its state, in an order that is the same for the same indicators.
     *
     * @param state the state
     * @param part its number
     * @param each told of each; must not write to the store
     */
    public void forEachActive(StorePart state, int part, Consumer<StoredIndicator> each) {
        select(ACTIVE + " AND part = " + part, state.at(), each);
    }

    /** Returns how many indicators are active. */
    public long activeCount() {
        return read(connection -> {
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT COUNT(*) FROM thor_indicator WHERE " + ACTIVE)) {
                select.setLong(1, clock.millis());
                try (ResultSet row = select.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /**
     * Returns when and why indicators left and came back, the latest first.
     *
     * @param limit the most entries
     */
    public List<HistoryEntry> history(int limit) {
        return read(connection -> {
            List<HistoryEntry> entries = new ArrayList<>();
            try (PreparedStatement select =
                    connection.prepareStatement("SELECT * FROM thor_history ORDER BY id DESC LIMIT ?")) {
                select.setInt(1, limit);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        int state = row.getInt("state");
                        entries.add(new HistoryEntry(
                                Instant.ofEpochMilli(row.getLong("at")),
                                row.getString("feed"),
                                new IndicatorKey(row.getString("owner"), row.getString("type"), row.getString("value")),
                                state == LeaveReason.ACTIVE ? null : LeaveReason.of(state)));
                    }
                }
            }
            return entries;
        });
    }

    /**
     * Forgets what left before a time, and its history; not what was marked here, or the mark would be lost when it comes back.
     *
     * @param time the time
     * @return how many indicators were forgotten
     */
    public long forget(Instant time) {
        return write(connection -> {
            try (PreparedStatement history = connection.prepareStatement("DELETE FROM thor_history WHERE at < ?");
                    PreparedStatement rows = connection.prepareStatement(
                            "DELETE FROM thor_indicator WHERE state <> 0 AND pinned = 0 AND local_fp = 0 AND left_at < ?")) {
                history.setLong(1, time.toEpochMilli());
                history.executeUpdate();
                rows.setLong(1, time.toEpochMilli());
                return (long) rows.executeUpdate();
            }
        });
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (SQLException e) {
            throw failure("the store cannot be closed", e);
        }
    }

    /** Shows where the store is, no password. */
    @Override
    public String toString() {
        return name;
    }
}
