package io.thor4j.thunderstorm.server.queue;

import io.thor4j.thunderstorm.server.queue.StoredResult.State;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The statements of the queue, the same for SQLite and PostgreSQL. Stateless; connections belong to the caller.
 *
 * <p>A row is a receipt. Its state only grows from waiting over scanning to complete or failed, and each change asks for the state before, so
 * a sample has one result whatever else happens.
 */
final class SampleTable {
    private static final List<String> SCHEMA = List.of(
            "CREATE TABLE IF NOT EXISTS thor_sample (id BIGINT PRIMARY KEY, node TEXT NOT NULL, file TEXT NOT NULL UNIQUE,"
                    + " name BYTEA NOT NULL, source BYTEA NOT NULL, received BIGINT NOT NULL, size BIGINT NOT NULL,"
                    + " state INTEGER NOT NULL, flat TEXT, v3 TEXT)",
            "CREATE INDEX IF NOT EXISTS thor_sample_state ON thor_sample (state, id)",
            "CREATE INDEX IF NOT EXISTS thor_sample_node ON thor_sample (node, state, id)",
            "CREATE TABLE IF NOT EXISTS thor_sample_id (one INTEGER PRIMARY KEY, last BIGINT NOT NULL)",
            "INSERT INTO thor_sample_id (one, last) VALUES (1, 0) ON CONFLICT DO NOTHING",
            "CREATE TABLE IF NOT EXISTS thor_node (node TEXT PRIMARY KEY, instance TEXT NOT NULL, seen BIGINT NOT NULL)",
            "CREATE TABLE IF NOT EXISTS thor_content (id BIGINT PRIMARY KEY, bytes BYTEA NOT NULL)");

    private static final String COLUMNS = "SELECT id, file, name, source, received, size FROM thor_sample";

    private SampleTable() {}

    static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
        }
    }

    /** Takes numbers, larger than all before: those of other nodes too, because the row stays locked until the commit. */
    static long takeIds(Connection connection, int count) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE thor_sample_id SET last = last + ? WHERE one = 1 RETURNING last")) {
            update.setInt(1, count);
            try (ResultSet row = update.executeQuery()) {
                row.next();
                return row.getLong(1) - count + 1;
            }
        }
    }

    static Optional<Long> idOf(Connection connection, String file) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM thor_sample WHERE file = ?")) {
            select.setString(1, file);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }

    static void insert(Connection connection, String node, QueuedSample sample) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO thor_sample (id, node, file, name, source, received, size, state) VALUES (?, ?, ?, ?, ?, ?, ?, 0)")) {
            insert.setLong(1, sample.id());
            insert.setString(2, node);
            insert.setString(3, sample.file());
            insert.setBytes(4, sample.name().getBytes(StandardCharsets.UTF_8));
            insert.setBytes(5, sample.source().getBytes(StandardCharsets.UTF_8));
            insert.setLong(6, sample.received());
            insert.setLong(7, sample.size());
            insert.executeUpdate();
        }
    }

    /** Keeps the bytes of a small sample, until it is finished. */
    static void insertContent(Connection connection, long id, byte[] bytes) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO thor_content (id, bytes) VALUES (?, ?)")) {
            insert.setLong(1, id);
            insert.setBytes(2, bytes);
            insert.executeUpdate();
        }
    }

    /** Returns the bytes of a small sample that is not finished; empty when they are in a file. */
    static Optional<byte[]> content(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT bytes FROM thor_content WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
            }
        }
    }

    static boolean hasContent(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT 1 FROM thor_content WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Notes that a thread scans a sample. */
    static void begun(Connection connection, long id, String node) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE thor_sample SET state = 1 WHERE id = ? AND node = ? AND state = 0")) {
            update.setLong(1, id);
            update.setString(2, node);
            update.executeUpdate();
        }
    }

    /** Stores a result and forgets the bytes, unless there is one already, or the sample is another node's by now. */
    static boolean finish(
            Connection connection, long id, String node, State state, @Nullable String flat, @Nullable String v3)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE thor_sample SET state = ?, flat = ?, v3 = ? WHERE id = ? AND node = ? AND state < 2")) {
            update.setInt(1, state.code());
            update.setString(2, flat);
            update.setString(3, v3);
            update.setLong(4, id);
            update.setString(5, node);
            if (update.executeUpdate() != 1) {
                return false;
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM thor_content WHERE id = ?")) {
            delete.setLong(1, id);
            delete.executeUpdate();
        }
        return true;
    }

    /** Removes the oldest receipts that have a result, until the wanted number of those is left. */
    static int trim(Connection connection, long keep) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM thor_sample WHERE state >= 2 AND id <="
                + " (SELECT id FROM thor_sample WHERE state >= 2 ORDER BY id DESC LIMIT 1 OFFSET ?)")) {
            delete.setLong(1, keep);
            return delete.executeUpdate();
        }
    }

    static Optional<StoredResult> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT state, flat, v3 FROM thor_sample WHERE id = ?")) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new StoredResult(State.of(row.getInt(1)), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Returns a node's samples without a result, from the oldest. */
    static List<QueuedSample> waiting(Connection connection, String node, long after, int limit) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(COLUMNS + " WHERE node = ? AND state < 2 AND id > ? ORDER BY id LIMIT ?")) {
            select.setString(1, node);
            select.setLong(2, after);
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
                List<QueuedSample> samples = new ArrayList<>();
                while (rows.next()) {
                    samples.add(new QueuedSample(
                            rows.getLong(1),
                            rows.getString(2),
                            new String(rows.getBytes(3), StandardCharsets.UTF_8),
                            new String(rows.getBytes(4), StandardCharsets.UTF_8),
                            rows.getLong(5),
                            rows.getLong(6)));
                }
                return samples;
            }
        }
    }

    /** Tells who uses a node's name, and when it was last seen. */
    static Optional<Node> node(Connection connection, String node) throws SQLException {
        return nodes(connection).stream()
                .filter(known -> known.name().equals(node))
                .findFirst();
    }

    /** A node that was seen. */
    record Node(String name, String instance, long seen) {}

    static List<Node> nodes(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT node, instance, seen FROM thor_node");
                ResultSet rows = select.executeQuery()) {
            List<Node> nodes = new ArrayList<>();
            while (rows.next()) {
                nodes.add(new Node(rows.getString(1), rows.getString(2), rows.getLong(3)));
            }
            return nodes;
        }
    }

    static void seen(Connection connection, Node node) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement(
                "INSERT INTO thor_node (node, instance, seen) VALUES (?, ?, ?) ON CONFLICT (node) DO UPDATE"
                        + " SET instance = excluded.instance, seen = excluded.seen")) {
            upsert.setString(1, node.name());
            upsert.setString(2, node.instance());
            upsert.setLong(3, node.seen());
            upsert.executeUpdate();
        }
    }

    /** Makes a sample another node's; false when somebody else was faster. */
    static boolean take(Connection connection, long id, String from, String to) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE thor_sample SET node = ?, state = 0 WHERE id = ? AND node = ? AND state < 2")) {
            update.setString(1, to);
            update.setLong(2, id);
            update.setString(3, from);
            return update.executeUpdate() == 1;
        }
    }
}
