package io.thor4j.licensing.service;

import io.thor4j.licensing.service.LicenseRefusedException.Why;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs transactions, each on a connection of its own: licences are issued rarely, and a connection that lives for one transaction has no
 * state to be wrong after a restart of the server. Threads may share it.
 */
final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int ATTEMPTS = 6;

    /** Connections at a time: SQLite has one writer, and PostgreSQL has 100 for all its users. */
    private static final int SQLITE_CONNECTIONS = 1;

    private static final int SERVER_CONNECTIONS = 8;
    private static final int SQLITE_BUSY = 5;
    private static final int WAIT_SECONDS = 30;

    private final Connections connections;
    private final boolean sqlite;
    private final Semaphore permits;

    /** Opens connections. */
    @FunctionalInterface
    interface Connections {
        Connection open() throws SQLException;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    private Database(Connections connections, boolean sqlite) {
        this.connections = connections;
        this.sqlite = sqlite;
        this.permits = new Semaphore(sqlite ? SQLITE_CONNECTIONS : SERVER_CONNECTIONS, true);
    }

    static Database of(Connections connections) throws SQLException {
        try (Connection connection = connections.open()) {
            return new Database(
                    connections,
                    connection.getMetaData().getDatabaseProductName().equals("SQLite"));
        }
    }

    static Connections url(String jdbcUrl) {
        Properties settings = new Properties();
        if (jdbcUrl.startsWith("jdbc:sqlite:")) {
            // A transaction that will write takes the lock when it begins: two that read first and then want to write
            // could not both.
            settings.setProperty("transaction_mode", "IMMEDIATE");
            settings.setProperty("journal_mode", "WAL");
            settings.setProperty("synchronous", "FULL");
            settings.setProperty("busy_timeout", String.valueOf(TimeUnit.SECONDS.toMillis(WAIT_SECONDS)));
            settings.setProperty("foreign_keys", "true");
        } else if (jdbcUrl.startsWith("jdbc:postgresql:")) {
            settings.setProperty("connectTimeout", "10");
            settings.setProperty("socketTimeout", "60");
            settings.setProperty("ApplicationName", "thor license service");
        }
        return () -> DriverManager.getConnection(jdbcUrl, settings);
    }

    /** Returns what a select adds to lock its rows; SQLite has locked everything already. */
    String forUpdate() {
        return sqlite ? "" : " FOR UPDATE";
    }

    /**
     * Runs a transaction. What fails for a while (a lock, a restart of the server) is run again from its start, also when nobody knows
     * whether the commit arrived: the work has to find out itself.
     *
     * @throws LicenseRefusedException when the store does not answer
     */
    <T> T transaction(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work);
            } catch (SQLException e) {
                if (attempt == ATTEMPTS || !passing(e)) {
                    // Without the message for the client, and without the address, which may hold a password.
                    LOG.error("The licence store failed: {} {}", e.getSQLState(), e.getErrorCode(), e);
                    throw new LicenseRefusedException(Why.STORE, "the licence store does not answer", e);
                }
                pause(attempt);
            }
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        permits.acquireUninterruptibly();
        try (Connection connection = connections.open()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                T result = work.run(connection);
                connection.commit();
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback();
                }
            }
        } finally {
            permits.release();
        }
    }

    private boolean passing(SQLException e) {
        if (sqlite) {
            return (e.getErrorCode() & 0xff) == SQLITE_BUSY;
        }
        String state = e.getSQLState();
        // Serialisation, deadlock, connection, shutdown and start; unique keys and tables: another process made them
        // first.
        return state != null
                && (state.startsWith("40")
                        || state.startsWith("08")
                        || state.startsWith("57P0")
                        || state.equals("53300")
                        || state.equals("23505")
                        || state.equals("42P07"));
    }

    private static void pause(int attempt) {
        try {
            TimeUnit.MILLISECONDS.sleep(20L << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LicenseRefusedException(Why.STORE, "stopped while it waited for the licence store", e);
        }
    }
}
