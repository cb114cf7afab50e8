package io.thor4j.threatintel.store;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorKey;
import io.thor4j.threatintel.IntelLimits;
import io.thor4j.threatintel.json.JsonText;
import io.thor4j.threatintel.json.JsonTree;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of the table of indicators. For one thread. */
final class IndicatorRow {
    /** How many parts the set has; a power of two. */
    static final int PARTS = 16;

    static final String COLUMNS =
            "ikey, part, feed, owner, type, value, source_id, added, modified, source_expires, last_seen, active,"
                    + " active_locked, source_fp, rating, confidence, threat_score, notes, confirmed, expires, state, left_at, pinned, local_fp,"
                    + " generation, revision";
    static final String UPSERT = upsert();

    private static final JsonTree JSON = new JsonTree(IntelLimits.DEFAULT);

    final byte[] key;
    final String feed;
    Indicator indicator;
    Instant confirmed;

    @Nullable
    Instant expires;

    int state;

    @Nullable
    Instant leftAt;

    boolean pinned;
    boolean localFalsePositive;
    long generation;
    long revision;

    IndicatorRow(byte[] key, String feed, Indicator indicator, Instant confirmed) {
        this.key = key;
        this.feed = feed;
        this.indicator = indicator;
        this.confirmed = confirmed;
    }

    private static String upsert() {
        String[] names = COLUMNS.split(", ", -1);
        StringBuilder sql = new StringBuilder("INSERT INTO thor_indicator (" + COLUMNS + ") VALUES (?");
        sql.append(", ?".repeat(names.length - 1)).append(") ON CONFLICT (ikey) DO UPDATE SET ");
        for (int i = 1; i < names.length; i++) {
            sql.append(i == 1 ? "" : ", ")
                    .append(names[i])
                    .append(" = excluded.")
                    .append(names[i]);
        }
        return sql.toString();
    }

    /** Returns the hash of what tells an indicator from all others. */
    static byte[] key(String feed, IndicatorKey key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : List.of(feed, key.owner(), key.type(), key.value())) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                // Lengths first, so that no two rows of texts are the same bytes.
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }

    /* By their places in COLUMNS: looking up names takes longer than reading. */
    static IndicatorRow read(ResultSet row) throws SQLException {
        double rating = row.getDouble(15);
        boolean rated = !row.wasNull();
        Indicator indicator = new Indicator(
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                time(row, 8),
                Instant.ofEpochMilli(row.getLong(9)),
                time(row, 10),
                time(row, 11),
                row.getInt(12) != 0,
                row.getInt(13) != 0,
                row.getInt(14) != 0,
                rated ? rating : null,
                integer(row, 16),
                integer(row, 17),
                notes(row.getString(18)));
        IndicatorRow read =
                new IndicatorRow(row.getBytes(1), row.getString(3), indicator, Instant.ofEpochMilli(row.getLong(19)));
        read.expires = time(row, 20);
        read.state = row.getInt(21);
        read.leftAt = time(row, 22);
        read.pinned = row.getInt(23) != 0;
        read.localFalsePositive = row.getInt(24) != 0;
        read.generation = row.getLong(25);
        read.revision = row.getLong(26);
        return read;
    }

    private static @Nullable Integer integer(ResultSet row, int column) throws SQLException {
        int value = row.getInt(column);
        return row.wasNull() ? null : value;
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    void write(PreparedStatement sql) throws SQLException {
        int i = 0;
        sql.setBytes(++i, key);
        sql.setInt(++i, key[0] & (PARTS - 1));
        sql.setString(++i, feed);
        sql.setString(++i, storable(indicator.owner()));
        sql.setString(++i, storable(indicator.type()));
        sql.setString(++i, storable(indicator.value()));
        sql.setString(++i, indicator.sourceId());
        time(sql, ++i, indicator.added());
        sql.setLong(++i, indicator.modified().toEpochMilli());
        time(sql, ++i, indicator.expires());
        time(sql, ++i, indicator.lastSeen());
        sql.setInt(++i, indicator.active() ? 1 : 0);
        sql.setInt(++i, indicator.activeLocked() ? 1 : 0);
        sql.setInt(++i, indicator.falsePositive() ? 1 : 0);
        number(sql, ++i, indicator.rating(), Types.DOUBLE);
        number(sql, ++i, indicator.confidence(), Types.INTEGER);
        number(sql, ++i, indicator.threatScore(), Types.INTEGER);
        sql.setString(++i, storable(notes(indicator.notes())));
        sql.setLong(++i, confirmed.toEpochMilli());
        time(sql, ++i, expires);
        sql.setInt(++i, state);
        time(sql, ++i, leftAt);
        sql.setInt(++i, pinned ? 1 : 0);
        sql.setInt(++i, localFalsePositive ? 1 : 0);
        sql.setLong(++i, generation);
        sql.setLong(++i, revision);
    }

    /* PostgreSQL has no place for a zero in a text. The key is a hash of the text as it came, so that no two become one. */
    static String storable(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    private static void number(PreparedStatement sql, int i, @Nullable Number value, int type) throws SQLException {
        if (value == null) {
            sql.setNull(i, type);
        } else {
            sql.setObject(i, value, type);
        }
    }

    static void time(PreparedStatement sql, int i, @Nullable Instant time) throws SQLException {
        if (time == null) {
            sql.setNull(i, Types.BIGINT);
        } else {
            sql.setLong(i, time.toEpochMilli());
        }
    }

    private static String notes(Indicator.Notes notes) {
        Map<String, Object> fields = new LinkedHashMap<>();
        put(fields, "description", notes.description());
        put(fields, "tags", notes.tags().isEmpty() ? null : notes.tags());
        put(fields, "tlp", notes.tlp());
        put(fields, "link", notes.link());
        return JsonText.of(fields);
    }

    private static void put(Map<String, Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }

    private static Indicator.Notes notes(String text) {
        if (text.equals("{}")) {
            return Indicator.Notes.NONE;
        }
        Map<String, @Nullable Object> fields = JSON.object(text);
        return new Indicator.Notes(
                (String) fields.get("description"),
                fields.get("tags") instanceof List<?> tags
                        ? tags.stream().map(String::valueOf).toList()
                        : List.of(),
                (String) fields.get("tlp"),
                (String) fields.get("link"));
    }

    StoredIndicator stored() {
        return new StoredIndicator(
                feed, indicator, expires, state == LeaveReason.ACTIVE ? null : LeaveReason.of(state), pinned);
    }
}
