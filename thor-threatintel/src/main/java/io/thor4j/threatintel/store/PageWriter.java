package io.thor4j.threatintel.store;

import io.thor4j.threatintel.Indicator;
import io.thor4j.threatintel.IndicatorKey;
import io.thor4j.threatintel.IndicatorType;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes one page into an open transaction. For one page. */
final class PageWriter {
    // Parameters of one statement; SQLite takes 32766, PostgreSQL 65535.
    private static final int CHUNK = 500;

    private final Connection connection;
    private final PageUpdate update;
    private final ExpiryPolicy policy;
    private final Instant now;
    private final long generation;
    private final long revision;
    private final Map<ByteBuffer, IndicatorRow> rows = new LinkedHashMap<>();
    private final Map<ByteBuffer, Integer> before = new LinkedHashMap<>();
    private final Map<String, List<IndicatorRow>> byId = new HashMap<>();
    private long added;
    private long changed;
    private long left;
    private long returned;

    PageWriter(
            Connection connection,
            PageUpdate update,
            ExpiryPolicy policy,
            Instant now,
            long generation,
            long revision) {
        this.connection = connection;
        this.update = update;
        this.policy = policy;
        this.now = now;
        this.generation = generation;
        this.revision = revision;
    }

    UpdateCounts write() throws SQLException {
        load();
        for (PageUpdate.Removal removal : update.removals()) {
            remove(removal);
        }
        for (Indicator indicator : update.indicators()) {
            put(indicator);
        }
        try (PreparedStatement upsert = connection.prepareStatement(IndicatorRow.UPSERT)) {
            for (Map.Entry<ByteBuffer, IndicatorRow> entry : rows.entrySet()) {
                entry.getValue().write(upsert);
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
        history();
        return new UpdateCounts(added, changed, left, returned);
    }

    /* Loads all rows that the page may touch: those of its keys, and those of its ids under other keys. */
    private void load() throws SQLException {
        Map<ByteBuffer, byte[]> keys = new LinkedHashMap<>();
        List<Object> ids = new ArrayList<>();
        for (PageUpdate.Removal removal : update.removals()) {
            byte[] key = IndicatorRow.key(update.feed(), removal.key());
            keys.put(ByteBuffer.wrap(key), key);
        }
        for (Indicator indicator : update.indicators()) {
            byte[] key = IndicatorRow.key(update.feed(), indicator.key());
            keys.put(ByteBuffer.wrap(key), key);
            if (indicator.sourceId() != null) {
                ids.add(indicator.sourceId());
            }
        }
        load("ikey", new ArrayList<>(keys.values()), any -> true);
        load("source_id", ids, this::activeHere);
        rows.values().forEach(this::index);
    }

    private boolean activeHere(IndicatorRow row) {
        return row.state == LeaveReason.ACTIVE && row.feed.equals(update.feed());
    }

    private void load(String column, List<?> values, Predicate<IndicatorRow> wanted) throws SQLException {
        for (int from = 0; from < values.size(); from += CHUNK) {
            List<?> chunk = values.subList(from, Math.min(values.size(), from + CHUNK));
            String marks = chunk.stream().map(any -> "?").collect(Collectors.joining(", "));
            try (PreparedStatement select = connection.prepareStatement("SELECT " + IndicatorRow.COLUMNS
                    + " FROM thor_indicator WHERE " + column + " IN (" + marks + ")")) {
                int i = 0;
                for (Object value : chunk) {
                    if (value instanceof byte[] bytes) {
                        select.setBytes(++i, bytes);
                    } else {
                        select.setString(++i, (String) value);
                    }
                }
                try (ResultSet found = select.executeQuery()) {
                    while (found.next()) {
                        IndicatorRow row = IndicatorRow.read(found);
                        if (wanted.test(row)) {
                            rows.putIfAbsent(ByteBuffer.wrap(row.key), row);
                            before.putIfAbsent(ByteBuffer.wrap(row.key), row.state);
                        }
                    }
                }
            }
        }
    }

    private void remove(PageUpdate.Removal removal) throws SQLException {
        IndicatorRow row = rows.get(ByteBuffer.wrap(IndicatorRow.key(update.feed(), removal.key())));
        if (row == null) {
            removeUnderItsFormerKey(removal);
            return;
        }
        Instant made = row.indicator.added();
        boolean another = removal.added() != null && made != null && made.isAfter(removal.added());
        if (another || row.state == LeaveReason.SUPERSEDED.state()) {
            removeUnderItsFormerKey(removal);
        }
        if (!another) {
            leave(row, LeaveReason.DELETED.state());
        }
    }

    /*
     * An indicator that was given to another owner, or a file that was given another hash, and then deleted is named as it was in the end,
     * and without an id. It is known by when it was made and by what did not change.
     */
    private void removeUnderItsFormerKey(PageUpdate.Removal removal) throws SQLException {
        Instant made = removal.added();
        if (made == null) {
            return;
        }
        IndicatorKey key = removal.key();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + IndicatorRow.COLUMNS
                + " FROM thor_indicator WHERE added = ? AND (value = ? OR type = ?)")) {
            select.setLong(1, made.toEpochMilli());
            select.setString(2, IndicatorRow.storable(key.value()));
            // Only of a file does the value change.
            select.setString(3, key.type().equals(IndicatorType.FILE) ? IndicatorType.FILE : "");
            try (ResultSet found = select.executeQuery()) {
                while (found.next()) {
                    IndicatorRow row = IndicatorRow.read(found);
                    IndicatorKey held = row.indicator.key();
                    boolean same = held.value().equals(key.value())
                            || (held.owner().equals(key.owner())
                                    && !Collections.disjoint(
                                            IndicatorType.hashes(held.value()), IndicatorType.hashes(key.value())));
                    ByteBuffer mapKey = ByteBuffer.wrap(row.key);
                    if (same && held.type().equals(key.type()) && !held.equals(key) && activeHere(row)) {
                        before.putIfAbsent(mapKey, row.state);
                        leave(rows.computeIfAbsent(mapKey, any -> row), LeaveReason.DELETED.state());
                    }
                }
            }
        }
    }

