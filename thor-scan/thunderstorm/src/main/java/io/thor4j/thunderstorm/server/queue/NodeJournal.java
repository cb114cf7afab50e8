package io.thor4j.thunderstorm.server.queue;

import io.thor4j.thunderstorm.server.queue.Committer.Sort;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a node keeps beside its samples, over restarts: numbers of each minute, and what was found last, which all nodes show. Both are bounded.
 * Threads share it.
 */
public final class NodeJournal {
    /** Minutes that are kept: four weeks. */
    public static final long MINUTES = 28L * 24 * 60;

    /** Samples of each node whose findings are kept. */
    public static final int FINDINGS = 100;

    /** Characters of a sample's findings; a page has no use for more, and receipts shall not wait for it. */
    private static final int MAX_CHARACTERS = 256 << 10;

    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS thor_minute (node TEXT NOT NULL, history TEXT NOT NULL, minute BIGINT NOT NULL,"
                    + " value BIGINT NOT NULL, PRIMARY KEY (node, history, minute))",
            "CREATE TABLE IF NOT EXISTS thor_finding (node TEXT NOT NULL, slot INTEGER NOT NULL, found BIGINT NOT NULL,"
                    + " v3 TEXT NOT NULL, PRIMARY KEY (node, slot))");

    private final Database database;
    private final Committer committer;
    private final String node;
    private final AtomicLong slot = new AtomicLong();

    NodeJournal(Database database, Committer committer, String node) {
        this.database = database;
        this.committer = committer;
        this.node = node;
    }

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
        }
    }

    /**
     * Returns a history of this node.
     *
     * @param history its name
     * @return numbers by minutes since 1970
     * @throws QueueException when the database cannot be read
     */
    public Map<Long, Long> minutes(String history) {
        try {
            return database.read(connection -> {
                Map<Long, Long> minutes = new TreeMap<>();
                try (PreparedStatement select = connection.prepareStatement(
                        "SELECT minute, value FROM thor_minute WHERE node = ? AND history = ? ORDER BY minute DESC LIMIT ?")) {
                    select.setString(1, node);
                    select.setString(2, history);
                    select.setLong(3, MINUTES);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            minutes.put(rows.getLong(1), rows.getLong(2));
                        }
                    }
                }
                return minutes;
            });
        } catch (SQLException e) {
            throw new QueueException("the histories cannot be read", null, e);
        }
    }

    /**
     * Stores minutes of histories, and forgets those that are too old.
     *
     * @param histories numbers by minutes since 1970, by the names of histories
     * @return ends when they are on the disk
     */
    public CompletableFuture<Boolean> keep(Map<String, ? extends Map<Long, Long>> histories) {
        return committer.write(
                (connection, attempt) -> {
                    long newest = 0;
                    try (PreparedStatement upsert = connection.prepareStatement(
                            "INSERT INTO thor_minute (node, history, minute, value) VALUES (?, ?, ?, ?)"
                                    + " ON CONFLICT (node, history, minute) DO UPDATE SET value = excluded.value")) {
                        upsert.setString(1, node);
                        for (Map.Entry<String, ? extends Map<Long, Long>> history : histories.entrySet()) {
                            for (Map.Entry<Long, Long> minute :
                                    history.getValue().entrySet()) {
                                upsert.setString(2, history.getKey());
                                upsert.setLong(3, minute.getKey());
                                upsert.setLong(4, minute.getValue());
                                upsert.executeUpdate();
                                newest = Math.max(newest, minute.getKey());
                            }
                        }
                    }
                    try (PreparedStatement delete =
                            connection.prepareStatement("DELETE FROM thor_minute WHERE node = ? AND minute < ?")) {
                        delete.setString(1, node);
                        delete.setLong(2, newest - MINUTES);
                        delete.executeUpdate();
                    }
                    return true;
                },
                Sort.NOTE);
    }

    /** Tells whether other nodes see what this one keeps. */
    public boolean isShared() {
        return !database.isSqlite();
    }

    /**
     * Keeps what was found in a sample, in place of the oldest of this node.
     *
     * @param millis when, since 1970
     * @param v3 findings in the form of THOR 11, JSON with a comma between two
     */
    public void found(long millis, String v3) {
        if (v3.length() > MAX_CHARACTERS) {
            return;
        }
        long place = slot.getAndIncrement() % FINDINGS;
        committer
                .write(
                        (connection, attempt) -> {
                            try (PreparedStatement upsert = connection.prepareStatement(
                                    "INSERT INTO thor_finding (node, slot, found, v3) VALUES (?, ?, ?, ?)"
                                            + " ON CONFLICT (node, slot) DO UPDATE SET found = excluded.found, v3 = excluded.v3")) {
                                upsert.setString(1, node);
                                upsert.setLong(2, place);
                                upsert.setLong(3, millis);
                                upsert.setString(4, v3);
                                upsert.executeUpdate();
                            }
                            return true;
                        },
                        Sort.NOTE)
                /* The page shows one less then; the result itself is not concerned. */
                .exceptionally(e -> false);
    }

    /**
     * Returns what all nodes found last.
     *
     * @param samples how many samples at most
     * @return of each sample what {@link #found} took, the newest first
     * @throws QueueException when the database cannot be read
     */
    public List<String> findings(int samples) {
        try {
            return database.read(connection -> {
                List<String> findings = new ArrayList<>();
                try (PreparedStatement select = connection.prepareStatement(
                        "SELECT v3 FROM thor_finding ORDER BY found DESC, node, slot DESC LIMIT ?")) {
                    select.setInt(1, samples);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            findings.add(rows.getString(1));
                        }
                    }
                }
                return findings;
            });
        } catch (SQLException e) {
            throw new QueueException("the findings cannot be read", null, e);
        }
    }

    /** Goes on behind the newest finding of before, so that the oldest is replaced first. */
    void recover() throws SQLException {
        slot.set(database.read(connection -> {
            try (PreparedStatement select = connection.prepareStatement(
                    "SELECT slot FROM thor_finding WHERE node = ? ORDER BY found DESC, slot DESC LIMIT 1")) {
                select.setString(1, node);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? row.getLong(1) + 1 : 0;
                }
            }
        }));
    }
}
