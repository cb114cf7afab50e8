package io.thor4j.threatintel.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The table of feeds and their places. Stateless. */
final class FeedTable {
    private FeedTable() {}

    /* Moves the feed from the place that the page was read from to the one after it. */
    static long move(Connection connection, PageUpdate update, Instant now, StoreDialect dialect, String store)
            throws SQLException {
        try (PreparedStatement make = connection.prepareStatement(
                "INSERT INTO thor_feed (feed, generation) VALUES (?, 0) ON CONFLICT (feed) DO NOTHING")) {
            make.setString(1, update.feed());
            make.executeUpdate();
        }
        long generation;
        String place;
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT cursor_text, full_cursor, generation FROM thor_feed WHERE feed = ?" + dialect.lock())) {
            select.setString(1, update.feed());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                place = row.getString(update.full() ? 2 : 1);
                generation = row.getLong(3);
            }
        }
        if (!Objects.equals(place, update.before())) {
            throw new StoreException(
                    "another run of " + update.feed() + " wrote meanwhile",
                    store,
                    "let one run at a time work on a feed",
                    null);
        }
        if (update.full() && update.before() == null) {
            generation++;
        }
        // Incremental runs go on from the end of a full one.
        boolean fullEnd = update.full() && update.last();
        String set = fullEnd
                ? "full_cursor = NULL, cursor_text = ?, last_full_run = ?, last_run = ?, last_error = NULL"
                : (update.full() ? "full_cursor = ?" : "cursor_text = ?")
                        + (update.last() ? ", last_run = ?, last_error = NULL" : "");
        try (PreparedStatement move =
                connection.prepareStatement("UPDATE thor_feed SET generation = ?, " + set + " WHERE feed = ?")) {
            int i = 0;
            move.setLong(++i, generation);
            move.setString(++i, update.after());
            for (int times = fullEnd ? 2 : update.last() ? 1 : 0; times > 0; times--) {
                move.setLong(++i, now.toEpochMilli());
            }
            move.setString(++i, update.feed());
            move.executeUpdate();
        }
        return generation;
    }

    static int failed(Connection connection, String feed, String error) throws SQLException {
        try (PreparedStatement upsert =
                connection.prepareStatement("INSERT INTO thor_feed (feed, generation, last_error) VALUES (?, 0, ?)"
                        + " ON CONFLICT (feed) DO UPDATE SET last_error = excluded.last_error")) {
            upsert.setString(1, feed);
            upsert.setString(2, IndicatorRow.storable(error));
            return upsert.executeUpdate();
        }
    }

    static List<FeedState> all(Connection connection) throws SQLException {
        List<FeedState> feeds = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM thor_feed ORDER BY feed");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                feeds.add(new FeedState(
                        row.getString("feed"),
                        row.getString("cursor_text"),
                        row.getString("full_cursor"),
                        IndicatorRow.time(row, "last_run"),
                        IndicatorRow.time(row, "last_full_run"),
                        row.getString("last_error")));
            }
        }
        return feeds;
    }
}
