package io.thor4j.threatintel.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/** Lets many indicators leave at once, with their history. Stateless. */
final class Leaving {
    private Leaving() {}

    static long expired(Connection connection, Instant now, long revision) throws SQLException {
        return leave(
                connection,
                LeaveReason.EXPIRED,
                now,
                revision,
                "state = 0 AND expires IS NOT NULL AND expires <= ?",
                sql -> {
                    sql.setLong(1, now.toEpochMilli());
                    return 1;
                });
    }

    static long missing(Connection connection, String feed, long generation, long revision, Instant now)
            throws SQLException {
        return leave(
                connection, LeaveReason.MISSING, now, revision, "feed = ? AND state = 0 AND generation < ?", sql -> {
                    sql.setString(1, feed);
                    sql.setLong(2, generation);
                    return 2;
                });
    }

    /** Sets the parameters of a condition. */
    @FunctionalInterface
    private interface Condition {
        int set(PreparedStatement sql) throws SQLException;
    }

    private static long leave(
            Connection connection, LeaveReason reason, Instant now, long revision, String where, Condition condition)
            throws SQLException {
        try (PreparedStatement history = connection.prepareStatement(
                "INSERT INTO thor_history (at, feed, owner, type, value, state) SELECT " + now.toEpochMilli()
                        + ", feed, owner, type, value, " + reason.state() + " FROM thor_indicator WHERE " + where)) {
            condition.set(history);
            history.executeUpdate();
        }
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE thor_indicator SET state = " + reason.state() + ", left_at = "
                        + now.toEpochMilli() + ", revision = " + revision + " WHERE " + where)) {
            condition.set(update);
            return update.executeUpdate();
        }
    }
}
