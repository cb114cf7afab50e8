package io.thor4j.threatintel.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a store remembers of itself: its policy, and the last revision. Stateless. */
final class MetaTable {
    private MetaTable() {}

    static @Nullable String get(Connection connection, String key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT value FROM thor_meta WHERE name = ?")) {
            select.setString(1, key);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    static void set(Connection connection, String key, String value) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO thor_meta (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = excluded.value")) {
            upsert.setString(1, key);
            upsert.setString(2, value);
            upsert.executeUpdate();
        }
    }

    static long nextRevision(Connection connection) throws SQLException {
        String last = get(connection, "revision");
        long next = last == null ? 1 : Long.parseLong(last) + 1;
        set(connection, "revision", String.valueOf(next));
        return next;
    }
}
