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

/** The databases that a store can be in: a file of SQLite, and a real PostgreSQL, which a test class must stop when it is done. */
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
            String name = "store" + ++databases;
            EmbeddedPostgres running = server();
            try (Connection connection = running.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return running.getJdbcUrl("postgres", name);
        }
    };

    private static int databases;
    private static EmbeddedPostgres server;

    private static EmbeddedPostgres server() {
        try {
            server = server == null ? EmbeddedPostgres.builder().start() : server;
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops PostgreSQL when it runs. Left to the end of the process, it would hold up the build for half a minute. */
    public static void stop() {
        try {
            if (server != null) {
                server.close();
                server = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the address of a database that is empty. */
    public abstract String fresh();

    public IndicatorStore open(ExpiryPolicy policy, Clock clock) {
        return IndicatorStore.open(fresh(), policy, clock);
    }
}
