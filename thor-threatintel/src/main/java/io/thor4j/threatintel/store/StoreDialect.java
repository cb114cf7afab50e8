package io.thor4j.threatintel.store;

import java.util.List;

/** What differs between the databases. */
enum StoreDialect {
    SQLITE("BLOB", "INTEGER PRIMARY KEY AUTOINCREMENT", ""),
    POSTGRESQL("BYTEA", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", " FOR UPDATE");

    private final String bytes;
    private final String counter;
    private final String lock;

    StoreDialect(String bytes, String counter, String lock) {
        this.bytes = bytes;
        this.counter = counter;
        this.lock = lock;
    }

    /** Returns what makes a SELECT wait for other writers; SQLite's transactions begin with the lock on the whole file. */
    String lock() {
        return lock;
    }

    /*
     * The key is a hash, because a URL may be longer than what a database indexes. Times are milliseconds since 1970. The part splits the
     * set for incremental exports. The revision tells which rows changed since an export.
     *
     * Each index is for one question, and a question names no column of two of them: SQLite knows nothing of how many rows have a feed or a
     * state, and walked through all of them for each page.
     */
    List<String> schema() {
        return List.of(
                "CREATE TABLE IF NOT EXISTS thor_meta (name VARCHAR(40) PRIMARY KEY, value TEXT NOT NULL)",
                "CREATE TABLE IF NOT EXISTS thor_feed (feed TEXT PRIMARY KEY, cursor_text TEXT, full_cursor TEXT,"
                        + " generation BIGINT NOT NULL, last_run BIGINT, last_full_run BIGINT, last_error TEXT)",
                "CREATE TABLE IF NOT EXISTS thor_indicator (ikey " + bytes + " PRIMARY KEY, part INTEGER NOT NULL,"
                        + " feed TEXT NOT NULL, owner TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, source_id TEXT,"
                        + " added BIGINT, modified BIGINT NOT NULL, source_expires BIGINT, last_seen BIGINT,"
                        + " active INTEGER NOT NULL, active_locked INTEGER NOT NULL, source_fp INTEGER NOT NULL,"
                        + " rating DOUBLE PRECISION, confidence INTEGER, threat_score INTEGER, notes TEXT NOT NULL,"
                        + " confirmed BIGINT NOT NULL, expires BIGINT, state INTEGER NOT NULL, left_at BIGINT,"
                        + " pinned INTEGER NOT NULL, local_fp INTEGER NOT NULL, generation BIGINT NOT NULL, revision BIGINT NOT NULL)",
                "CREATE INDEX IF NOT EXISTS thor_indicator_id ON thor_indicator (source_id)",
                "CREATE INDEX IF NOT EXISTS thor_indicator_added ON thor_indicator (added)",
                "CREATE INDEX IF NOT EXISTS thor_indicator_part ON thor_indicator (part, revision)",
                "CREATE INDEX IF NOT EXISTS thor_indicator_expires ON thor_indicator (state, expires)",
                "CREATE TABLE IF NOT EXISTS thor_history (id " + counter + ", at BIGINT NOT NULL, feed TEXT NOT NULL,"
                        + " owner TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, state INTEGER NOT NULL)");
    }
}
