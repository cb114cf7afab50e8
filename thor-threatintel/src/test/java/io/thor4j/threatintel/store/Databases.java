package io.thor4j.threatintel.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** The databases that a store can be in: a file of SQLite, and a real PostgreSQL that is started once for all tests. */
public enum Databases {
    SQLITE {
        @Override
        public String fresh() {
            try {
                Path folder = Files.createTempDirectory("thor-store");
                folder.toFile().deleteOnExit();
                Path file = folder.resolve("store.db");
                file.toFile().deleteOnExit();
                return "jdbc:sqlite:" + file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    POSTGRESQL {
        @Override
        public String fresh() {
            String name = "store" + COUNTER.incrementAndGet();
            try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return Server.RUNNING.getJdbcUrl("postgres", name);
        }
    };

    private static final AtomicInteger COUNTER = new AtomicInteger();

    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                // It ends with this process by a hook of its own.
                return EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns the address of a database that is empty. */
    public abstract String fresh();

    public IndicatorStore open(ExpiryPolicy policy, Clock clock) {
        return IndicatorStore.open(fresh(), policy, clock);
    }
}
