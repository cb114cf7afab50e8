package io.thor4j.thunderstorm.server.queue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/** Opens connections and keeps a few for readers. Threads share it. */
final class Database implements AutoCloseable {
    private static final int READERS = 4;
    private static final int VALID_SECONDS = 5;

    private final String url;
    private final boolean sqlite;
    private final Semaphore permits = new Semaphore(READERS, true);
    private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(READERS);

    /** What is read. */
    @FunctionalInterface
    interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    Database(String url) {
        this.url = url;
        this.sqlite = url.startsWith("jdbc:sqlite:");
    }

    /** Tells whether the database lies in a file of this node alone. */
    boolean isSqlite() {
        return sqlite;
    }

    /** Opens a connection; a commit is on the disk when it returns. */
    Connection open() throws SQLException {
        Properties settings = new Properties();
        if (sqlite) {
            settings.setProperty("transaction_mode", "IMMEDIATE");
            settings.setProperty("journal_mode", "WAL");
            settings.setProperty("synchronous", "FULL");
            settings.setProperty("busy_timeout", "30000");
        } else {
            settings.setProperty("connectTimeout", "10");
            settings.setProperty("socketTimeout", "60");
            settings.setProperty("ApplicationName", "thor thunderstorm");
        }
        return DriverManager.getConnection(url, settings);
    }

    /** Reads; a connection that broke while it was idle is replaced once. */
    <T> T read(Reading<T> reading) throws SQLException {
        permits.acquireUninterruptibly();
        try {
            Connection kept = idle.poll();
            if (kept != null) {
                try {
                    return use(kept, reading);
                } catch (SQLException e) {
                    if (isAlive(kept)) {
                        throw e;
                    }
                }
            }
            return use(open(), reading);
        } finally {
            permits.release();
        }
    }

    private <T> T use(Connection connection, Reading<T> reading) throws SQLException {
        boolean good = false;
        try {
            T value = reading.from(connection);
            good = idle.offer(connection);
            return value;
        } finally {
            if (!good) {
                connection.close();
            }
        }
    }

    private static boolean isAlive(Connection connection) throws SQLException {
        return !connection.isClosed() && connection.isValid(VALID_SECONDS);
    }

    /**
     * Tells whether the same may work in a moment: locks, deadlocks, connections, starts and stops of the server; and unique keys and tables
     * that another node made first.
     */
    boolean isPassing(SQLException e) {
        if (sqlite) {
            int code = e.getErrorCode() & 0xff;
            return code == 5 || code == 6;
        }
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("40")
                        || state.startsWith("08")
                        || state.startsWith("57P0")
                        || state.equals("53300")
                        || state.equals("23505")
                        || state.equals("42P07"));
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }
}