    private void put(Indicator indicator) {
        byte[] key = IndicatorRow.key(update.feed(), indicator.key());
        supersede(indicator, key);
        ByteBuffer mapKey = ByteBuffer.wrap(key);
        IndicatorRow row = rows.get(mapKey);
        if (row == null) {
            if (!indicator.active()) {
                // It was never here, and there is nothing to tell of it.
                return;
            }
            row = new IndicatorRow(key, update.feed(), indicator, now);
            row.generation = generation;
            row.revision = revision;
            row.expires = policy.expires(indicator, now);
            row.state = state(indicator, row.expires);
            row.leftAt = row.state == LeaveReason.ACTIVE ? null : now;
            rows.put(mapKey, row);
            index(row);
            added++;
            return;
        }
        if (!indicator.active() && otherId(row, indicator)) {
            // Another indicator of the same value; this one is not what is active here.
            return;
        }
        row.generation = generation;
        row.confirmed = now;
        if (indicator.modified().isBefore(row.indicator.modified())) {
            return;
        }
        boolean same = indicator.equals(row.indicator);
        row.indicator = indicator;
        Instant expires = policy.expires(indicator, now);
        // A time that moves away makes no export wrong; only an earlier one does.
        if (!same || (expires != null && (row.expires == null || expires.isBefore(row.expires)))) {
            row.revision = revision;
            changed += same ? 0 : 1;
        }
        row.expires = expires;
        leave(row, state(indicator, expires));
    }

    private static boolean otherId(IndicatorRow row, Indicator indicator) {
        return row.state == LeaveReason.ACTIVE
                && row.indicator.sourceId() != null
                && !Objects.equals(row.indicator.sourceId(), indicator.sourceId());
    }

    private void supersede(Indicator indicator, byte[] key) {
        String id = indicator.sourceId();
        if (id == null) {
            return;
        }
        for (IndicatorRow other : byId.getOrDefault(id, List.of())) {
            if (!java.util.Arrays.equals(other.key, key)
                    && !indicator.modified().isBefore(other.indicator.modified())) {
                leave(other, LeaveReason.SUPERSEDED.state());
            }
        }
    }

    private void index(IndicatorRow row) {
        String id = row.indicator.sourceId();
        if (id != null) {
            byId.computeIfAbsent(id, any -> new ArrayList<>()).add(row);
        }
    }

    private int state(Indicator indicator, @Nullable Instant expires) {
        if (!indicator.active()) {
            return LeaveReason.DEACTIVATED.state();
        } else if (indicator.falsePositive()) {
            return LeaveReason.FALSE_POSITIVE.state();
        }
        return expires != null && !expires.isAfter(now) ? LeaveReason.EXPIRED.state() : LeaveReason.ACTIVE;
    }

    private void leave(IndicatorRow row, int state) {
        if (row.state != state) {
            row.leftAt = state == LeaveReason.ACTIVE ? null : row.state == LeaveReason.ACTIVE ? now : row.leftAt;
            row.state = state;
            row.revision = revision;
        }
    }

    private void history() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO thor_history (at, feed, owner, type, value, state) VALUES (?, ?, ?, ?, ?, ?)")) {
            boolean any = false;
            for (Map.Entry<ByteBuffer, Integer> entry : before.entrySet()) {
                IndicatorRow row = rows.get(entry.getKey());
                boolean was = entry.getValue() == LeaveReason.ACTIVE;
                boolean is = row != null && row.state == LeaveReason.ACTIVE;
                if (row == null || was == is) {
                    continue;
                }
                left += was ? 1 : 0;
                returned += is ? 1 : 0;
                any = true;
                insert.setLong(1, now.toEpochMilli());
                insert.setString(2, row.feed);
                insert.setString(3, IndicatorRow.storable(row.indicator.owner()));
                insert.setString(4, IndicatorRow.storable(row.indicator.type()));
                insert.setString(5, IndicatorRow.storable(row.indicator.value()));
                insert.setInt(6, row.state);
                insert.addBatch();
            }
            if (any) {
                insert.executeBatch();
            }
        }
    }
}
